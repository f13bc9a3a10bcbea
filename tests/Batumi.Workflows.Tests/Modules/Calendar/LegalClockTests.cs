using System.Globalization;
using Batumi.Workflows.Application.Calendar;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Tests.Workflows;
using CsCheck;

namespace Batumi.Workflows.Tests.Modules.Calendar;

/// <summary>Terms with standstills, extensions and marks: some counted by hand, the rest against a second count that shares nothing with the first. Times of Batumi.</summary>
public sealed class LegalClockTests
{
    private static readonly WorkCalendar calendar = WorkflowFiles.Calendar;

    [Theory]
    [InlineData("1 month", "2026-11-24T10:00", "2026-12-24")]
    [InlineData("1 month", "2027-01-31T10:00", "2027-03-01")]       // the last day of February is a Sunday
    [InlineData("1 month", "2027-11-30T10:00", "2027-12-30")]
    [InlineData("3 months", "2026-11-30T10:00", "2027-03-01")]      // 28 February 2027 is a Sunday
    [InlineData("1 month", "2028-01-31T10:00", "2028-02-29")]       // leap year
    [InlineData("1 month", "2026-03-12T10:00", "2026-04-14")]       // Easter: the 12th is Sunday, the 13th Monday of rest
    [InlineData("1 month", "2026-12-02T10:00", "2027-01-04")]       // New Year and a weekend
    public void A_term_in_months_ends_on_the_same_day_of_the_month_or_on_its_last(string rule, string from, string last) =>
        Assert.Equal(EndOf(last), Due(Term(rule, from)));

    [Theory]
    [InlineData("3 working-days", "2026-11-24T10:00", "2026-11-25T15:00", "2026-11-27T09:00", "2026-12-01")]    // 25th counted; 26th and 27th not; 30th, 1st
    [InlineData("3 working-days", "2026-11-24T10:00", "2026-11-25T09:00", "2026-11-25T17:00", "2026-11-27")]    // begun and ended within a day: nothing lost
    [InlineData("3 working-days", "2026-11-24T10:00", "2026-11-24T11:00", "2026-12-04T23:59", "2026-12-09")]    // nothing counted before; 7, 8 and 9 December after
    [InlineData("10 calendar-days", "2026-11-24T10:00", "2026-11-27T12:00", "2026-12-01T12:00", "2026-12-08")]  // 25, 26, 27 = 3; 2 to 8 December = 7
    [InlineData("1 month", "2026-11-24T10:00", "2026-12-01T12:00", "2026-12-11T12:00", "2027-01-04")]           // 30 days: 7 before, 23 after: Sunday 3 January
    [InlineData("4 office-hours", "2026-11-24T10:00", "2026-11-24T12:00", "2026-11-25T16:00", "2026-11-25T18:00")]
    [InlineData("4 office-hours", "2026-11-24T10:00", "2026-11-24T12:00", "2026-11-25T17:30", "2026-11-26T10:30")]
    [InlineData("2 hours", "2026-11-24T23:00", "2026-11-24T23:30", "2026-11-25T03:00", "2026-11-25T04:30")]
    public void While_a_shortcoming_is_corrected_the_term_stands_still(string rule, string from, string still, string on, string due) =>
        Assert.Equal(due.Contains('T', StringComparison.Ordinal) ? At(due) : EndOf(due), Due(Term(rule, from, (still, on))));

    [Theory]
    [InlineData("10 working-days", "5 working-days", "2026-11-24T10:00", "2026-12-15")]
    [InlineData("15 calendar-days", "1 month", "2026-11-24T10:00", "2027-01-11")]      // to 9 December, then a month: Saturday 9 January
    [InlineData("2 office-hours", "1 working-day", "2026-11-24T10:00", "2026-11-25")]
    public void An_extension_is_counted_on_from_the_end(string rule, string extension, string from, string last)
    {
        Assert.True(DueRule.TryParse(extension, out var by));
        Assert.Equal(EndOf(last), Due(Term(rule, from) with { Extension = by }));
    }

    [Fact]
    public void A_term_that_stands_still_has_no_date_and_says_how_far_it_came()
    {
        var term = Term("5 working-days", "2026-11-24T10:00") with { StandStills = [new(TbilisiTime.ToUtc(At("2026-11-26T12:00")), null)] };
        var derivation = calendar.Derive(term);
        Assert.Null(derivation.DueUtc);
        Assert.Equal(2, derivation.Days.Max(d => d.Number));
        Assert.Null(calendar.Mark(term, 100));
        Assert.Null(calendar.Mark(term, 80));
        Assert.Equal(At("2026-11-25T09:00"), Local(calendar.Mark(term, 20)));
        Assert.Null(calendar.Derive(Term("4 office-hours", "2026-11-24T10:00") with { StandStills = [new(TbilisiTime.ToUtc(At("2026-11-24T12:00")), null)] }).DueUtc);
    }

    [Theory]
    [InlineData("10 working-days", "2026-11-24T10:00", 50, "2026-12-01T09:00")]
    [InlineData("10 working-days", "2026-11-24T10:00", 80, "2026-12-04T09:00")]
    [InlineData("10 working-days", "2026-11-24T10:00", 100, "2026-12-08T23:59:59")]
    [InlineData("10 working-days", "2026-11-24T10:00", 120, "2026-12-10T23:59:59")]
    [InlineData("1 working-days", "2026-11-24T10:00", 50, "2026-11-25T09:00")]
    [InlineData("10 calendar-days", "2026-11-24T10:00", 120, "2026-12-07T23:59:59")]     // the twelfth day is a Sunday
    [InlineData("4 office-hours", "2026-11-24T16:00", 50, "2026-11-24T18:00")]
    [InlineData("4 office-hours", "2026-11-24T16:00", 120, "2026-11-25T11:48")]
    [InlineData("24 hours", "2026-11-24T10:00", 80, "2026-11-25T05:12")]
    public void The_marks_of_a_term(string rule, string from, int percent, string at) => Assert.Equal(At(at), Local(calendar.Mark(Term(rule, from), percent)));

    [Fact]
    public void A_derivation_names_every_day_and_gives_its_date_again_to_whoever_counts_its_lines() => Terms.Sample(term =>
    {
        var derivation = calendar.Derive(term);
        var days = derivation.Days;
        Assert.Equal(DateOnly.FromDateTime(TbilisiTime.ToLocal(term.FromUtc)), days[0].Day);
        for (var i = 1; i < days.Count; i++) Assert.Equal(days[i - 1].Day.AddDays(1), days[i].Day);

        // Lines alone: they number the counted days without a gap, and the last of them, or the one it moved to, is the date.
        Assert.Equal(Enumerable.Range(1, days.Max(d => d.Number) ?? 0), days.Where(d => d.Kind == DayKind.Counted).Select(d => d.Number!.Value));
        Assert.Equal(EndOf(days[^1].Day), Local(derivation.DueUtc));
        Assert.True(calendar.IsWorkingDay(days[^1].Day));
        foreach (var day in days.Skip(1))
        {
            if (day.Kind == DayKind.Weekend) Assert.False(calendar.IsWorkingDay(day.Day) || calendar.IsHoliday(day.Day));
            if (day.Kind == DayKind.Holiday) Assert.True(calendar.IsHoliday(day.Day));
        }
    }, iter: 2_000);

    [Fact]
    public void The_date_is_the_one_that_a_second_count_finds() => Terms.Sample(term => Assert.Equal(CountAgain(term), Local(calendar.Derive(term).DueUtc)), iter: 2_000);

    [Fact]
    public void No_mark_comes_before_an_earlier_one() => Terms.Sample(term =>
    {
        var marks = new[] { 20, 50, 80, 100, 120, 200 }.Select(p => calendar.Mark(term, p)).ToList();
        Assert.DoesNotContain(null, marks);
        Assert.Equal(marks.Order(), marks);
    }, iter: 500);

    [Fact]
    public void To_begin_later_never_ends_earlier() => Gen.Select(Terms, Gen.Int[0, 3_000]).Sample((term, minutes) =>
        Assert.True(Due(new(term.Rule, term.FromUtc)) <= Due(new(term.Rule, term.FromUtc.AddMinutes(minutes)))), iter: 1_000);

    // Walks the minutes' worth of days on its own: a set of days that count, filled until there are enough.
    private static DateTime CountAgain(LegalTerm term)
    {
        var start = DateOnly.FromDateTime(TbilisiTime.ToLocal(term.FromUtc));
        var standing = new HashSet<DateOnly>();
        foreach (var still in term.StandStills)
        {
            for (var d = DateOnly.FromDateTime(TbilisiTime.ToLocal(still.FromUtc)).AddDays(1); d <= DateOnly.FromDateTime(TbilisiTime.ToLocal(still.UntilUtc!.Value)); d = d.AddDays(1)) standing.Add(d);
        }

        var last = start;
        foreach (var rule in term.Extension is { } extension ? new[] { term.Rule, extension } : [term.Rule])
        {
            var wanted = rule.Unit == DueUnit.Months ? last.AddMonths(rule.Count).DayNumber - last.DayNumber : rule.Count;
            var counting = Enumerable.Range(1, 4_000).Select(last.AddDays).Where(d => !standing.Contains(d) && (rule.Unit != DueUnit.WorkingDays || calendar.IsWorkingDay(d)));
            last = wanted == 0 ? last : counting.ElementAt(wanted - 1);
        }

        while (!calendar.IsWorkingDay(last)) last = last.AddDays(1);
        return EndOf(last);
    }

    // Terms in days from 2024 to 2028, which brings five Easters, with up to three standstills and sometimes an extension, at any minute of the day.
    private static Gen<LegalTerm> Terms { get; } =
        from minute in Gen.Int[0, 4 * 365 * 24 * 60]
        from rule in Rule(60, 4)
        from extension in Rule(20, 2)
        from isExtended in Gen.Bool
        from gaps in Gen.Int[1, 20 * 24 * 60].Array[0, 6]
        let begin = new DateTime(2024, 1, 1).AddMinutes(minute)
        select new LegalTerm(rule, TbilisiTime.ToUtc(begin), Stills(begin, gaps), isExtended ? extension : null);

    private static Gen<DueRule> Rule(int days, int months) => Gen.OneOf(
        Gen.Int[1, days].Select(n => new DueRule(n, DueUnit.WorkingDays)), Gen.Int[1, days].Select(n => new DueRule(n, DueUnit.CalendarDays)),
        Gen.Int[1, months].Select(n => new DueRule(n, DueUnit.Months)));

    private static List<StandStill> Stills(DateTime begin, int[] gaps)
    {
        var stills = new List<StandStill>();
        var at = begin;
        foreach (var pair in gaps.Chunk(2).Where(p => p.Length == 2))
        {
            stills.Add(new(TbilisiTime.ToUtc(at.AddMinutes(pair[0])), TbilisiTime.ToUtc(at.AddMinutes(pair[0] + pair[1]))));
            at = at.AddMinutes(pair[0] + pair[1]);
        }

        return stills;
    }

    private static LegalTerm Term(string rule, string from, params (string From, string Until)[] stills)
    {
        Assert.True(DueRule.TryParse(rule, out var parsed));
        return new(parsed, TbilisiTime.ToUtc(At(from)), [.. stills.Select(s => new StandStill(TbilisiTime.ToUtc(At(s.From)), TbilisiTime.ToUtc(At(s.Until))))]);
    }

    private static DateTime Due(LegalTerm term) => Local(calendar.Derive(term).DueUtc)!.Value;

    private static DateTime? Local(DateTime? utc) => utc is { } at ? TbilisiTime.ToLocal(at) : null;

    private static DateTime At(string local) => DateTime.Parse(local, CultureInfo.InvariantCulture);

    private static DateTime EndOf(string day) => At(day).AddDays(1).AddSeconds(-1);

    private static DateTime EndOf(DateOnly day) => day.ToDateTime(new(23, 59, 59));
}

using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Engine.Definitions;

namespace Batumi.Workflows.Application.Calendar;

/// <summary>
/// Counts terms day by day and says how. The day of an event is not counted, be it a registration or a standstill's beginning or end; working days leave out
/// weekends and holidays; months end on the same day of the month, or on its last; a last day that is no working day gives way to the next one; a day ends
/// at its last second. Civil Code of Georgia, arts. 122-128, applied by analogy; General Administrative Code, arts. 83 and 100.
/// </summary>
public static class LegalClock
{
    public static Derivation Derive(this WorkCalendar calendar, LegalTerm term)
    {
        var count = new DayCount(calendar, term);
        foreach (var rule in Rules(term)) count.Add(rule);
        return count.Finish();
    }

    /// <summary>
    /// When so many hundredths of the term are used up. In days: below 100 as the office opens on the day that completes them, from 100 on as that day ends.
    /// Null when the term stands still before.
    /// </summary>
    public static DateTime? Mark(this WorkCalendar calendar, LegalTerm term, int percent)
    {
        var whole = Derive(calendar, term);
        if (percent == 100) return whole.DueUtc;
        var running = whole.DueUtc is null ? Derive(calendar, term with { StandStills = [.. term.StandStills.Where(s => s.UntilUtc is not null)] }) : whole;
        if (running.Days.Max(d => d.Number) is not { } days) return MarkInHours(calendar, term, percent);

        var wanted = (int)Math.Ceiling(days * percent / 100.0);
        if (percent < 100) return whole.Days.FirstOrDefault(d => d.Number == wanted) is { } day ? TbilisiTime.ToUtc(day.Day.ToDateTime(calendar.Opens)) : null;
        var rules = Rules(term);
        var unit = rules[^1].Unit == DueUnit.WorkingDays ? DueUnit.WorkingDays : DueUnit.CalendarDays;
        var longer = new DayCount(calendar, term);
        foreach (var rule in rules) longer.Add(rule);
        longer.Add(new(wanted - days, unit));
        return longer.Finish().DueUtc;
    }

    private static DateTime? MarkInHours(WorkCalendar calendar, LegalTerm term, int percent)
    {
        var rules = Rules(term);
        var left = rules.Sum(DayCount.Minutes) * percent / 100;
        var count = new DayCount(calendar, term);
        foreach (var rule in rules)
        {
            var minutes = rule == rules[^1] ? left : Math.Min(left, DayCount.Minutes(rule));
            count.Add(TimeSpan.FromMinutes(minutes), rule.Unit);
            left -= minutes;
        }

        return count.Finish().DueUtc;
    }

    private static IReadOnlyList<DueRule> Rules(LegalTerm term) => term.Extension is { } extension ? [term.Rule, extension] : [term.Rule];
}

using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Engine.Definitions;

namespace Batumi.Workflows.Application.Calendar;

/// <summary>Goes through the days of a term, one rule after the other, in the time of Georgia, and writes down what it does with each.</summary>
internal sealed class DayCount
{
    private const int FurthestDays = 20_000;     // the longest term, 10 000 working days, fits
    private static readonly TimeOnly dayEnd = new(23, 59, 59);

    private readonly WorkCalendar calendar;
    private readonly LegalTerm term;
    private readonly IReadOnlyList<(DateTime From, DateTime Until)> stills;
    private readonly List<DerivedDay> days = [];
    private DateTime at;
    private int number;
    private bool standsStill, endsWithDay;

    public DayCount(WorkCalendar calendar, LegalTerm term)
    {
        (this.calendar, this.term, at) = (calendar, term, TbilisiTime.ToLocal(term.FromUtc));
        stills = [.. term.StandStills.Select(s => (TbilisiTime.ToLocal(s.FromUtc), s.UntilUtc is { } until ? TbilisiTime.ToLocal(until) : DateTime.MaxValue))];
    }

    public static double Minutes(DueRule rule) => rule.Unit == DueUnit.Minutes ? rule.Count : rule.Count * 60.0;

    public void Add(DueRule rule)
    {
        var day = DateOnly.FromDateTime(at);
        switch (rule.Unit)
        {
            case DueUnit.WorkingDays: AddDays(rule.Count, onlyWorking: true); break;
            case DueUnit.CalendarDays: AddDays(rule.Count, onlyWorking: false); break;
            case DueUnit.Months: AddDays(day.AddMonths(rule.Count).DayNumber - day.DayNumber, onlyWorking: false); break;
            default: Add(TimeSpan.FromMinutes(Minutes(rule)), rule.Unit); break;
        }
    }

    /// <summary>Time rather than days: round the clock, or while the office is open.</summary>
    public void Add(TimeSpan left, DueUnit unit)
    {
        endsWithDay = false;
        var day = DateOnly.FromDateTime(at);
        for (var i = 0; i < FurthestDays && !standsStill; i++, day = day.AddDays(1))
        {
            var counted = TimeSpan.Zero;
            foreach (var (from, until) in Open(day, unit))
            {
                var taken = left < until - from ? left : until - from;
                (counted, left, at) = (counted + taken, left - taken, from + taken);
                if (left == TimeSpan.Zero) break;
            }

            days.Add(new(day, counted > TimeSpan.Zero ? DayKind.Counted : WhyNot(day), Holiday: counted > TimeSpan.Zero ? null : calendar.HolidayName(day), Counted: counted));
            if (left == TimeSpan.Zero) return;
            standsStill = stills is [.., var last] && last.Until == DateTime.MaxValue && last.From <= day.ToDateTime(dayEnd);
        }
    }

    public Derivation Finish()
    {
        if (standsStill) return new(term, days, null);
        if (!endsWithDay) return new(term, days, TbilisiTime.ToUtc(at));

        var day = DateOnly.FromDateTime(at);
        for (var i = 0; i < FurthestDays && !calendar.IsWorkingDay(day); i++)
        {
            day = day.AddDays(1);
            days.Add(calendar.IsWorkingDay(day) ? new(day, DayKind.MovedTo) : new(day, WhyNot(day), Holiday: calendar.HolidayName(day)));
        }

        return new(term, days, TbilisiTime.ToUtc(day.ToDateTime(dayEnd)));
    }

    private void AddDays(int count, bool onlyWorking)
    {
        endsWithDay = true;
        var day = DateOnly.FromDateTime(at);
        if (days.Count == 0) days.Add(new(day, DayKind.Event));
        for (var i = 0; count > 0 && i < FurthestDays; i++)
        {
            day = day.AddDays(1);
            if (stills.Any(s => DateOnly.FromDateTime(s.From) < day && s.Until == DateTime.MaxValue))
            {
                standsStill = true;
                return;
            }

            if (StoodStill(day)) days.Add(new(day, DayKind.StoodStill));
            else if (onlyWorking && !calendar.IsWorkingDay(day)) days.Add(new(day, WhyNot(day), Holiday: calendar.HolidayName(day)));
            else
            {
                days.Add(new(day, DayKind.Counted, ++number));
                count--;
            }
        }

        at = day.ToDateTime(dayEnd);
    }

    // The days of its beginning and of its end are days of events: the first was counted as it began, the last is not counted.
    private bool StoodStill(DateOnly day) => stills.Any(s => DateOnly.FromDateTime(s.From) < day && day <= DateOnly.FromDateTime(s.Until));

    private DayKind WhyNot(DateOnly day) =>
        calendar.IsHoliday(day) && !calendar.IsWorkingDay(day) ? DayKind.Holiday
        : !calendar.IsWorkingDay(day) ? DayKind.Weekend
        : stills.Any(s => s.From < day.ToDateTime(dayEnd) && s.Until > day.ToDateTime(TimeOnly.MinValue)) ? DayKind.StoodStill
        : DayKind.Event;

    // The parts of a day that count, from where the count has come to.
    private IEnumerable<(DateTime From, DateTime Until)> Open(DateOnly day, DueUnit unit)
    {
        if (unit == DueUnit.OfficeHours && !calendar.IsWorkingDay(day)) yield break;
        var from = day.ToDateTime(unit == DueUnit.OfficeHours ? calendar.Opens : TimeOnly.MinValue);
        var until = unit == DueUnit.OfficeHours ? day.ToDateTime(calendar.Closes) : day.AddDays(1).ToDateTime(TimeOnly.MinValue);
        if (from < at) from = at;
        foreach (var still in stills)
        {
            if (still.From >= until || still.Until <= from) continue;
            if (still.From > from) yield return (from, still.From);
            from = still.Until;
        }

        if (from < until) yield return (from, until);
    }
}

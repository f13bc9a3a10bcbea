using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Engine.Definitions;

namespace Batumi.Workflows.Application.Calendar;

/// <summary>What came of reading a calendar.</summary>
public sealed record CalendarReading(WorkCalendar? Calendar, IReadOnlyList<DefinitionError> Errors);

/// <summary>
/// The municipality's calendar: public holidays (fixed, dependent on Orthodox Easter, one-off by resolution), weekends and office hours. How terms are
/// counted by it: <see cref="LegalClock"/>.
/// </summary>
public sealed class WorkCalendar
{
    private readonly Dictionary<(int Month, int Day), LocalizedText?> fixedDays = [];
    private readonly Dictionary<int, LocalizedText?> easterOffsets = [];
    private readonly Dictionary<DateOnly, LocalizedText?> extraHolidays = [];
    private readonly HashSet<DateOnly> extraWorkingDays = [];
    private readonly HashSet<DayOfWeek> workingWeek = [];

    private WorkCalendar()
    {
    }

    public TimeOnly Opens { get; private init; }
    public TimeOnly Closes { get; private init; }

    /// <summary>Reads <c>calendar/*.json</c>: holidays, easterHolidays, oneOff, workingWeek, officeHours.</summary>
    public static CalendarReading Read(string text, string file)
    {
        var reader = JsonReader.Open(text, file);
        var hours = reader.Child("officeHours");
        var calendar = new WorkCalendar { Opens = Time(hours, "opens", new(9, 0)), Closes = Time(hours, "closes", new(18, 0)) };
        if (calendar.Opens >= calendar.Closes) reader.Fail("officeHours", $"{calendar.Opens}-{calendar.Closes}", "opens before closes");

        foreach (var day in reader.Children("holidays"))
        {
            if (day.Number("month", 1, 12) is { } month && day.Number("day", 1, 31) is { } number) calendar.fixedDays[(month, number)] = day.OptionalBoth("name");
            else if (day.Errors.Count == 0) day.Fail("month", "nothing", "month and day");
        }

        foreach (var day in reader.Children("easterHolidays"))
        {
            if (day.Number("offset", -60, 60) is { } offset) calendar.easterOffsets[offset] = day.OptionalBoth("name");
        }

        foreach (var day in reader.Children("oneOff"))
        {
            if (!DateOnly.TryParseExact(day.Text("date", "a date such as 2026-12-31"), "yyyy-MM-dd", out var date)) day.Fail("date", day.OptionalText("date") ?? "nothing", "a date such as 2026-12-31");
            else if (day.Flag("working")) calendar.extraWorkingDays.Add(date);
            else calendar.extraHolidays[date] = day.OptionalBoth("name");
        }

        foreach (var name in reader.Texts("workingWeek"))
        {
            if (Enum.GetNames<DayOfWeek>().Contains(name, StringComparer.OrdinalIgnoreCase) && Enum.TryParse<DayOfWeek>(name, ignoreCase: true, out var weekday)) calendar.workingWeek.Add(weekday);
            else reader.Fail("workingWeek", name, "a day of the week in English");
        }

        if (calendar.workingWeek.Count == 0) calendar.workingWeek.UnionWith([DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday]);
        return new(reader.IsSound ? calendar : null, reader.Errors);
    }

    public bool IsHoliday(DateOnly day) =>
        extraHolidays.ContainsKey(day) || fixedDays.ContainsKey((day.Month, day.Day)) || easterOffsets.ContainsKey(EasterOffset(day));

    /// <summary>The name of a public holiday; null on other days, and where the calendar gives none.</summary>
    public LocalizedText? HolidayName(DateOnly day) =>
        extraHolidays.GetValueOrDefault(day) ?? fixedDays.GetValueOrDefault((day.Month, day.Day)) ?? easterOffsets.GetValueOrDefault(EasterOffset(day));

    public bool IsWorkingDay(DateOnly day) => extraWorkingDays.Contains(day) || (workingWeek.Contains(day.DayOfWeek) && !IsHoliday(day));

    /// <summary>The moment a term ends that begins at <paramref name="from"/> and runs without a break.</summary>
    public DateTimeOffset Due(DueRule rule, DateTimeOffset from) => this.Derive(new(rule, from.UtcDateTime)).DueUtc!.Value.AsOffset();

    /// <summary>Easter Sunday of the Orthodox Church in the Gregorian calendar: Meeus' Julian algorithm plus 13 days (valid 1900-2099).</summary>
    public static DateOnly OrthodoxEaster(int year)
    {
        int a = year % 4, b = year % 7, c = year % 19;
        var d = ((19 * c) + 15) % 30;
        var e = ((2 * a) + (4 * b) - d + 34) % 7;
        var month = (d + e + 114) / 31;
        var day = ((d + e + 114) % 31) + 1;
        return new DateOnly(year, month, day).AddDays(13);
    }

    private static int EasterOffset(DateOnly day) => day.DayNumber - OrthodoxEaster(day.Year).DayNumber;

    private static TimeOnly Time(JsonReader? hours, string name, TimeOnly usual)
    {
        if (hours?.OptionalText(name) is not { } text) return usual;
        if (TimeOnly.TryParseExact(text, "HH:mm", out var time)) return time;
        hours.Fail(name, text, "a time such as 09:00");
        return usual;
    }
}

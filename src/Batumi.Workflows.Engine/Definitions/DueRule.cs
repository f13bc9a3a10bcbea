namespace Batumi.Workflows.Engine.Definitions;

/// <summary>How long something may take, as the law and the service standard say it: a number and the kind of time it is counted in.</summary>
/// <remarks>Text form, used in definitions: <c>2 hours</c> (round the clock), <c>2 office-hours</c>, <c>3 working-days</c>, <c>5 calendar-days</c>,
/// <c>1 month</c>.</remarks>
public readonly record struct DueRule(int Count, DueUnit Unit)
{
    /// <summary>Longest text form.</summary>
    public const int TextLength = 40;

    /// <summary>The rule that a text says; null when it says none.</summary>
    public static DueRule? Read(string? text) => TryParse(text, out var rule) ? rule : null;

    public static bool TryParse(string? text, out DueRule rule)
    {
        rule = default;
        var parts = (text ?? "").Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 2 || !int.TryParse(parts[0], out var count) || count < 0 || count > 10_000 || (parts[1].StartsWith("month", StringComparison.Ordinal) && count > 600)) return false;

        DueUnit? unit = parts[1] switch
        {
            "minutes" or "minute" => DueUnit.Minutes,
            "hours" or "hour" => DueUnit.Hours,
            "office-hours" or "office-hour" => DueUnit.OfficeHours,
            "working-days" or "working-day" => DueUnit.WorkingDays,
            "calendar-days" or "calendar-day" => DueUnit.CalendarDays,
            "months" or "month" => DueUnit.Months,
            _ => null,
        };
        if (unit is null) return false;

        rule = new(count, unit.Value);
        return true;
    }

    public override string ToString() => $"{Count} " + Unit switch
    {
        DueUnit.Minutes => "minutes",
        DueUnit.Hours => "hours",
        DueUnit.OfficeHours => "office-hours",
        DueUnit.WorkingDays => "working-days",
        DueUnit.Months => "months",
        _ => "calendar-days",
    };
}

/// <summary>The kind of time a term is counted in.</summary>
public enum DueUnit { Minutes, Hours, OfficeHours, WorkingDays, CalendarDays, Months }

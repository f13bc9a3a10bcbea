namespace Batumi.Workflows.Engine.Definitions;

/// <summary>How long something may take, as the law and the service standard say it: a number and the kind of time it is counted in.</summary>
/// <remarks>Text form, used in definitions: <c>2 hours</c> (round the clock), <c>2 office-hours</c>, <c>3 working-days</c>, <c>5 calendar-days</c>.</remarks>
public readonly record struct DueRule(int Count, DueUnit Unit)
{
    public static bool TryParse(string? text, out DueRule rule)
    {
        rule = default;
        var parts = (text ?? "").Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 2 || !int.TryParse(parts[0], out var count) || count < 0 || count > 10_000) return false;

        DueUnit? unit = parts[1] switch
        {
            "minutes" or "minute" => DueUnit.Minutes,
            "hours" or "hour" => DueUnit.Hours,
            "office-hours" or "office-hour" => DueUnit.OfficeHours,
            "working-days" or "working-day" => DueUnit.WorkingDays,
            "calendar-days" or "calendar-day" => DueUnit.CalendarDays,
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
        _ => "calendar-days",
    };
}

/// <summary>The kind of time a term is counted in.</summary>
public enum DueUnit { Minutes, Hours, OfficeHours, WorkingDays, CalendarDays }

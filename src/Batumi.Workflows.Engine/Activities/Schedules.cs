using System.Globalization;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Errors;
using Batumi.Workflows.Engine.Expressions;
using Batumi.Workflows.Engine.Running;
using Cronos;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>What the activities of a schedule have in common: the one that started the run does not wait, any other waits once.</summary>
internal abstract class Scheduled : ActivityType
{
    protected abstract string Input { get; }

    public override bool MayWait => true;

    public override string? TriggeredBy => Input;

    public override void Check(Activity activity, DefinitionChecks checks)
    {
        if (activity.CanStart && activity.Inputs.TryGetValue(Input, out var given) && !given.IsFixed)
            checks.Warn(DefinitionCodes.OpenSchedule, $"{checks.Place}.{Input}", $"an expression in {given.Syntax}", "a fixed value: what starts runs is read before any run");
    }

    public override void Execute(Walk walk, Frame frame)
    {
        if (walk.TriggerActivityId == frame.Activity.Id && frame.Activity.CanStart && !frame.Again)
        {
            walk.Complete(frame, "Done");
            return;
        }
        var text = walk.Text(frame, Input);
        var next = Schedule.Next(Descriptor.Type, text, walk.Context.Now)
            ?? throw new ActivityFault(IncidentCodes.BadSchedule, $"'{text}' says no moment: {Descriptor.Inputs[0].Description}");
        if (next <= walk.Context.Now) walk.Complete(frame, "Done");
        else walk.Suspend(frame, walk.Timer(frame, next));
    }
}

/// <summary>Starts or goes on at a moment; one that has passed is not waited for.</summary>
internal sealed class StartAt : Scheduled
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of(
        "Elsa.StartAt", "Scheduling", "Starts or goes on at a moment.", [new("dateTime", "DateTimeOffset", "A moment such as 2027-03-01T09:00:00+04:00.")]);

    protected override string Input => "dateTime";
}

/// <summary>Starts a run again and again; inside a run it waits once.</summary>
internal sealed class Timer : Scheduled
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of(
        "Elsa.Timer", "Scheduling", "Starts a run again and again.", [new("interval", "TimeSpan", "A span such as 00:30:00.")]);

    protected override string Input => "interval";
}

/// <summary>Starts a run at the moments of a cron expression, in the time of Tbilisi; inside a run it waits for the next one.</summary>
internal sealed class Cron : Scheduled
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of(
        "Elsa.Cron", "Scheduling", "Starts a run at the moments of a cron expression.",
        [new("cronExpression", "String", "Six fields, seconds first, such as '0 0 9 * * MON-FRI'.")]);

    protected override string Input => "cronExpression";

    public override void Check(Activity activity, DefinitionChecks checks)
    {
        base.Check(activity, checks);
        if (!activity.Inputs.TryGetValue(Input, out var given) || !given.IsFixed) return;
        if (Schedule.Flaw(Values.Text(given.Value)) is { } flaw)
            checks.Error(DefinitionCodes.BadCron, $"{checks.Place}.{Input}", $"'{given.Value}' (Error when parsing cron expression: {flaw.TrimEnd('.')})",
                "six fields, seconds first, such as '0 0 9 * * MON-FRI'");
    }
}

/// <summary>When a scheduled activity is due.</summary>
internal static class Schedule
{
    public static IReadOnlyList<string> Types { get; } = ["Elsa.StartAt", "Elsa.Timer", "Elsa.Cron"];

    /// <summary>The moment after another one; null when the text says none.</summary>
    public static DateTimeOffset? Next(string type, string? text, DateTimeOffset after)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        switch (type)
        {
            case "Elsa.StartAt":
                return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment.ToUniversalTime() : null;
            case "Elsa.Timer":
                return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) && span > TimeSpan.Zero && span.TotalDays <= 36_500 ? after + span : null;
            case "Elsa.Cron":
                return CronExpression.TryParse(text.Trim(), CronFormat.IncludeSeconds, out var cron) ? cron.GetNextOccurrence(after, Script.Tbilisi)?.ToUniversalTime() : null;
            default:
                return null;
        }
    }

    /// <summary>What is wrong with a cron expression; null when nothing is.</summary>
    public static string? Flaw(string? text)
    {
        try
        {
            CronExpression.Parse((text ?? "").Trim(), CronFormat.IncludeSeconds);
            return null;
        }
        catch (CronFormatException e) { return e.Message; }
    }
}

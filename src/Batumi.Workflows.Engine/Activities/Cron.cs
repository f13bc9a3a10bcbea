using Batumi.Workflows.Engine.Errors;
using Batumi.Workflows.Engine.Expressions;
using Batumi.Workflows.Engine.Running;
using Cronos;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>Waits for the next moment of a cron expression with seconds, in Georgian time.</summary>
internal sealed class Cron : ActivityType
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of(
        "Elsa.Cron", "Scheduling", "Waits for the next moment of a cron expression.", [new("cronExpression", "String", "Six fields, such as 0 0 9 * * 1-5.")]);

    public override void Execute(Walk walk, Frame frame)
    {
        var text = walk.Text(frame, "cronExpression") ?? "";
        if (!CronExpression.TryParse(text, CronFormat.IncludeSeconds, out var cron) || cron.GetNextOccurrence(walk.Context.Now, Script.Tbilisi) is not { } next)
            throw new ActivityFault(IncidentCodes.BadExpression, $"'{text}' is not a cron expression with six fields that has a next moment.");
        walk.Suspend(frame, walk.Timer(frame, next.ToUniversalTime()));
    }
}

using System.Globalization;
using Batumi.Workflows.Engine.Errors;
using Batumi.Workflows.Engine.Running;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>Waits for a span of time, counted round the clock.</summary>
internal sealed class Delay : ActivityType
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of(
        "Elsa.Delay", "Scheduling", "Waits for a span of time.", [new("timeSpan", "TimeSpan", "The span, such as 00:30:00 or 2.00:00:00.")]);

    public override bool MayWait => true;

    public override void Execute(Walk walk, Frame frame)
    {
        var text = walk.Text(frame, "timeSpan");
        if (!TimeSpan.TryParse(text ?? "0", CultureInfo.InvariantCulture, out var span))
            throw new ActivityFault(IncidentCodes.BadExpression, $"'{text}' is not a span of time such as 00:30:00.");
        if (span <= TimeSpan.Zero) walk.Complete(frame, "Done");
        else if (span.TotalDays > 36_500) throw new ActivityFault(IncidentCodes.BadExpression, $"'{text}' is longer than a hundred years.");
        else walk.Suspend(frame, walk.Timer(frame, walk.Context.Now + span));
    }
}

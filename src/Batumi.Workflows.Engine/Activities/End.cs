using Batumi.Workflows.Engine.Running;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>Ends the flowchart or sequence around it; what else is open there is cancelled.</summary>
internal sealed class End : ActivityType
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of("Elsa.End", "Flow", "Ends the flowchart or sequence around it.");

    public override void Execute(Walk walk, Frame frame) => walk.Complete(frame, Terminal);

    /// <summary>Outcome by which the container knows that it is over; no port can have this name.</summary>
    public const string Terminal = "\u0001End";
}

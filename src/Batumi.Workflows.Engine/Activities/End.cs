using Batumi.Workflows.Engine.Running;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>Ends the flowchart or sequence around it; what else is open there is cancelled.</summary>
internal sealed class End : ActivityType
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of("Elsa.End", "Flow", "Ends the flowchart or sequence around it.");

    public override void Execute(Walk walk, Frame frame) => walk.Complete(frame, Signals.End);
}

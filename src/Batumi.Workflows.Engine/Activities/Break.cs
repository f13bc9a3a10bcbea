using Batumi.Workflows.Engine.Running;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>Leaves the nearest loop.</summary>
internal sealed class Break : ActivityType
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of("Elsa.Break", "Looping", "Leaves the nearest loop.");

    public override void Execute(Walk walk, Frame frame) => walk.Complete(frame, Signals.Break);
}

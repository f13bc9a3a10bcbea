using Batumi.Workflows.Engine.Running;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>Marks where a flowchart begins.</summary>
internal sealed class Start : ActivityType
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of("Elsa.Start", "Flow", "Marks where a flowchart begins.");

    public override void Execute(Walk walk, Frame frame) => walk.Complete(frame, "Done");
}

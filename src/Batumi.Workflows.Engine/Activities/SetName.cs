using Batumi.Workflows.Engine.Running;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>Names the run.</summary>
internal sealed class SetName : ActivityType
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of("Elsa.SetName", "Primitives", "Names the run.", [new("value", "String", "The name.")]);

    public override void Execute(Walk walk, Frame frame)
    {
        walk.Name = walk.Text(frame, "value");
        walk.Complete(frame, "Done");
    }
}

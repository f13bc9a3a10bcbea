using Batumi.Workflows.Engine.Running;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>Runs all its children and waits for all.</summary>
internal sealed class Parallel : ActivityType
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of("Elsa.Parallel", "Workflows", "Runs all its activities and waits for all.");

    public override void Execute(Walk walk, Frame frame)
    {
        if (frame.Activity.Children.Count == 0) walk.Complete(frame, "Done");
        foreach (var child in frame.Activity.Children) walk.Schedule(child, frame);
    }

    protected override void ChildCompleted(Walk walk, Frame frame, Frame child, IReadOnlyList<string> outcomes)
    {
        if (frame.Children.Count == 0) walk.Complete(frame, "Done");
    }
}

using Batumi.Workflows.Engine.Running;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>Runs all its branches; done when all are (WaitAll) or when the first is (WaitAny).</summary>
internal sealed class Fork : ActivityType
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of(
        "Elsa.Fork", "Branching", "Runs its branches and waits for all or for one; see the raw property 'joinMode'.");

    public override void Execute(Walk walk, Frame frame)
    {
        if (frame.Activity.Children.Count == 0) walk.Complete(frame, "Done");
        foreach (var branch in frame.Activity.Children) walk.Schedule(branch, frame);
    }

    protected override void ChildCompleted(Walk walk, Frame frame, Frame child, IReadOnlyList<string> outcomes)
    {
        if (frame.Children.Count == 0 || frame.Activity.JoinMode != "WaitAll") walk.Complete(frame, "Done");
    }
}

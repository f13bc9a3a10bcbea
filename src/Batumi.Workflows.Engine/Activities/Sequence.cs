using Batumi.Workflows.Engine.Running;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>Runs its children one after the other; an End among them ends it.</summary>
internal sealed class Sequence : ActivityType
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of("Elsa.Sequence", "Workflows", "Runs its activities one after the other.");

    public override void Execute(Walk walk, Frame frame)
    {
        frame.Position = 0;
        Next(walk, frame);
    }

    protected override IReadOnlyList<string> Catches => [Signals.End];

    protected override void ChildCompleted(Walk walk, Frame frame, Frame child, IReadOnlyList<string> outcomes) => Next(walk, frame);

    private static void Next(Walk walk, Frame frame)
    {
        if (frame.Position >= frame.Activity.Children.Count) walk.Complete(frame, "Done");
        else walk.Schedule(frame.Activity.Children[frame.Position++], frame);
    }
}

using Batumi.Workflows.Engine.Expressions;
using Batumi.Workflows.Engine.Running;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>Runs its body for all items at once and waits for all.</summary>
internal sealed class ParallelForEach : ActivityType
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of(
        "Elsa.ParallelForEach", "Looping", "Runs its body for all items at once.", [new("items", "List<Object>", "The items.")], embedded: ["body"]);

    protected override IReadOnlyList<string> Catches => [Signals.Break];

    public override void Execute(Walk walk, Frame frame)
    {
        var index = 0;
        if (frame.Activity.Embedded.TryGetValue("body", out var body))
            foreach (var item in ForEach.Items(walk, frame)) walk.Schedule(body, frame).Turn(Values.Own(item), index++);
        if (index == 0) walk.Complete(frame, "Done");
    }

    protected override void ChildCompleted(Walk walk, Frame frame, Frame child, IReadOnlyList<string> outcomes)
    {
        if (frame.Children.Count == 0) walk.Complete(frame, "Done");
    }
}

using Batumi.Workflows.Engine.Running;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>Runs its body as long as the condition holds.</summary>
internal sealed class While : ActivityType
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of(
        "Elsa.While", "Looping", "Runs its body as long as the condition holds.", [new("condition", "Boolean", "The condition.")], embedded: ["body"]);

    protected override IReadOnlyList<string> Catches => [Signals.Break];

    public override void Execute(Walk walk, Frame frame)
    {
        if (frame.Activity.Embedded.TryGetValue("body", out var body) && walk.Truth(frame, "condition")) walk.Schedule(body, frame);
        else walk.Complete(frame, "Done");
    }

    protected override void ChildCompleted(Walk walk, Frame frame, Frame child, IReadOnlyList<string> outcomes) => Execute(walk, frame);
}

using Batumi.Workflows.Engine.Running;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>Runs one of two embedded activities; a missing one completes at once.</summary>
internal sealed class If : ActivityType
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of(
        "Elsa.If", "Branching", "Runs one of two embedded activities.", [new("condition", "Boolean", "The condition.")], ["result"], embedded: ["then", "else"]);

    public override void Execute(Walk walk, Frame frame)
    {
        var holds = walk.Truth(frame, "condition");
        walk.Result(frame, holds);
        if (frame.Activity.Embedded.TryGetValue(holds ? "then" : "else", out var branch)) walk.Schedule(branch, frame);
        else walk.Complete(frame, "Done");
    }
}

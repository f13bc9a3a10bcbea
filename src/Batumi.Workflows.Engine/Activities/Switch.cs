using Batumi.Workflows.Engine.Expressions;
using Batumi.Workflows.Engine.Running;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>Runs the activity of the first case that holds (or of all, in mode MatchAny), else the default one.</summary>
internal sealed class Switch : ActivityType
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of(
        "Elsa.Switch", "Branching", "Runs the activity of the case that holds.", [new("mode", "String", "MatchFirst (default) or MatchAny.")], embedded: ["default"]);

    public override void Execute(Walk walk, Frame frame)
    {
        var all = walk.Text(frame, "mode") == "MatchAny";
        var matched = false;
        foreach (var option in frame.Activity.Cases)
        {
            if (option.Condition is null || !Values.Truth(walk.Evaluate(frame, option.Condition))) continue;
            matched = true;
            if (option.Activity is { } activity) walk.Schedule(activity, frame);
            if (!all) break;
        }
        if (!matched && frame.Activity.Embedded.TryGetValue("default", out var otherwise)) walk.Schedule(otherwise, frame);
        if (frame.Children.Count == 0) walk.Complete(frame, "Done");
    }

    protected override void ChildCompleted(Walk walk, Frame frame, Frame child, IReadOnlyList<string> outcomes)
    {
        if (frame.Children.Count == 0) walk.Complete(frame, "Done");
    }
}

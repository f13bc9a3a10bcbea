using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Expressions;
using Batumi.Workflows.Engine.Running;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>Goes on by the label of the first case whose condition holds (or all, in mode MatchAny), else by Default.</summary>
internal sealed class FlowSwitch : ActivityType
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of(
        "Elsa.FlowSwitch", "Branching", "Goes on by the label of the case that holds, else by Default.",
        [new("mode", "String", "MatchFirst (default) or MatchAny.")], ports: []);

    public override IReadOnlyList<string> PortsOf(Activity activity) => [.. activity.Cases.Select(c => c.Label), "Default"];

    public override void Execute(Walk walk, Frame frame)
    {
        var all = walk.Text(frame, "mode") == "MatchAny";
        var labels = new List<string>();
        foreach (var option in frame.Activity.Cases)
        {
            if (option.Condition is null || !Values.Truth(walk.Evaluate(frame, option.Condition))) continue;
            labels.Add(option.Label);
            if (!all) break;
        }
        walk.Complete(frame, labels.Count == 0 ? ["Default"] : labels);
    }
}

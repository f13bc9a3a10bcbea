using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Expressions;
using Batumi.Workflows.Engine.Running;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>Goes on by all of its branches at once; without branches by Done.</summary>
internal sealed class FlowFork : ActivityType
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of(
        "Elsa.FlowFork", "Branching", "Goes on by all of its branches at once.", [new("branches", "List<String>", "Names of the branches.")], ports: []);

    public override IReadOnlyList<string> PortsOf(Activity activity) =>
        !activity.Inputs.TryGetValue("branches", out var branches) ? ["Done"] : branches.IsFixed ? Values.Names(branches.Value) ?? [] : [];

    public override void Execute(Walk walk, Frame frame)
    {
        var branches = walk.Evaluate(frame, "branches");
        var names = branches is null ? [] : Values.Names(branches) ?? [];
        walk.Complete(frame, names.Count == 0 ? ["Done"] : names);
    }
}

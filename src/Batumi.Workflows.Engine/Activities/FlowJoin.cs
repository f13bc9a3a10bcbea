using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Running;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>Where branches meet. The flowchart does the waiting; see <see cref="Flowchart"/>.</summary>
internal sealed class FlowJoin : ActivityType
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of(
        "Elsa.FlowJoin", "Branching", "Where branches meet.", [new("mode", "FlowJoinMode", "WaitAny (default), WaitAll or WaitAllActive.")]);

    public override void Execute(Walk walk, Frame frame)
    {
        if (!walk.Definition.IsTokenBased && ModeOf(frame.Activity) == JoinMode.WaitAny && frame.Parent is { Activity.Kind: Flowchart } flowchart)
            new Movement(walk, flowchart).DropBefore(flowchart.Graph.IndexOf(frame.Activity.Id), queuedToo: true);
        walk.Complete(frame, "Done");
    }

    /// <summary>Mode of a join; an activity that is no join and has several connections in waits for all that are active.</summary>
    public static JoinMode ModeOf(Activity activity) => activity.Kind is not FlowJoin ? JoinMode.WaitAllActive
        : (activity.Inputs.TryGetValue("mode", out var mode) ? mode.Text : null) switch
        {
            "WaitAll" => JoinMode.WaitAll,
            "WaitAllActive" => JoinMode.WaitAllActive,
            _ => JoinMode.WaitAny,
        };
}

/// <summary>When a join runs.</summary>
internal enum JoinMode
{
    /// <summary>At the first token; the other branches are cancelled.</summary>
    WaitAny,

    /// <summary>When a token has come by every connection; if one cannot come, the join is skipped.</summary>
    WaitAll,

    /// <summary>When every connection is settled and a token has come by at least one.</summary>
    WaitAllActive,
}

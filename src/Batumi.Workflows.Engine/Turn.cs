using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Batumi.Workflows.Engine.Effects;
using Batumi.Workflows.Engine.Errors;
using Batumi.Workflows.Engine.State;

namespace Batumi.Workflows.Engine;

/// <summary>The result of one step: a new state with the wishes it makes of the world, or a refusal that leaves everything as it was.</summary>
/// <param name="State">The state after the step; after a refusal, the state before it (null only when a start is refused).</param>
/// <param name="Effects">What the host shall write in the same commit, in order.</param>
/// <param name="Events">What each activity did, in order (Started, Suspended, Resumed, Completed, Faulted, Canceled): the journal's detail.</param>
/// <param name="Refusal">Why nothing was done; null when the step was done.</param>
public sealed record Turn(WorkflowState? State, IReadOnlyList<Effect> Effects, IReadOnlyList<ActivityEvent> Events, WorkflowError? Refusal)
{
    [MemberNotNullWhen(false, nameof(State))]
    public bool IsRefused => Refusal is not null;

    public static Turn Refused(WorkflowState? state, WorkflowError error) => new(state, [], [], error);
}

/// <summary>One line of an activity's history. Names of events are Elsa's: Started, Suspended, Resumed, Completed, Faulted, Canceled.</summary>
/// <param name="Outcome">Of Completed: the ports it was left by, separated by commas.</param>
public sealed record ActivityEvent(string ActivityId, string NodeId, string ActivityType, string Event, string? Outcome = null)
{
    /// <summary>Which execution of the activity it is: a number unique within the run; a bookmark names the same one.</summary>
    public int Frame { get; init; }

    /// <summary>Number of the container's execution; 0 for the workflow.</summary>
    public int ParentFrame { get; init; }

    /// <summary>The activity's free name.</summary>
    public string? Name { get; init; }

    /// <summary>With <see cref="TurnContext.Detailed"/>: inputs that this execution has evaluated in this step, under Elsa's names; null when there are none.</summary>
    public JsonObject? State { get; init; }

    /// <summary>With <see cref="TurnContext.Detailed"/>: outputs that this execution has set in this step, under Elsa's names; null when there are none.</summary>
    public JsonObject? Outputs { get; init; }

    /// <summary>With <see cref="TurnContext.Detailed"/>, of Faulted: what went wrong.</summary>
    public string? Message { get; init; }
}

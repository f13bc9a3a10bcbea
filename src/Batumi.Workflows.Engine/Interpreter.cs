using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.State;

namespace Batumi.Workflows.Engine;

/// <summary>
/// Runs Elsa 3 workflow definitions as a pure function: definition + state + stimulus + context -> new state + effects, or a refusal.
/// It reads no clock, makes no ids and does no I/O; all of that comes in the context and leaves as effects.
/// </summary>
public static class Interpreter
{
    /// <summary>Version of the rules below. A journal entry records it, so that a case is folded by the rules it was run by.</summary>
    public const int SemanticsVersion = 1;

    /// <summary>Starts a run and carries it on until every branch waits or the run is over.</summary>
    public static Turn Start(WorkflowDefinition definition, Beginning beginning, TurnContext context) => throw new NotSupportedException();

    /// <summary>Applies one stimulus to a run and carries it on until every branch waits or the run is over.</summary>
    public static Turn Resume(WorkflowDefinition definition, WorkflowState state, Stimulus stimulus, TurnContext context) => throw new NotSupportedException();
}

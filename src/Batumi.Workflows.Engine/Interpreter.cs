using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Errors;
using Batumi.Workflows.Engine.Running;
using Batumi.Workflows.Engine.State;

namespace Batumi.Workflows.Engine;

/// <summary>
/// Runs Elsa 3 workflow definitions as a pure function: definition + state + stimulus + context -> new state + effects, or a refusal.
/// It reads no clock, makes no ids and does no I/O; all of that comes in the context and leaves as effects.
/// How flowcharts, joins and loops run is written at <see cref="Activities.Flowchart"/>.
/// </summary>
public static class Interpreter
{
    /// <summary>Version of the rules below. A journal entry records it, so that a case is folded by the rules it was run by.</summary>
    public const int SemanticsVersion = 1;

    /// <summary>Starts a run and carries it on until every branch waits or the run is over.</summary>
    public static Turn Start(WorkflowDefinition definition, Beginning beginning, TurnContext context)
    {
        var blank = new WorkflowState
        {
            InstanceId = beginning.InstanceId,
            DefinitionId = definition.DefinitionId,
            DefinitionVersion = definition.Version,
            CorrelationId = beginning.CorrelationId,
            Status = RunStatus.Running,
            SubStatus = RunSubStatus.Executing,
            Bookmarks = [],
            Incidents = [],
            Input = beginning.Input ?? [],
            Output = [],
            TriggerActivityId = beginning.TriggerActivityId,
        };
        var walk = new Walk(definition, blank, context);
        walk.Begin();
        walk.Go();
        return walk.ToTurn();
    }

    /// <summary>Applies one stimulus to a run and carries it on until every branch waits or the run is over.</summary>
    public static Turn Resume(WorkflowDefinition definition, WorkflowState state, Stimulus stimulus, TurnContext context)
    {
        if (state.DefinitionId != definition.DefinitionId || state.DefinitionVersion != definition.Version)
            return Turn.Refused(state, new WorkflowError.WrongDefinition(
                $"{state.DefinitionId} version {state.DefinitionVersion}", $"{definition.DefinitionId} version {definition.Version}"));
        if (state.Status == RunStatus.Finished)
            return Turn.Refused(state, new WorkflowError.RunIsOver(state.InstanceId, state.SubStatus.ToString()));
        if (Refusal(state, stimulus) is { } refusal) return Turn.Refused(state, refusal);

        var walk = new Walk(definition, state, context);
        Apply(walk, stimulus);
        walk.Go();
        return walk.ToTurn();
    }

    private static WorkflowError? Refusal(WorkflowState state, Stimulus stimulus)
    {
        switch (stimulus)
        {
            case Stimulus.TaskCompleted completed:
                var task = state.Bookmarks.FirstOrDefault(b => b.Kind == BookmarkKind.Task && b.Id == completed.TaskId);
                if (task is null) return new WorkflowError.UnknownTask(completed.TaskId);
                var offered = task.Outcomes.Count == 0 ? completed.Outcome is null : completed.Outcome is { } outcome && task.Outcomes.Contains(outcome);
                return offered ? null : new WorkflowError.UnknownOutcome(task.Id, completed.Outcome, task.Outcomes);
            case Stimulus.TaskProlonged prolonged:
                return WaitsForTask(state, prolonged.TaskId);
            case Stimulus.TaskReminded reminded:
                return WaitsForTask(state, reminded.TaskId);
            case Stimulus.TaskAssigned assigned:
                return WaitsForTask(state, assigned.TaskId);
            case Stimulus.TimerElapsed elapsed:
                return state.Bookmarks.Any(b => b.Kind == BookmarkKind.Timer && b.Id == elapsed.BookmarkId)
                    ? null : new WorkflowError.NotWaiting($"timer '{elapsed.BookmarkId}'");
            case Stimulus.EventReceived received:
                return state.Bookmarks.Any(b => b.Kind == BookmarkKind.Event && b.Name == received.Name)
                    ? null : new WorkflowError.NotWaiting($"event '{received.Name}'");
            case Stimulus.HttpAnswered answered:
                return state.Bookmarks.Any(b => b.Kind == BookmarkKind.Http && b.Id == answered.BookmarkId)
                    ? null : new WorkflowError.NotWaiting($"an answer ('{answered.BookmarkId}')");
            case Stimulus.RunEnded ended:
                return WaitsForRun(state, ended.BookmarkId);
            case Stimulus.RunRefused refused:
                return WaitsForRun(state, refused.BookmarkId);
            case Stimulus.IncidentRetried retried:
                return state.Frames.Any(f => f.IncidentId == retried.IncidentId) ? null : new WorkflowError.UnknownIncident(retried.IncidentId);
            case Stimulus.IncidentSkipped skipped:
                return state.Frames.Any(f => f.IncidentId == skipped.IncidentId) ? null : new WorkflowError.UnknownIncident(skipped.IncidentId);
            default:
                return null;
        }
    }

    private static WorkflowError.UnknownTask? WaitsForTask(WorkflowState state, string taskId) =>
        state.Bookmarks.Any(b => b.Kind == BookmarkKind.Task && b.Id == taskId) ? null : new WorkflowError.UnknownTask(taskId);

    private static WorkflowError.NotWaiting? WaitsForRun(WorkflowState state, string bookmarkId) =>
        state.Bookmarks.Any(b => b.Kind == BookmarkKind.Run && b.Id == bookmarkId) ? null : new WorkflowError.NotWaiting($"the end of a run ('{bookmarkId}')");

    private static void Apply(Walk walk, Stimulus stimulus)
    {
        switch (stimulus)
        {
            case Stimulus.TaskCompleted completed:
                Wake(walk, walk.Bookmarks.First(b => b.Id == completed.TaskId), completed);
                break;
            case Stimulus.TimerElapsed elapsed:
                Wake(walk, walk.Bookmarks.First(b => b.Id == elapsed.BookmarkId), elapsed);
                break;
            case Stimulus.EventReceived received:
                WakeAll(walk, received);
                break;
            case Stimulus.HttpAnswered answered:
                Wake(walk, walk.Bookmarks.First(b => b.Id == answered.BookmarkId), answered);
                break;
            case Stimulus.RunEnded ended:
                Wake(walk, walk.Bookmarks.First(b => b.Id == ended.BookmarkId), ended);
                break;
            case Stimulus.RunRefused refused:
                walk.Fail(walk.Bookmarks.First(b => b.Id == refused.BookmarkId), refused);
                break;
            case Stimulus.TermReached reached:
                WakeAll(walk, new Stimulus.EventReceived(reached.EventName, null));
                break;
            case Stimulus.Recounted recounted:
                foreach (var waiting in walk.Bookmarks.Where(b => recounted.DueAt.ContainsKey(b.Id)).ToArray()) walk.Move(waiting, recounted.DueAt[waiting.Id]);
                break;
            case Stimulus.TaskProlonged prolonged:
                walk.Prolong(walk.Bookmarks.First(b => b.Id == prolonged.TaskId), prolonged.Rule, prolonged.DueAt);
                break;
            case Stimulus.Cancelled cancelled:
                walk.End(RunSubStatus.Cancelled, cancelled.Reason ?? "the run was cancelled");
                break;
            case Stimulus.IncidentRetried retried:
                walk.Retry(walk.HeldBy(retried.IncidentId)!);
                break;
            case Stimulus.IncidentSkipped skipped:
                walk.Skip(walk.HeldBy(skipped.IncidentId)!, skipped.Outcome);
                break;
        }
    }

    // All that wait now; a wait that one of them begins is for the next event.
    private static void WakeAll(Walk walk, Stimulus.EventReceived received)
    {
        foreach (var waiting in walk.Bookmarks.Where(b => b.Kind == BookmarkKind.Event && b.Name == received.Name).ToArray())
            if (walk.Bookmarks.Any(b => b.Id == waiting.Id)) Wake(walk, waiting, received);
    }

    private static void Wake(Walk walk, Bookmark bookmark, Stimulus stimulus)
    {
        var frame = walk.FrameOf(bookmark);
        if (frame.Activity.Kind.WaitsUntold && stimulus is not Stimulus.RunEnded { AtOnce: true }) walk.Tell(frame, "Suspended");
        walk.Wake(frame, told: !(frame.Activity.Kind.WaitsUntold && stimulus is Stimulus.RunEnded { AtOnce: true }), () =>
        {
            walk.Used(bookmark);
            frame.Activity.Kind.Resume(walk, frame, bookmark, stimulus);
        });
    }
}

using System.Text.Json.Nodes;
using Batumi.Workflows.Engine.Definitions;

namespace Batumi.Workflows.Engine;

/// <summary>What begins a run.</summary>
/// <param name="InstanceId">Id of the run; the host chooses it.</param>
/// <param name="Input">Values for the definition's declared inputs. Kept for the life of the run.</param>
/// <param name="CorrelationId">What ties the run to others, such as the case number.</param>
/// <param name="TriggerActivityId">The trigger that starts the run, if one does.</param>
public sealed record Beginning(string InstanceId, JsonObject? Input = null, string? CorrelationId = null, string? TriggerActivityId = null);

/// <summary>What happens to a waiting run.</summary>
public abstract record Stimulus
{
    private Stimulus() { }

    /// <summary>
    /// A person or machine ends a task (Elsa.RunTask, Municipal.Task, Municipal.ApplicantForm, Municipal.Fee).
    /// <paramref name="Outcome"/> chooses the port of a municipal task and must be one it offers; RunTask has none (null).
    /// </summary>
    public sealed record TaskCompleted(string TaskId, string? Outcome, JsonNode? Result) : Stimulus;

    /// <summary>The timer that a bookmark asked for has come due.</summary>
    public sealed record TimerElapsed(string BookmarkId) : Stimulus;

    /// <summary>A named event arrived; resumes every branch that waits for it.</summary>
    public sealed record EventReceived(string Name, JsonNode? Payload) : Stimulus;

    /// <summary>The run is cancelled from outside.</summary>
    public sealed record Cancelled(string? Reason) : Stimulus;

    /// <summary>
    /// So many hundredths of the case's term are used up. Resumes every branch that waits for the event <c>term:100</c> (or 50, 80, 120); a run that
    /// waits for none stays as it is.
    /// </summary>
    public sealed record TermReached(int Percent) : Stimulus
    {
        /// <summary>Name of the event that a definition may wait for.</summary>
        public string EventName => $"term:{Percent}";
    }

    /// <summary>The case's term was extended by <paramref name="By"/>; nothing in the run moves, its journal knows.</summary>
    public sealed record TermExtended(DueRule By) : Stimulus;

    /// <summary>The applicant or the staff wrote to the other; nothing in the run moves, its journal keeps the words.</summary>
    public sealed record MessageWritten(bool ByApplicant) : Stimulus;

    /// <summary>A task, and the wait for its end, got more time.</summary>
    /// <param name="Rule">How its term is counted now, from the moment it was opened.</param>
    public sealed record TaskProlonged(string TaskId, DueRule Rule, DateTimeOffset DueAt) : Stimulus;

    /// <summary>Somebody was told that a task waits; nothing in the run moves, its journal knows.</summary>
    /// <param name="Mark">What is told, such as <c>reminder</c>.</param>
    public sealed record TaskReminded(string TaskId, string Mark) : Stimulus;

    /// <summary>A task was given to somebody; nothing in the run moves, its journal knows.</summary>
    /// <param name="To">Who shall do it, in the host's own terms.</param>
    public sealed record TaskAssigned(string TaskId, string To) : Stimulus;

    /// <summary>The applicant no longer wants text messages; nothing in the run moves, its journal knows.</summary>
    public sealed record TextsStopped : Stimulus;

    /// <summary>The calendar changed: waits and tasks end at other moments, given by bookmark. What the run no longer waits for is passed over.</summary>
    public sealed record Recounted(IReadOnlyDictionary<string, DateTimeOffset> DueAt) : Stimulus;

    /// <summary>A run that this one started has ended.</summary>
    /// <param name="SubStatus">How: Finished, Cancelled or Faulted.</param>
    /// <param name="Output">Its output.</param>
    public sealed record RunEnded(string BookmarkId, string SubStatus, JsonObject? Output) : Stimulus
    {
        /// <summary>It ended in the very step that began it, so that Elsa.ExecuteWorkflow has not waited.</summary>
        public bool AtOnce { get; init; }
    }

    /// <summary>A run that this one wished for cannot begin; the activity that wished for it faults.</summary>
    public sealed record RunRefused(string BookmarkId, string Code, string Message) : Stimulus;

    /// <summary>Another server answered, or did not.</summary>
    /// <param name="StatusCode">Null when there was no answer.</param>
    /// <param name="Error"><c>timeout</c>, or why the server could not be reached.</param>
    public sealed record HttpAnswered(string BookmarkId, int? StatusCode, JsonObject? Headers, string? Body, string? Error) : Stimulus;

    /// <summary>An incident's activity is tried again.</summary>
    public sealed record IncidentRetried(string IncidentId) : Stimulus;

    /// <summary>An incident's activity is passed over; the run goes on at its <paramref name="Outcome"/> port.</summary>
    public sealed record IncidentSkipped(string IncidentId, string Outcome, string Reason) : Stimulus;
}

using System.Text.Json.Nodes;
using Batumi.Workflows.Engine.Definitions;

namespace Batumi.Workflows.Engine.State;

/// <summary>Where a run is: immutable, complete, and the same text for the same history.</summary>
public sealed record WorkflowState
{
    public required string InstanceId { get; init; }
    public required string DefinitionId { get; init; }
    public required int DefinitionVersion { get; init; }
    public string? CorrelationId { get; init; }
    public string? Name { get; init; }
    public required RunStatus Status { get; init; }
    public required RunSubStatus SubStatus { get; init; }

    /// <summary>What the run waits for.</summary>
    public required IReadOnlyList<Bookmark> Bookmarks { get; init; }

    /// <summary>What went wrong and is not settled yet, and what went wrong before.</summary>
    public required IReadOnlyList<Incident> Incidents { get; init; }

    public required JsonObject Input { get; init; }
    public required JsonObject Output { get; init; }
}

public enum RunStatus { Running, Finished }

public enum RunSubStatus { Pending, Executing, Suspended, Finished, Cancelled, Faulted }

/// <summary>One thing a run waits for.</summary>
/// <param name="Id">Id of the wait; for tasks it is the task id.</param>
/// <param name="Kind">What ends the wait.</param>
/// <param name="Name">Task name or event name.</param>
/// <param name="Outcomes">Outcomes that a task offers.</param>
/// <param name="DueAt">When a timer ends the wait.</param>
public sealed record Bookmark(
    string Id, BookmarkKind Kind, string ActivityId, string ActivityType, string? Name, IReadOnlyList<string> Outcomes, DateTimeOffset? DueAt);

public enum BookmarkKind { Task, Timer, Event }

/// <summary>An activity that could not do its work.</summary>
public sealed record Incident(
    string Id, string ActivityId, string ActivityType, string Code, string Message, DateTimeOffset At, bool TimedOut, bool Settled);

using System.Text.Json.Nodes;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Expressions;

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

    /// <summary>What the run waits for. After a fault that ended the run: what it had waited for (its tasks and timers are cancelled).</summary>
    public required IReadOnlyList<Bookmark> Bookmarks { get; init; }

    /// <summary>What went wrong and is not settled yet, and what went wrong before.</summary>
    public required IReadOnlyList<Incident> Incidents { get; init; }

    /// <summary>Input of the run, kept for its life. Each read gives a copy.</summary>
    public required JsonObject Input { get => Values.OwnObject(InputValues); init => InputValues = Values.OwnObject(value); }

    /// <summary>Output of the run so far. Each read gives a copy.</summary>
    public required JsonObject Output { get => Values.OwnObject(OutputValues); init => OutputValues = Values.OwnObject(value); }

    /// <summary>The workflow's variables by name. Each read gives a copy.</summary>
    public JsonObject Variables
    {
        get
        {
            var all = new JsonObject();
            foreach (var variable in VariableValues) all[variable.Name] = Values.Own(variable.Value);
            return all;
        }
    }

    /// <summary>The workflow's variables with their ids, in the order they were declared or made. Each read gives a copy.</summary>
    public IEnumerable<(string Id, string Name, JsonNode? Value)> NamedVariables => VariableValues.Select(v => (v.Id, v.Name, Values.Own(v.Value)));

    internal JsonObject InputValues { get; init; } = [];
    internal JsonObject OutputValues { get; init; } = [];

    /// <summary>The workflow's variables, in the order they were declared or made.</summary>
    internal IReadOnlyList<VariableValue> VariableValues { get; init; } = [];

    /// <summary>Open activities: containers, waits and faulted ones, by number.</summary>
    internal IReadOnlyList<FrameState> Frames { get; init; } = [];

    /// <summary>Outputs of activities that ran, by activity id and output name.</summary>
    internal IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonNode?>> Results { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, JsonNode?>>();

    internal JsonNode? LastResult { get; init; }

    /// <summary>Number given to the last frame; part of every id, so that no two steps of a run make the same one.</summary>
    internal int Counter { get; init; }

    /// <summary>The trigger that started the run.</summary>
    internal string? TriggerActivityId { get; init; }

    /// <summary>Canonical JSON: the same state gives the same text.</summary>
    public string ToJson() => StateJson.Write(this, withValues: true);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="FormatException">The text is not a state.</exception>
    public static WorkflowState FromJson(string json) => StateJson.Read(json);

    /// <summary>
    /// Canonical text of everything that is not a value: status, open activities, marks of branches, waits, ids and codes of incidents.
    /// Equal for a state and for the same state <see cref="WithoutValues"/>.
    /// </summary>
    public string Structure() => StateJson.Write(this, withValues: false);

    /// <summary>
    /// The same run with every value that may hold personal data (variables, input, output, results, name, correlation, texts of incidents)
    /// replaced by nothing, for erasure.
    /// </summary>
    public WorkflowState WithoutValues() => this with
    {
        CorrelationId = null,
        Name = null,
        InputValues = Emptied(InputValues),
        OutputValues = Emptied(OutputValues),
        VariableValues = [.. VariableValues.Select(v => v with { Value = null })],
        Frames = [.. Frames.Select(f => f with { Variables = [.. f.Variables.Select(v => v with { Value = null })] })],
        Results = Results.ToDictionary(
            r => r.Key,
            r => (IReadOnlyDictionary<string, JsonNode?>)r.Value.ToDictionary(o => o.Key, _ => (JsonNode?)null, StringComparer.Ordinal),
            StringComparer.Ordinal),
        LastResult = null,
        Incidents = [.. Incidents.Select(i => i with { Message = "" })],
    };

    private static JsonObject Emptied(JsonObject values)
    {
        var emptied = new JsonObject();
        foreach (var (key, _) in values) emptied[key] = null;
        return emptied;
    }
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
    string Id, BookmarkKind Kind, string ActivityId, string ActivityType, string? Name, IReadOnlyList<string> Outcomes, DateTimeOffset? DueAt)
{
    /// <summary>Number of the open activity that waits; its events carry the same one.</summary>
    public int Frame { get; init; }
}

public enum BookmarkKind
{
    Task,
    Timer,
    Event,

    /// <summary>The end of another run, which is the bookmark's name.</summary>
    Run,

    /// <summary>The answer of another server.</summary>
    Http,
}

/// <summary>An activity that could not do its work.</summary>
public sealed record Incident(
    string Id, string ActivityId, string ActivityType, string Code, string Message, DateTimeOffset At, bool TimedOut, bool Settled);

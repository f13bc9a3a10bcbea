using System.Text.Json.Nodes;

namespace Batumi.Workflows.Engine.State;

/// <summary>One open activity of a run, as saved.</summary>
internal sealed record FrameState
{
    public required int Number { get; init; }

    /// <summary>Number of the container's frame; 0 for the workflow.</summary>
    public required int Parent { get; init; }

    public required string ActivityId { get; init; }
    public required FrameStatus Status { get; init; }

    /// <summary>Entered by a backward connection: when it completes, its region of the flowchart is marked anew.</summary>
    public bool Again { get; init; }

    /// <summary>Where a sequence or loop is.</summary>
    public int Position { get; init; }

    /// <summary>The incident that holds it.</summary>
    public string? IncidentId { get; init; }

    public IReadOnlyList<VariableValue> Variables { get; init; } = [];

    /// <summary>Marks of a flowchart's connections, by connection key.</summary>
    public IReadOnlyList<KeyValuePair<string, Mark>> Marks { get; init; } = [];

    /// <summary>Tokens of a token-based flowchart.</summary>
    public IReadOnlyList<string> Tokens { get; init; } = [];

    /// <summary>WaitAny joins that have run in this round, by activity id.</summary>
    public IReadOnlyList<string> Fired { get; init; } = [];
}

/// <summary>A variable in its scope.</summary>
internal sealed record VariableValue(string Id, string Name, string TypeName, JsonNode? Value);

internal enum FrameStatus { Scheduled, Running, Waiting, Faulted }

/// <summary>What is known of a forward connection in the present round.</summary>
internal enum Mark : byte
{
    /// <summary>Nothing yet.</summary>
    None,

    /// <summary>A token has come and waits at the target.</summary>
    Arrived,

    /// <summary>A token has come, and the target has run since.</summary>
    Spent,

    /// <summary>No token will come.</summary>
    Dead,

    /// <summary>Not taken, but it leaves a loop that is still going, so a token may come yet.</summary>
    Held,
}

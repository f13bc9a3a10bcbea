using Batumi.Workflows.Engine.Definitions;

namespace Batumi.Workflows.Engine;

/// <summary>Everything a step may know of the world. With the same context a step gives the same result, on any machine, at any time.</summary>
/// <param name="Now">The moment of the step, UTC.</param>
/// <param name="Seed">Source of every id and random number of the step: equal seeds give equal ids.</param>
/// <param name="Due">
/// Turns a due rule and its beginning into the moment it ends. The host answers from the calendar version that the journal entry names.
/// </param>
/// <param name="Bounds">Limits that end a runaway step with a named incident.</param>
/// <param name="TimedOut">
/// Activities whose script met the time bound when this step was first run. That bound depends on the machine, so the journal keeps it and a
/// replay repeats the incident instead of running the script.
/// </param>
/// <param name="Detailed">Whether events carry the values of inputs and outputs; the state is the same either way.</param>
/// <param name="Unpublished">
/// Definitions that the step wished to run and that had no published version when it was first run: the activity faults. The host takes a step
/// again with them when it meets one, and the journal keeps them for a replay.
/// </param>
public sealed record TurnContext(
    DateTimeOffset Now,
    ulong Seed,
    Func<DueRule, DateTimeOffset, DateTimeOffset> Due,
    Bounds? Bounds = null,
    IReadOnlySet<string>? TimedOut = null,
    bool Detailed = false,
    IReadOnlySet<string>? Unpublished = null);

/// <summary>Bounds of one step. Statements, memory and depth are the law for scripts (equal on every machine); the time-out is a safety net.</summary>
public sealed record Bounds
{
    public static Bounds Default { get; } = new();

    /// <summary>Activities that may be executed in one step before it is a loop without a wait.</summary>
    public int Moves { get; init; } = 10_000;

    /// <summary>Runs that one activity may start.</summary>
    public int Runs { get; init; } = 1_000;

    public int ScriptStatements { get; init; } = 100_000;
    public long ScriptMemoryBytes { get; init; } = 16 * 1024 * 1024;
    public int ScriptDepth { get; init; } = 64;
    public TimeSpan ScriptTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest text a template or a script may leave in the state, in characters.</summary>
    public int TextLength { get; init; } = 1_000_000;
}

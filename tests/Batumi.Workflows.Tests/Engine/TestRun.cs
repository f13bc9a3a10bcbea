using System.Text.Json.Nodes;
using Batumi.Workflows.Engine;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Effects;
using Batumi.Workflows.Engine.State;

namespace Batumi.Workflows.Tests.Engine;

/// <summary>A run in a test: the state, and all effects and refusals so far. A working day is a day here.</summary>
public sealed class TestRun
{
    private readonly WorkflowDefinition _definition;
    private readonly Bounds? _bounds;
    private readonly HashSet<string>? _timedOut;
    private ulong _seed;

    public TestRun(WorkflowDefinition definition, JsonObject? input, Bounds? bounds, string[]? timedOut)
    {
        (_definition, _bounds, _timedOut) = (definition, bounds, timedOut is null ? null : [.. timedOut]);
        Take(Interpreter.Start(definition, new Beginning("run-1", input, "case-1"), Context()));
    }

    public DateTimeOffset Now { get; private set; } = new(2027, 3, 1, 6, 0, 0, TimeSpan.Zero);
    public WorkflowState State { get; private set; } = null!;
    public List<Effect> Effects { get; } = [];
    public Turn Last { get; private set; } = null!;

    public IReadOnlyList<string?> Lines => [.. Effects.OfType<Effect.WriteLine>().Select(l => l.Text)];
    public IReadOnlyList<string> Waits => [.. State.Bookmarks.Select(b => b.ActivityId)];
    public Incident Incident => Assert.Single(State.Incidents, i => !i.Settled);
    public bool IsOver => State.Status == RunStatus.Finished;

    public TurnContext Context() => new(
        Now, ++_seed, (due, from) => due.Unit == DueUnit.Hours ? from.AddHours(due.Count) : due.Unit == DueUnit.Minutes ? from.AddMinutes(due.Count) : from.AddDays(due.Count),
        _bounds, _timedOut);

    public TestRun Do(Stimulus stimulus)
    {
        Take(Interpreter.Resume(_definition, State, stimulus, Context()));
        return this;
    }

    public TestRun Complete(string activity, string? outcome = "Done", JsonNode? result = null)
    {
        Do(new Stimulus.TaskCompleted(Wait(activity, BookmarkKind.Task).Id, outcome, result));
        Assert.Null(Last.Refusal);
        return this;
    }

    public TestRun After(TimeSpan span)
    {
        Now += span;
        foreach (var timer in State.Bookmarks.Where(b => b.Kind == BookmarkKind.Timer && b.DueAt <= Now).OrderBy(b => b.DueAt).ToArray())
            if (State.Bookmarks.Any(b => b.Id == timer.Id)) Do(new Stimulus.TimerElapsed(timer.Id));
        return this;
    }

    public Bookmark Wait(string activity, BookmarkKind kind) => Assert.Single(State.Bookmarks, b => b.ActivityId == activity && b.Kind == kind);

    public T Effect<T>() where T : Effect => Assert.Single(Effects.OfType<T>());

    private void Take(Turn turn)
    {
        Last = turn;
        State = turn.State!;
        Effects.AddRange(turn.Effects);
    }
}

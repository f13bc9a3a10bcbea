using System.Text.Json.Nodes;
using Batumi.Workflows.Engine;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Effects;
using Batumi.Workflows.Engine.State;

namespace Batumi.Workflows.Tests.Engine.Conformance;

/// <summary>Plays a case against the interpreter, with a clock that the case moves, and writes down what the recorder wrote down.</summary>
public sealed class CaseRun
{
    private static readonly string[] Endings = ["Completed", "Faulted", "Canceled"];

    private readonly WorkflowDefinition _definition;
    private readonly List<string?> _lines = [];
    private readonly List<string[]> _events = [];
    private readonly Dictionary<string, List<string>> _seen = [];
    private readonly List<JsonObject> _steps = [];
    private DateTimeOffset _now = new(2027, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private ulong _seed;

    private CaseRun(WorkflowDefinition definition, Turn first)
    {
        _definition = definition;
        State = first.State!;
    }

    public WorkflowState State { get; private set; }

    public static JsonObject Play(ConformanceCase conformance)
    {
        var reading = WorkflowDefinition.Read(conformance.Definition, "case.json");
        if (reading.Definition is null)
            return new JsonObject { ["http"] = new JsonObject { ["import"] = 400 }, ["errors"] = string.Join(" ", reading.Errors.Select(e => e.Message)) };
        var beginning = new Beginning("run-" + Guid.Empty, conformance.Run["input"]?.AsObject(), (string?)conformance.Run["correlationId"]);
        var context = new TurnContext(new DateTimeOffset(2027, 3, 1, 8, 0, 0, TimeSpan.Zero), 1, (_, from) => from);
        var first = Interpreter.Start(reading.Definition, beginning, context);
        var run = new CaseRun(reading.Definition, first);
        run.Note(first);
        run.Pass(TimeSpan.FromMilliseconds(500));   // the recorder waited that long before it looked
        var after = run.Snapshot();
        foreach (var step in conformance.Steps) run.Step(step);

        var final = run.Snapshot();
        final["afterRun"] = after;
        final["afterEachStep"] = new JsonArray([.. run._steps]);
        final["variables"] = run.State.Variables;
        final["output"] = run.State.Output;
        final["definitionVersion"] = run._definition.Version;
        if (run.State.Name is { } name) final["instanceName"] = name;
        if (run.State.CorrelationId is { } correlation) final["correlationId"] = correlation;
        final["incidents"] = new JsonArray([.. run.State.Incidents.Select(i => new JsonObject
        {
            ["activityId"] = i.ActivityId, ["activityType"] = i.ActivityType, ["message"] = i.Message,
        })]);
        final["endings"] = new JsonArray([.. run._events.Select(e => new JsonArray(e[0], e[1]))]);
        return final;
    }

    private void Step(JsonObject step)
    {
        var extra = new JsonObject();
        if (step["complete"] is JsonObject complete) Complete(complete, extra);
        else if (step["event"] is JsonObject received) Apply(new Stimulus.EventReceived((string)received["name"]!, received["payload"]?.DeepClone()));
        else if (step["waitMs"] is { } wait) Pass(TimeSpan.FromMilliseconds((double)wait));
        else if (step["cancel"] is not null) Apply(new Stimulus.Cancelled(null));
        else throw new NotSupportedException(step.ToJsonString());
        var snapshot = Snapshot();
        foreach (var (key, value) in extra) snapshot[key] = value?.DeepClone();
        _steps.Add(snapshot);
    }

    private void Complete(JsonObject complete, JsonObject extra)
    {
        var task = (string)complete["task"]!;
        var index = (int?)complete["index"] ?? 0;
        if (complete["taskId"] is { } literal || (bool?)complete["again"] == true)
        {
            var id = (string?)complete["taskId"] ?? _seen[task][index];
            var before = State.ToJson();
            Assert.True(Apply(new Stimulus.TaskCompleted(id, null, complete["result"]?.DeepClone())).IsRefused);
            Assert.Equal(before, State.ToJson());
            return;
        }
        var open = State.Status == RunStatus.Finished ? [] : State.Bookmarks.Where(b => b.Kind == BookmarkKind.Task && b.Name == task).ToArray();
        if (open.Length <= index) extra["missingTask"] = task;
        else Assert.Null(Apply(new Stimulus.TaskCompleted(open[index].Id, null, complete["result"]?.DeepClone())).Refusal);
    }

    private Turn Apply(Stimulus stimulus)
    {
        State = WorkflowState.FromJson(State.ToJson());   // as the host does between two steps
        var turn = Interpreter.Resume(_definition, State, stimulus, new TurnContext(_now, ++_seed, (_, from) => from));
        if (!turn.IsRefused) Note(turn);
        return turn;
    }

    /// <summary>Time goes on; what comes due meanwhile is woken at its moment.</summary>
    private void Pass(TimeSpan span)
    {
        var end = _now + span;
        while (State.Status == RunStatus.Running && State.Bookmarks.Where(b => b.Kind == BookmarkKind.Timer && b.DueAt <= end).MinBy(b => b.DueAt) is { } timer)
        {
            _now = timer.DueAt!.Value;
            Apply(new Stimulus.TimerElapsed(timer.Id));
        }
        _now = end;
    }

    private void Note(Turn turn)
    {
        State = turn.State!;
        _lines.AddRange(turn.Effects.OfType<Effect.WriteLine>().Select(l => l.Text));
        _events.AddRange(turn.Events.Where(e => Endings.Contains(e.Event)).Select(e => new[] { e.ActivityId, e.Event }));
        foreach (var task in turn.Effects.OfType<Effect.OpenTask>())
        {
            if (!_seen.TryGetValue(task.Name, out var ids)) _seen[task.Name] = ids = [];
            ids.Add(task.TaskId);
        }
        Deliver(turn);
    }

    /// <summary>What the host does after each step: brings published events to the run if it waits for them.</summary>
    private void Deliver(Turn turn)
    {
        foreach (var published in turn.Effects.OfType<Effect.PublishEvent>())
            if (State.Status == RunStatus.Running && State.Bookmarks.Any(b => b.Kind == BookmarkKind.Event && b.Name == published.Name))
                Apply(new Stimulus.EventReceived(published.Name, published.Payload?.DeepClone()));
    }

    private JsonObject Snapshot() => new()
    {
        ["status"] = State.Status.ToString(),
        ["subStatus"] = State.SubStatus.ToString(),
        ["bookmarks"] = new JsonArray([.. State.Bookmarks.Select(b => b.Kind == BookmarkKind.Task
            ? new JsonObject { ["activityId"] = b.ActivityId, ["type"] = b.ActivityType, ["taskName"] = b.Name }
            : new JsonObject { ["activityId"] = b.ActivityId, ["type"] = b.ActivityType }).OrderBy(b => b.ToJsonString(), StringComparer.Ordinal)]),
        ["lines"] = new JsonArray([.. _lines.Select(l => (JsonNode?)l)]),
    };
}

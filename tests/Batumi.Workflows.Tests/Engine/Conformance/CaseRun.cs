using System.Text.Json.Nodes;
using Batumi.Workflows.Engine;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Effects;
using Batumi.Workflows.Engine.State;

namespace Batumi.Workflows.Tests.Engine.Conformance;

/// <summary>
/// Plays a case against the interpreter, with a clock that the case moves, and writes down what the recorder wrote down. It is a small host: it
/// starts the runs that runs wish for, brings their ends back, and brings published events to all runs.
/// </summary>
public sealed class CaseRun
{
    private readonly List<WorkflowDefinition> _definitions = [];
    private readonly List<One> _runs = [];
    private readonly Dictionary<string, List<(One Run, string Id)>> _seen = [];
    private readonly List<JsonObject> _steps = [];
    private DateTimeOffset _now = new(2027, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private ulong _seed;

    /// <summary>One run, with what it has written.</summary>
    private sealed class One(string id, WorkflowDefinition definition, One? parent, string? wait)
    {
        public string Id { get; } = id;
        public WorkflowDefinition Definition { get; } = definition;
        public One? Parent { get; } = parent;
        public string? Wait { get; } = wait;
        public WorkflowState State { get; set; } = null!;
        public List<string?> Lines { get; } = [];
        public List<string[]> Events { get; } = [];
        public bool IsOver => State.Status == RunStatus.Finished;
    }

    public static JsonObject Play(ConformanceCase conformance)
    {
        var host = new CaseRun();
        foreach (var text in conformance.Definitions(Linked))
        {
            var reading = WorkflowDefinition.Read(text, "case.json");
            if (reading.Definition is null)
                return new JsonObject { ["http"] = new JsonObject { ["import"] = 400 }, ["errors"] = string.Join(" ", reading.Errors.Select(e => e.Message)) };
            host._definitions.Add(reading.Definition);
        }

        var started = (string?)conformance.Run["definition"] ?? host._definitions[^1].DefinitionId;
        host.Begin("run-" + Guid.Empty, started, conformance.Run["input"]?.AsObject(), (string?)conformance.Run["correlationId"], null, null, null);
        host.Pass(TimeSpan.FromMilliseconds(500));   // the recorder waited that long before it looked
        var after = Snapshot(host._runs[0]);
        foreach (var step in conformance.Steps) host.Step(step);
        return host.Written(after);
    }

    /// <summary>What the host does at publishing: the definitions that are used as activities become part of the one that uses them.</summary>
    public static JsonObject Linked(JsonObject definition, IReadOnlyList<JsonObject> before)
    {
        var usable = before.Where(d => (bool?)d["options"]?["usableAsActivity"] == true).ToList();
        if (usable.Count == 0) return definition;
        var linked = new JsonObject();
        foreach (var child in usable) linked[$"{ActivityName((string)child["name"]!)}@{(int?)child["version"] ?? 1}"] = child.DeepClone();
        definition["linked"] = linked;
        return definition;
    }

    private static string ActivityName(string name) => string.Concat(name.Split(' ', '-', '_').Where(w => w.Length > 0).Select(w => char.ToUpperInvariant(w[0]) + w[1..]));

    private JsonObject Written(JsonObject afterRun)
    {
        var main = _runs[0];
        var final = Snapshot(main);
        final["afterRun"] = afterRun;
        final["afterEachStep"] = new JsonArray([.. _steps]);
        final["variables"] = WithoutIds(main.State.Variables);
        final["output"] = main.State.Output;
        final["definitionVersion"] = main.Definition.Version;
        if (main.State.Name is { } name) final["instanceName"] = name;
        if (main.State.CorrelationId is { } correlation) final["correlationId"] = correlation;
        final["incidents"] = new JsonArray([.. main.State.Incidents.Select(i => new JsonObject
        {
            ["activityId"] = ActivityIds.Shown(i.ActivityId), ["activityType"] = i.ActivityType, ["message"] = i.Message,
        })]);
        final["activityEvents"] = new JsonArray([.. main.Events.Select(e => new JsonArray(e[0], e[1]))]);
        final["others"] = new JsonArray([.. _runs.Skip(1).Select(Other)]);
        return final;
    }

    private JsonObject Other(One run)
    {
        var other = Snapshot(run);
        other["definitionId"] = run.Definition.DefinitionId;
        other["output"] = run.State.Output;
        if (run.State.CorrelationId is { } correlation) other["correlationId"] = correlation;
        return other;
    }

    private JsonNode WithoutIds(JsonNode node)
    {
        var text = node.ToJsonString();
        foreach (var run in _runs) text = text.Replace(run.Id, "<instance-id>", StringComparison.Ordinal);
        return JsonNode.Parse(text)!;
    }

    private void Begin(string id, string definitionId, JsonObject? input, string? correlation, string? trigger, One? parent, string? wait)
    {
        var definition = _definitions.First(d => d.DefinitionId == definitionId);
        var run = new One(id, definition, parent, wait);
        _runs.Add(run);
        var beginning = new Beginning(id, (JsonObject?)input?.DeepClone(), correlation, trigger);
        Note(run, Allowing(context => Interpreter.Start(definition, beginning, context)));
    }

    private void Step(JsonObject step)
    {
        var extra = new JsonObject();
        if (step["complete"] is JsonObject complete) Complete(complete, extra);
        else if (step["event"] is JsonObject received) Publish((string)received["name"]!, received["payload"], (string?)received["correlationId"]);
        else if (step["waitMs"] is { } wait) Pass(TimeSpan.FromMilliseconds((double)wait));
        else if (step["cancel"] is not null) Apply(_runs[0], new Stimulus.Cancelled(null));
        else if (step["start"] is JsonObject start)
            Begin($"run-{_runs.Count}", (string?)start["definition"] ?? _runs[0].Definition.DefinitionId, start["input"] as JsonObject, (string?)start["correlationId"], null, null, null);
        else throw new NotSupportedException(step.ToJsonString());
        var snapshot = Snapshot(_runs[0]);
        foreach (var (key, value) in extra) snapshot[key] = value?.DeepClone();
        _steps.Add(snapshot);
    }

    private void Complete(JsonObject complete, JsonObject extra)
    {
        var task = (string)complete["task"]!;
        var index = (int?)complete["index"] ?? 0;
        var result = complete["result"];
        if (complete["taskId"] is { } literal || (bool?)complete["again"] == true)
        {
            var (run, id) = complete["taskId"] is { } given ? (_runs[0], (string)given!) : _seen[task][index];
            var before = run.State.ToJson();
            Assert.True(Apply(run, new Stimulus.TaskCompleted(id, null, result?.DeepClone())).IsRefused);
            Assert.Equal(before, run.State.ToJson());
            return;
        }
        var among = (bool?)complete["anywhere"] == true || complete["instance"] is not null ? _runs : [_runs[0]];
        var open = among.Where(r => !r.IsOver).SelectMany(r => r.State.Bookmarks.Where(b => b.Kind == BookmarkKind.Task && b.Name == task).Select(b => (r, b))).ToArray();
        if (open.Length <= index) extra["missingTask"] = task;
        else Assert.Null(Apply(open[index].r, new Stimulus.TaskCompleted(open[index].b.Id, null, result?.DeepClone())).Refusal);
    }

    private Turn Apply(One run, Stimulus stimulus)
    {
        run.State = WorkflowState.FromJson(run.State.ToJson());   // as the host does between two steps
        var turn = Allowing(context => Interpreter.Resume(run.Definition, run.State, stimulus, context));
        if (!turn.IsRefused) Note(run, turn);
        return turn;
    }

    /// <summary>Takes the step again when it wishes for definitions that are not there.</summary>
    private Turn Allowing(Func<TurnContext, Turn> step)
    {
        var context = new TurnContext(_now, ++_seed, (_, from) => from);
        var turn = step(context);
        var missing = turn.Effects.OfType<Effect.StartRun>().Select(s => s.DefinitionId).Where(id => _definitions.All(d => d.DefinitionId != id)).ToHashSet();
        return missing.Count == 0 ? turn : step(context with { Unpublished = missing });
    }

    /// <summary>Time goes on; what comes due meanwhile is woken at its moment.</summary>
    private void Pass(TimeSpan span)
    {
        var end = _now + span;
        while (_runs.Where(r => !r.IsOver).SelectMany(r => r.State.Bookmarks.Where(b => b.Kind == BookmarkKind.Timer && b.DueAt <= end).Select(b => (Run: r, Timer: b)))
            .OrderBy(t => t.Timer.DueAt).FirstOrDefault() is { Timer: { } timer } due)
        {
            _now = timer.DueAt!.Value;
            Apply(due.Run, new Stimulus.TimerElapsed(timer.Id));
        }
        _now = end;
    }

    private void Note(One run, Turn turn)
    {
        run.State = turn.State!;
        run.Lines.AddRange(turn.Effects.OfType<Effect.WriteLine>().Select(l => l.Text));
        run.Events.AddRange(turn.Events.Select(e => new[] { ActivityIds.Shown(e.ActivityId), e.Event }));
        foreach (var task in turn.Effects.OfType<Effect.OpenTask>())
        {
            if (!_seen.TryGetValue(task.Name, out var ids)) _seen[task.Name] = ids = [];
            ids.Add((run, task.TaskId));
        }
        foreach (var effect in turn.Effects)
        {
            if (effect is Effect.PublishEvent published && (!published.Local || run.State.Status == RunStatus.Running)) Publish(published, run);
            if (effect is Effect.StartRun start)
            {
                Begin(start.RunId, start.DefinitionId, start.Input, start.CorrelationId, null, run, start.WaitId);
                var child = _runs.First(r => r.Id == start.RunId);
                if (child.IsOver) Report(child, atOnce: true);
            }
            if (effect is Effect.EndRun && run.Parent is not null && turn.Events is not [{ Event: "Started" }, ..]) Report(run, atOnce: false);
        }
    }

    private void Report(One child, bool atOnce)
    {
        if (child.Wait is { } wait && !child.Parent!.IsOver)
            Apply(child.Parent, new Stimulus.RunEnded(wait, child.State.SubStatus.ToString(), child.State.Output) { AtOnce = atOnce });
    }

    private void Publish(Effect.PublishEvent published, One by) => Publish(published.Name, published.Payload, published.CorrelationId, published.Local ? by : null);

    private void Publish(string name, JsonNode? payload, string? correlation, One? only = null)
    {
        foreach (var run in _runs.Where(r => (only is null || r == only) && (string.IsNullOrEmpty(correlation) || r.State.CorrelationId == correlation)).ToArray())
            if (!run.IsOver && run.State.Bookmarks.Any(b => b.Kind == BookmarkKind.Event && b.Name == name))
                Apply(run, new Stimulus.EventReceived(name, payload?.DeepClone()));
        if (only is not null) return;
        foreach (var definition in _definitions)
            foreach (var trigger in definition.Triggers.Where(t => t.ActivityType == "Elsa.Event" && t.Value == name))
                Begin($"run-{_runs.Count}", definition.DefinitionId, new JsonObject { ["payload"] = payload?.DeepClone() }, correlation, trigger.ActivityId, null, null);
    }

    private static JsonObject Snapshot(One run) => new()
    {
        ["status"] = run.State.Status.ToString(),
        ["subStatus"] = run.State.SubStatus.ToString(),
        ["bookmarks"] = new JsonArray([.. run.State.Bookmarks.Select(b => b.Kind == BookmarkKind.Task
            ? new JsonObject { ["activityId"] = ActivityIds.Shown(b.ActivityId), ["type"] = b.ActivityType, ["taskName"] = b.Name }
            : new JsonObject { ["activityId"] = ActivityIds.Shown(b.ActivityId), ["type"] = b.ActivityType }).OrderBy(b => b.ToJsonString(), StringComparer.Ordinal)]),
        ["lines"] = new JsonArray([.. run.Lines.Select(l => (JsonNode?)l)]),
    };
}

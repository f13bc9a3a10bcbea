using System.Text.Json.Nodes;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Effects;
using Batumi.Workflows.Engine.Errors;
using Batumi.Workflows.Engine.Expressions;
using Batumi.Workflows.Engine.State;

namespace Batumi.Workflows.Engine.Running;

/// <summary>
/// One step of a run while it happens: a mutable working copy of the state, a first-in-first-out queue of activities to execute, and the effects
/// and events so far. Activities act on it through the methods here; <see cref="Save"/> makes the new immutable state.
/// </summary>
internal sealed partial class Walk
{
    private readonly Dictionary<int, Frame> _frames = [];
    private readonly Queue<Frame> _queue = [];
    private readonly List<Bookmark> _bookmarks = [];
    private readonly List<Incident> _incidents = [];
    private readonly List<Effect> _effects = [];
    private readonly List<ActivityEvent> _events = [];
    private readonly Dictionary<string, IReadOnlyDictionary<string, JsonNode?>> _results = new(StringComparer.Ordinal);
    private readonly WorkflowState _before;
    private readonly JsonObject _output;
    private Frame? _root;
    private int _counter;
    private int _moves;

    public Walk(WorkflowDefinition definition, WorkflowState before, TurnContext context)
    {
        (Definition, _before, Context) = (definition, before, context);
        Bounds = context.Bounds ?? Bounds.Default;
        Chance = new Chance(context.Seed, before.InstanceId, before.Counter);
        Name = before.Name;
        CorrelationId = before.CorrelationId;
        LastResult = before.LastResult;
        _output = Values.OwnObject(before.OutputValues);
        _counter = before.Counter;
        Scope = [.. before.VariableValues.Select(v => new Slot(v.Id, v.Name, v.TypeName, v.Value))];
        _bookmarks.AddRange(before.Bookmarks);
        _incidents.AddRange(before.Incidents);
        foreach (var (key, value) in before.Results) _results[key] = value;
        foreach (var saved in before.Frames) Load(saved);
    }

    public WorkflowDefinition Definition { get; }
    public TurnContext Context { get; }
    public Bounds Bounds { get; }
    public Chance Chance { get; }
    public string InstanceId => _before.InstanceId;
    public string? TriggerActivityId => _before.TriggerActivityId;
    public JsonObject Input => _before.InputValues;
    public string? Name { get; set; }
    public string? CorrelationId { get; set; }
    public JsonNode? LastResult { get; set; }
    public bool Over { get; private set; }
    public RunSubStatus Ending { get; private set; }

    /// <summary>Variables of the workflow; they outlive its frame.</summary>
    public List<Slot> Scope { get; }

    private void Load(FrameState saved)
    {
        var activity = saved.Parent == 0 ? Definition.Whole : Definition.Activities[saved.ActivityId];
        var parent = _frames.GetValueOrDefault(saved.Parent);
        var frame = Frame.From(saved, activity, parent, TriggerActivityId);
        _frames[frame.Number] = frame;
        if (parent is null) _root = frame;
        else parent.Children.Add(frame);
    }

    /// <summary>Opens the workflow and its root.</summary>
    public void Begin()
    {
        foreach (var v in Definition.Variables) Scope.Add(new Slot(v.Id, v.Name, v.TypeName, Conversion.To(v.Value, v.TypeName, v.IsArray)));
        _root = new Frame(++_counter, Definition.Whole, null, TriggerActivityId);
        _frames[_root.Number] = _root;
        Execute(_root);
    }

    /// <summary>Puts an activity at the end of the queue.</summary>
    public Frame Schedule(Activity activity, Frame parent, bool again = false)
    {
        var frame = new Frame(++_counter, activity, parent, TriggerActivityId) { Again = again };
        _frames[frame.Number] = frame;
        parent.Children.Add(frame);
        _queue.Enqueue(frame);
        return frame;
    }

    /// <summary>Executes what is queued until nothing is, then sees whether the run waits or is over.</summary>
    public void Go()
    {
        while (!Over && _queue.TryDequeue(out var frame))
        {
            if (frame.Gone || frame.Status != FrameStatus.Scheduled) continue;
            if (++_moves > Bounds.Moves)
                Fault(frame, new ActivityFault(IncidentCodes.TooManyMoves,
                    $"Stopped after {Bounds.Moves} moves without waiting, last at '{frame.Activity.Id}'. The definition loops."));
            else
                Execute(frame);
        }
        if (Over || _bookmarks.Count > 0) return;
        if (_frames.Values.Any(f => f.Status == FrameStatus.Faulted))
        {
            if (Definition.IncidentStrategy != IncidentStrategy.WaitForRepair) End(RunSubStatus.Finished, "the run is over");
        }
        else if (!_frames.Values.Any(f => f.Tokens is not null))
        {
            Fault(_root!, new ActivityFault(IncidentCodes.Stranded, "Nothing runs and nothing is waited for."));
        }
    }

    private void Execute(Frame frame)
    {
        frame.Status = FrameStatus.Running;
        Tell(frame, "Started");
        Attempt(frame, () =>
        {
            frame.Declare(frame.Activity.Variables);
            if (frame.Activity.OffBy is { } outcome) Complete(frame, outcome);
            else frame.Activity.Kind.Execute(this, frame);
        });
    }

    /// <summary>Wakes a waiting activity.</summary>
    public void Wake(Frame frame, bool told, Action act)
    {
        frame.Status = FrameStatus.Running;
        if (told) Tell(frame, "Resumed");
        Attempt(frame, act);
    }

    private void Attempt(Frame frame, Action act)
    {
        try { act(); }
        catch (ActivityFault fault) { Fault(frame, fault); }
    }

    /// <summary>The activity is done: whoever owns it follows the outcomes.</summary>
    public void Complete(Frame frame, params IReadOnlyList<string> outcomes)
    {
        if (frame.Gone) return;
        foreach (var child in frame.Children.ToArray()) Cancel(child, "its container ended");
        DropBookmarks(frame, "done");
        Tell(frame, "Completed", string.Join(',', outcomes));
        Remove(frame);
        if (frame.Parent is { } parent) Attempt(parent, () => parent.Activity.Kind.ChildDone(this, parent, frame, outcomes));
        else End(RunSubStatus.Finished, "the run is over");
    }

    /// <summary>Takes an open activity away with everything in it.</summary>
    public void Cancel(Frame frame, string why)
    {
        if (frame.Gone) return;
        foreach (var child in frame.Children.ToArray()) Cancel(child, why);
        DropBookmarks(frame, why);
        if (frame.IncidentId is { } incident) Settle(incident);
        if (frame.Status != FrameStatus.Scheduled) Tell(frame, "Canceled");
        Remove(frame);
    }

    private void Remove(Frame frame)
    {
        frame.Gone = true;
        _frames.Remove(frame.Number);
        frame.Parent?.Children.Remove(frame);
    }

    /// <summary>The run is over: what is still open is cancelled, without further events, as Elsa does.</summary>
    public void End(RunSubStatus ending, string why)
    {
        if (Over) return;
        Over = true;
        Ending = ending;
        foreach (var bookmark in _bookmarks) CancelEffect(bookmark, why);
        if (ending != RunSubStatus.Faulted) _bookmarks.Clear();
        if (ending == RunSubStatus.Cancelled) foreach (var open in _incidents.Where(i => !i.Settled).ToArray()) Settle(open.Id);
        _frames.Clear();
        _queue.Clear();
        Emit(new Effect.EndRun(ending.ToString()));
    }

    /// <summary>Elsa.Finish: the run is over by its own will; incidents of other branches no longer matter.</summary>
    public void Finish(Frame frame)
    {
        Tell(frame, "Completed");
        foreach (var open in _incidents.Where(i => !i.Settled).ToArray()) Settle(open.Id);
        End(RunSubStatus.Finished, "the run is over");
    }

    public void Emit(Effect effect) => _effects.Add(effect);

    public void Tell(Frame frame, string what, string? outcome = null, string? message = null) =>
        _events.Add(new ActivityEvent(frame.Activity.Id, frame.Activity.NodeId, frame.Activity.Type, what, outcome)
        {
            Frame = frame.Number,
            ParentFrame = frame.Parent?.Number ?? 0,
            Name = frame.Activity.Name,
            State = Detail(frame.Seen),
            Outputs = Detail(frame.Given),
            Message = Context.Detailed ? message : null,
        });

    private static JsonObject? Detail(Dictionary<string, JsonNode?>? values) =>
        values is null ? null : new JsonObject(values.Select(v => KeyValuePair.Create(v.Key, Values.Own(v.Value))));

    /// <summary>Keeps the value of an input for the history, if it is to be detailed.</summary>
    public void Note(Frame frame, string input, JsonNode? value)
    {
        if (Context.Detailed) (frame.Seen ??= new(StringComparer.Ordinal))[Values.Pascal(input)] = value;
    }

    public Turn ToTurn()
    {
        var state = _before with
        {
            Name = Name,
            CorrelationId = CorrelationId,
            Status = Over ? RunStatus.Finished : RunStatus.Running,
            SubStatus = Over ? Ending : RunSubStatus.Suspended,
            Bookmarks = [.. _bookmarks],
            Incidents = [.. _incidents],
            OutputValues = _output,
            VariableValues = [.. Scope.Select(v => new VariableValue(v.Id, v.Name, v.TypeName, v.Value))],
            Frames = [.. _frames.Values.OrderBy(f => f.Number).Select(f => f.Save())],
            Results = _results,
            LastResult = LastResult,
            Counter = _counter,
        };
        return new Turn(state, _effects, _events, null);
    }
}

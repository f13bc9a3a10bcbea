using System.Text.Json.Nodes;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Expressions;
using Batumi.Workflows.Engine.State;

namespace Batumi.Workflows.Engine.Running;

/// <summary>One open activity while a step runs: the mutable working copy of a <see cref="FrameState"/>.</summary>
internal sealed class Frame(int number, Activity activity, Frame? parent, string? trigger)
{
    public int Number { get; } = number;
    public Activity Activity { get; } = activity;
    public Frame? Parent { get; } = parent;
    public List<Frame> Children { get; } = [];
    public FrameStatus Status { get; set; }
    public bool Gone { get; set; }
    public bool Again { get; set; }
    public int Position { get; set; }
    public string? IncidentId { get; set; }

    /// <summary>Inputs evaluated and outputs set in this step; kept only for a detailed history.</summary>
    public Dictionary<string, JsonNode?>? Seen { get; set; }
    public Dictionary<string, JsonNode?>? Given { get; set; }

    /// <summary>Tokens of a token-based flowchart, by connection key; null when there never was one.</summary>
    public List<string>? Tokens { get; set; }

    /// <summary>Of a definition used as an activity: the outcomes that its Elsa.Complete has chosen.</summary>
    public IReadOnlyList<string>? Outcomes { get; set; }

    /// <summary>Variables of the scope, by id; null when the activity declares none.</summary>
    public List<Slot>? Variables { get; set; }

    private FlowGraph? _graph;
    private Mark[]? _marks;
    private HashSet<int>? _fired;
    private FrameState? _saved;

    /// <summary>The flowchart, analysed.</summary>
    public FlowGraph Graph => _graph ??= Activity.Graph(trigger);

    /// <summary>Marks of a flowchart's connections.</summary>
    public Mark[] Marks { get { Unpack(); return _marks!; } }

    /// <summary>WaitAny joins that have run in this round.</summary>
    public HashSet<int> Fired { get { Unpack(); return _fired!; } }

    public Slot? Variable(string id) => Variables?.Find(v => v.Id == id);

    public void Declare(IEnumerable<Variable> variables)
    {
        foreach (var variable in variables) Declare(variable);
    }

    /// <summary>Makes a variable of this scope, or makes it anew when the activity runs again.</summary>
    public void Declare(Variable variable)
    {
        Variables?.RemoveAll(v => v.Id == variable.Id);
        (Variables ??= []).Add(new Slot(variable.Id, variable.Name, variable.TypeName, Conversion.To(variable.Value, variable.TypeName, variable.IsArray)));
    }

    /// <summary>Sets CurrentValue and CurrentIndex, the variables that a loop gives its body.</summary>
    public void Turn(JsonNode? value, int index)
    {
        Declare(new Variable($"{Activity.Id}:CurrentValue", "CurrentValue", "Object", false, value));
        Declare(new Variable($"{Activity.Id}:CurrentIndex", "CurrentIndex", "Int32", false, index));
    }

    public static Frame From(FrameState saved, Activity activity, Frame? parent, string? trigger) => new(saved.Number, activity, parent, trigger)
    {
        Status = saved.Status,
        Again = saved.Again,
        Position = saved.Position,
        IncidentId = saved.IncidentId,
        Variables = saved.Variables.Count == 0 ? null : [.. saved.Variables.Select(v => new Slot(v.Id, v.Name, v.TypeName, v.Value))],
        Tokens = saved.Tokens.Count == 0 ? null : [.. saved.Tokens],
        _saved = saved,
    };

    public FrameState Save() => new()
    {
        Number = Number,
        Parent = Parent?.Number ?? 0,
        ActivityId = Activity.Id,
        Status = Status,
        Again = Again,
        Position = Position,
        IncidentId = IncidentId,
        Variables = Variables is null ? [] : [.. Variables.Select(v => new VariableValue(v.Id, v.Name, v.TypeName, v.Value))],
        Tokens = Tokens is null ? [] : [.. Tokens],
        Marks = _marks is null ? _saved?.Marks ?? [] : PackMarks(),
        Fired = _fired is null ? _saved?.Fired ?? [] : [.. _fired.Select(n => Graph.Nodes[n].Id).Order(StringComparer.Ordinal)],
    };

    private void Unpack()
    {
        if (_marks is not null) return;
        var graph = Graph;
        _marks = new Mark[graph.Edges.Length];
        _fired = [];
        if (_saved is null) return;
        if (_saved.Marks.Count > 0)
        {
            var saved = _saved.Marks.ToDictionary(m => m.Key, m => m.Value, StringComparer.Ordinal);
            for (var e = 0; e < _marks.Length; e++) _marks[e] = saved.GetValueOrDefault(graph.Edges[e].Key);
        }
        foreach (var id in _saved.Fired)
            if (graph.IndexOf(id) is >= 0 and var node) _fired.Add(node);
    }

    private List<KeyValuePair<string, Mark>> PackMarks()
    {
        var packed = new List<KeyValuePair<string, Mark>>();
        for (var e = 0; e < _marks!.Length; e++)
            if (_marks[e] != Mark.None) packed.Add(new(Graph.Edges[e].Key, _marks[e]));
        return packed;
    }
}

/// <summary>A variable in its scope while a step runs.</summary>
internal sealed class Slot(string id, string name, string typeName, JsonNode? value)
{
    public string Id { get; } = id;
    public string Name { get; } = name;
    public string TypeName { get; } = typeName;
    public JsonNode? Value { get; set; } = value;
}

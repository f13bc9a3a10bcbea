using System.Text.Json.Nodes;
using Batumi.Workflows.Engine.Activities;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Errors;
using Batumi.Workflows.Engine.Expressions;

namespace Batumi.Workflows.Engine.Running;

/// <summary>Variables, inputs, outputs and results of a step, as activities and scripts see them.</summary>
internal sealed partial class Walk
{
    /// <summary>The value of an input of the activity, in the input's type; null when it is not set.</summary>
    public JsonNode? Evaluate(Frame frame, string input)
    {
        var value = frame.Activity.Inputs.TryGetValue(input, out var expression) ? Evaluate(frame, expression) : null;
        Note(frame, input, value);
        return value;
    }

    public JsonNode? Evaluate(Frame frame, Expression expression) => Evaluation.Value(this, frame, expression);

    public string? Text(Frame frame, string input) => Values.Text(Evaluate(frame, input));

    public bool Truth(Frame frame, string input) => Values.Truth(Evaluate(frame, input));

    /// <summary>Scopes from the activity outwards; the workflow's comes last.</summary>
    public IEnumerable<List<Slot>> Scopes(Frame frame)
    {
        for (var at = frame; at is not null; at = at.Parent)
        {
            if (at.Variables is { } variables) yield return variables;
            if (at.Parent is { Activity.Composite: not null }) yield break;
        }
        yield return Scope;
    }

    /// <summary>The activity that is the definition this activity belongs to; null for one of the run's own definition.</summary>
    private static Frame? Around(Frame frame)
    {
        for (var at = frame.Parent; at is not null; at = at.Parent)
            if (at.Activity.Composite is not null) return at;
        return null;
    }

    /// <summary>An input as the activity sees it: of the definition it belongs to, else of those around, else of the run.</summary>
    public JsonNode? InputOf(Frame frame, string name)
    {
        for (var around = Around(frame); around is not null; around = Around(around))
            if (LinkedWorkflow.Input(around, name) is { } given) return given.Value;
        return Input[name];
    }

    /// <summary>Inputs by name, as the activity sees them.</summary>
    public IEnumerable<KeyValuePair<string, JsonNode?>> InputsOf(Frame frame)
    {
        if (Around(frame) is not { } around) return Input;
        var seen = Input.ToDictionary(StringComparer.Ordinal);
        var ways = new Stack<Frame>();
        for (; around is not null; around = Around(around)) ways.Push(around);
        foreach (var way in ways)
            foreach (var given in way.Variables ?? []) seen[given.Name] = given.Value;
        return seen;
    }

    /// <summary>What an Elsa.Complete chooses, for the definition it belongs to.</summary>
    public static void Choose(Frame frame, IReadOnlyList<string> outcomes)
    {
        if (Around(frame) is { } around) around.Outcomes = outcomes;
    }

    public Slot? FindById(Frame frame, string id) => Scopes(frame).Select(s => s.Find(v => v.Id == id)).FirstOrDefault(v => v is not null);

    public Slot? FindByName(Frame frame, string name) => Scopes(frame).Select(s => s.Find(v => v.Name == name)).FirstOrDefault(v => v is not null);

    public void Set(Frame frame, string variableId, JsonNode? value)
    {
        var slot = FindById(frame, variableId)
            ?? throw new ActivityFault(IncidentCodes.VariableNotFound, $"Variable '{variableId}' not found.");
        slot.Value = Conversion.To(value, slot.TypeName);
    }

    /// <summary>Sets a variable from a script; a name that nothing declares becomes a variable of the workflow, as in Elsa.</summary>
    public void SetByName(Frame frame, string name, JsonNode? value)
    {
        var slot = FindByName(frame, name);
        if (slot is null) Outermost(frame).Add(slot = new Slot(name, name, "Object", null));
        slot.Value = Conversion.To(value, slot.TypeName);
    }

    private List<Slot> Outermost(Frame frame)
    {
        for (var at = frame; at is not null; at = at.Parent)
            if (at.Parent is { Activity.Composite: not null }) return at.Variables ??= [];
        return Scope;
    }

    /// <summary>Keeps an output of the activity: for scripts, and in the variable or workflow output it is bound to.</summary>
    public void Output(Frame frame, string output, JsonNode? value)
    {
        if (Context.Detailed) (frame.Given ??= new(StringComparer.Ordinal))[Values.Pascal(output)] = value;
        var outputs = _results.GetValueOrDefault(frame.Activity.Id);
        _results[frame.Activity.Id] = outputs is null
            ? new Dictionary<string, JsonNode?>(StringComparer.Ordinal) { [output] = value }
            : new Dictionary<string, JsonNode?>(outputs, StringComparer.Ordinal) { [output] = value };
        if (!frame.Activity.Outputs.TryGetValue(output, out var bound)) return;
        if (FindById(frame, bound) is { } slot) slot.Value = Conversion.To(value, slot.TypeName);
        else if ((Around(frame)?.Activity.Composite!.Outputs ?? Definition.Outputs).Any(o => o.Name == bound)) SetOutput(frame, bound, value);
    }

    /// <summary>Keeps the activity's result: its output <c>result</c>, which is also the last result.</summary>
    public void Result(Frame frame, JsonNode? value)
    {
        Output(frame, "Result", value);
        LastResult = value;
    }

    /// <summary>Sets an output of the definition that the activity belongs to.</summary>
    public void SetOutput(Frame frame, string name, JsonNode? value)
    {
        for (var around = Around(frame); around is not null; around = Around(around))
        {
            if (around.Activity.Composite!.Outputs.FirstOrDefault(o => o.Name == name) is not { } output) continue;
            Output(around, output.Name, Values.Own(Conversion.To(value, output.TypeName, output.IsArray)));
            return;
        }
        var declared = Definition.Outputs.FirstOrDefault(o => o.Name == name);
        _output[name] = Values.Own(declared is null ? value : Conversion.To(value, declared.TypeName, declared.IsArray));
    }

    /// <summary>An output of an activity named by id or name; without an output name, its result or only output.</summary>
    public JsonNode? OutputFrom(Frame frame, string activity, string? output)
    {
        var around = ActivityIds.Around(frame.Activity.Id);
        var found = _results.GetValueOrDefault(around + activity)
            ?? Definition.Activities.Values.Where(a => a.Name == activity && ActivityIds.Around(a.Id) == around)
                .Select(a => _results.GetValueOrDefault(a.Id)).FirstOrDefault(r => r is not null);
        if (found is null) return null;
        if (output is null) return found.TryGetValue("Result", out var result) ? result : found.Values.FirstOrDefault();
        return found.FirstOrDefault(o => string.Equals(o.Key, output, StringComparison.OrdinalIgnoreCase)).Value;
    }
}

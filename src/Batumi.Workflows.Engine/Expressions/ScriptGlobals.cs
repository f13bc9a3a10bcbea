using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Running;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime.Interop;

namespace Batumi.Workflows.Engine.Expressions;

/// <summary>
/// The names that a script sees besides the language itself; Elsa's, without those that reach .NET or the host. Clock, random numbers and ids
/// come from the step.
/// </summary>
internal sealed partial class ScriptGlobals(Jint.Engine engine, Walk walk, Frame frame)
{
    private JsObject? _variables;

    /// <summary>Outcomes that the script chose.</summary>
    public IReadOnlyList<string>? Outcomes { get; private set; }

    public void Install(HashSet<string>? mentioned)
    {
        if (mentioned is null || mentioned.Contains("Math")) ReplaceRandom();
        foreach (var unwanted in Unwanted)
            if (mentioned is null || mentioned.Contains(unwanted)) engine.Global.Delete(unwanted);
        foreach (var name in mentioned ?? AllNames())
            if (Make(name) is { } value) engine.SetValue(name, value);
    }

    /// <summary>What would make a script wait, depend on the machine or run code from text.</summary>
    private static readonly string[] Unwanted =
        ["Atomics", "SharedArrayBuffer", "Temporal", "WeakRef", "FinalizationRegistry", "ShadowRealm", "Intl", "setTimeout", "setInterval"];

    private void ReplaceRandom() =>
        ((ObjectInstance)engine.GetValue("Math")).Set("random", Function("random", _ => new JsNumber(walk.Chance.Fraction())));

    private HashSet<string> AllNames()
    {
        var names = new HashSet<string>(FixedNames, StringComparer.Ordinal);
        foreach (var slot in walk.Scopes(frame).SelectMany(s => s)) { names.Add("get" + Values.Pascal(slot.Name)); names.Add("set" + Values.Pascal(slot.Name)); }
        foreach (var (input, _) in walk.InputsOf(frame)) names.Add("get" + Values.Pascal(input));
        return names;
    }

    private static readonly string[] FixedNames =
    [
        "variables", "getVariable", "setVariable", "getInput", "getOutputFrom", "getLastResult", "setOutcome", "setOutcomes", "getCorrelationId",
        "setCorrelationId", "getWorkflowInstanceId", "getWorkflowDefinitionId", "getWorkflowDefinitionVersionId", "getWorkflowDefinitionVersion",
        "getWorkflowInstanceName", "setWorkflowInstanceName", "newGuid", "newGuidString", "newShortGuid", "isNullOrWhiteSpace", "isNullOrEmpty",
        "toJson", "parseGuid", "getGuidString", "stringToBase64", "stringFromBase64",
    ];

    /// <summary>A function of Elsa's, not the accessor of a variable.</summary>
    public static bool IsFixed(string name) => FixedNames.Contains(name);

    private JsValue? Make(string name) => name switch
    {
        "variables" => Variables(),
        "getVariable" => Function(name, a => Js(walk.FindByName(frame, Text(a, 0))?.Value)),
        "setVariable" => Function(name, a => Set(Text(a, 0), At(a, 1))),
        "getInput" => Function(name, a => Js(walk.InputOf(frame, Text(a, 0)))),
        "getOutputFrom" => Function(name, a => Js(walk.OutputFrom(frame, Text(a, 0), a.Length > 1 && a[1].IsString() ? a[1].AsString() : null))),
        "getLastResult" => Function(name, _ => Js(walk.LastResult)),
        "setOutcome" or "setOutcomes" => Function(name, a => Choose(At(a, 0))),
        "getCorrelationId" => Function(name, _ => Maybe(walk.CorrelationId)),
        "setCorrelationId" => Function(name, a => { walk.CorrelationId = TextOrNull(At(a, 0)); return JsValue.Undefined; }),
        "getWorkflowInstanceId" => Function(name, _ => new JsString(walk.InstanceId)),
        "getWorkflowDefinitionId" => Function(name, _ => new JsString(walk.Definition.DefinitionId)),
        "getWorkflowDefinitionVersionId" => Function(name, _ => new JsString($"{walk.Definition.DefinitionId}:{walk.Definition.Version}")),
        "getWorkflowDefinitionVersion" => Function(name, _ => new JsNumber(walk.Definition.Version)),
        "getWorkflowInstanceName" => Function(name, _ => Maybe(walk.Name)),
        "setWorkflowInstanceName" => Function(name, a => { walk.Name = TextOrNull(At(a, 0)); return JsValue.Undefined; }),
        "newGuid" or "newGuidString" => Function(name, _ => new JsString(walk.Chance.Guid())),
        "newShortGuid" => Function(name, _ => new JsString(walk.Chance.Id()[..22])),
        "parseGuid" or "getGuidString" => Function(name, a => At(a, 0)),
        "isNullOrWhiteSpace" => Function(name, a => string.IsNullOrWhiteSpace(TextOrNull(At(a, 0))) ? JsBoolean.True : JsBoolean.False),
        "isNullOrEmpty" => Function(name, a => string.IsNullOrEmpty(TextOrNull(At(a, 0))) ? JsBoolean.True : JsBoolean.False),
        "toJson" => Function(name, a => new JsString(Jsons.FromJs(At(a, 0), walk.Bounds.TextLength)?.ToJsonString(Values.Plain) ?? "null")),
        "stringToBase64" => Function(name, a => new JsString(Convert.ToBase64String(Encoding.UTF8.GetBytes(Text(a, 0))))),
        "stringFromBase64" => Function(name, a => new JsString(Encoding.UTF8.GetString(Convert.FromBase64String(Text(a, 0))))),
        _ => Accessor(name),
    };

    /// <summary>getX and setX of a variable, getX of an input, getResultFromX of an activity; anything else stays undefined.</summary>
    private JsValue? Accessor(string name)
    {
        if (name.Length < 4) return null;
        var subject = name[3..];
        if (name.StartsWith("set", StringComparison.Ordinal) && ByPascal(subject) is { } target)
            return Function(name, a => Set(target.Name, At(a, 0)));
        if (!name.StartsWith("get", StringComparison.Ordinal)) return null;
        if (ByPascal(subject) is { } source) return Function(name, _ => Js(walk.FindByName(frame, source.Name)?.Value));
        if (InputName(subject) is { } input) return Function(name, _ => Js(walk.InputOf(frame, input)));
        if (OutputName().Match(subject) is not { Success: true } match) return null;
        var from = match.Groups["activity"].Value;
        var around = ActivityIds.Around(frame.Activity.Id);
        var activity = walk.Definition.Activities.Values.FirstOrDefault(a => ActivityIds.Around(a.Id) == around
            && (Values.Pascal(a.Name ?? ActivityIds.Shown(a.Id)) == from || Values.Pascal(ActivityIds.Shown(a.Id)) == from));
        return activity is null ? null : Function(name, _ => Js(walk.OutputFrom(frame, ActivityIds.Shown(activity.Id), match.Groups["output"].Value)));
    }

    [GeneratedRegex("^(?<output>.+?)From(?<activity>.+)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OutputName();

    private Slot? ByPascal(string subject) => walk.Scopes(frame).SelectMany(s => s).FirstOrDefault(v => Values.Pascal(v.Name) == subject);

    private string? InputName(string subject) =>
        walk.Definition.Inputs.Select(i => i.Name).Concat(walk.InputsOf(frame).Select(i => i.Key)).FirstOrDefault(n => Values.Pascal(n) == subject);

    private JsObject Variables()
    {
        _variables = new JsObject(engine);
        foreach (var slot in walk.Scopes(frame).SelectMany(s => s))
            if (!_variables.HasOwnProperty(slot.Name)) _variables.Set(slot.Name, Jsons.ToJs(engine, slot.Value));
        return _variables;
    }

    /// <summary>After the script: what it changed through <c>variables</c> is kept.</summary>
    public void KeepVariables()
    {
        if (_variables is null) return;
        var before = walk.Scopes(frame).SelectMany(s => s).DistinctBy(v => v.Name).ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal);
        foreach (var (key, _) in _variables.GetOwnProperties().ToArray())
        {
            var name = key.ToString();
            var value = Jsons.FromJs(_variables.Get(key), walk.Bounds.TextLength);
            if (!before.TryGetValue(name, out var old) ? value is not null : !JsonNode.DeepEquals(Seen(old), value)) walk.SetByName(frame, name, value);
        }
    }

    /// <summary>A value as a script would give it back untouched.</summary>
    private JsonNode? Seen(JsonNode? value) =>
        value is JsonObject { Count: 6 } found && Activities.ExecuteWorkflow.NamesIn(found) is not null ? Jsons.FromJs(Js(value), walk.Bounds.TextLength) : value;

    private JsValue Set(string name, JsValue value)
    {
        walk.SetByName(frame, name, Jsons.FromJs(value, walk.Bounds.TextLength));
        _variables?.Set(name, value);
        return JsValue.Undefined;
    }

    private JsValue Choose(JsValue outcomes)
    {
        Outcomes = Jsons.FromJs(outcomes, walk.Bounds.TextLength) switch
        {
            JsonArray list => [.. list.Select(Values.Text).OfType<string>()],
            { } one => [Values.Text(one)!],
            null => null,
        };
        return JsValue.Undefined;
    }

    private ClrFunction Function(string name, Func<JsValue[], JsValue> body) => new(engine, name, (_, arguments) => body(arguments));

    private JsValue Js(JsonNode? node) => Jsons.ToJs(engine, node);
    private static JsValue At(JsValue[] arguments, int index) => index < arguments.Length ? arguments[index] : JsValue.Undefined;
    private static string Text(JsValue[] arguments, int index) => TextOrNull(At(arguments, index)) ?? "";
    private static string? TextOrNull(JsValue value) => value.IsNull() || value.IsUndefined() ? null : value.ToString();
    private static JsValue Maybe(string? text) => text is null ? JsValue.Null : new JsString(text);
}

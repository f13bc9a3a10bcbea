using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Engine.Activities;
using Batumi.Workflows.Engine.Definitions;

namespace Batumi.Workflows.Application.Studio;

/// <summary>All that one page says of a step.</summary>
/// <param name="Id">Which step.</param>
/// <param name="Name">Its name in scripts; for a task the key of its texts.</param>
/// <param name="Title">What the designer writes on the box.</param>
/// <param name="OffBy">The outcome by which it is left while it is switched off; null: it works.</param>
/// <param name="Outputs">Output to id of the variable that takes it; empty: none.</param>
/// <param name="VariableId">The variable that SetVariable sets.</param>
/// <param name="Cases">Cases of a switch; null: the type has none.</param>
/// <param name="Exits">Where each outcome leads; null: it does not stand in a flowchart.</param>
/// <param name="Texts">What people read of it.</param>
public sealed record StepChange(
    string Id, string? Name, string? Title, string? Note, string? OffBy, IReadOnlyDictionary<string, StepInput> Inputs, IReadOnlyDictionary<string, string> Outputs, string? VariableId,
    IReadOnlyList<StepCase>? Cases, IReadOnlyList<(string Port, string To)>? Exits, IReadOnlyList<NameChange> Texts);

public sealed record StepCase(string Label, StepInput Condition);

/// <summary>What people read under a key of the definition's texts (<c>customProperties.texts</c>).</summary>
/// <param name="Group">stages, tasks, outcomes or steps.</param>
/// <param name="Instructions">What the task's page says; null: leave as it is.</param>
/// <param name="Flags">Of a stage: stopsClock, reopens, closes; null: leave as they are.</param>
public sealed record NameChange(string Group, string Key, string? Ka, string? En, LocalizedText? Instructions = null, IReadOnlyDictionary<string, bool>? Flags = null);

/// <param name="Id">Id of a variable that is there; empty: a new one.</param>
public sealed record VariableChange(string Id, string Name, string TypeName, bool IsArray, string? Value);

/// <summary>Changes of a definition's JSON, each on a copy: the same that a designer makes by mouse.</summary>
public static class DefinitionEdits
{
    public const int NameLength = 100, TextLength = 1_000;

    private const double Right = 300, Down = 130, Near = 60;
    private static readonly string[] flags = ["stopsClock", "reopens", "closes"];

    public static IReadOnlyList<string> VariableTypes { get; } = ["String", "Boolean", "Int32", "Int64", "Decimal", "Double", "DateTime", "DateTimeOffset", "Object"];

    public static Answer<JsonObject> Change(JsonObject model, StepChange change)
    {
        var copy = model.DeepClone().AsObject();
        if (Find(copy, change.Id) is not { } step) return new Refusal("Step.NotFound", change.Id);
        var type = Text(step["type"]) ?? "";
        if (change.Name?.Trim() is { } name && name != (Text(step["name"]) ?? ""))
        {
            if (name.Length > NameLength) return new Refusal("Step.TooLong", name[..20]);
            if (name.Length > 0) step["name"] = name;
            else step.Remove("name");
        }

        var before = Outline.PortsOf(step);
        if (ActivityTypes.Find(type) is { } known)
        {
            foreach (var input in known.Inputs) if (change.Inputs.TryGetValue(input.Name, out var given)) given.Into(step, input);
            foreach (var output in known.Outputs) if (change.Outputs.TryGetValue(output, out var variable)) Bind(step, output, variable);
        }

        if (change.VariableId is { Length: > 0 } target && Text(step["variable"].Look("id")) != target)
        {
            if (Variables(copy).FirstOrDefault(v => Text(v["id"]) == target) is not { } variable) return new Refusal("Step.NoVariable", target);
            step["variable"] = new JsonObject { ["id"] = target, ["name"] = Text(variable["name"]), ["typeName"] = Text(variable["typeName"]) };
        }

        Metadata(step, "displayText", change.Title);
        Metadata(step, "description", change.Note);
        SwitchOff(step, change.OffBy);
        if (change.Cases is { } cases) WriteCases(step, cases);
        if (change.Exits is { } exits && Connect(copy, change.Id, Followed(exits, before, Outline.PortsOf(step))) is { } refused) return refused;
        foreach (var text in change.Texts) if (Say(copy, text) is { } unsaid) return unsaid;
        return copy;
    }

    /// <summary>Adds a step: behind an outcome of another, before what that led to; or to a list; or into an empty place.</summary>
    /// <param name="after">The step it comes behind and the outcome; null: nothing leads to it yet.</param>
    /// <returns>The model and the id of the new step.</returns>
    public static Answer<(JsonObject Model, string Id)> Add(JsonObject model, string holderId, string property, string type, (string Step, string Port)? after)
    {
        var copy = model.DeepClone().AsObject();
        if (ActivityTypes.Find(type) is null) return new Refusal("Step.UnknownType", type);
        var holder = holderId.Length == 0 ? copy : Find(copy, holderId);
        if (holder is null) return new Refusal("Step.NotFound", holderId);
        var id = NewId(copy, type);
        var step = new JsonObject
        {
            ["id"] = id, ["name"] = id, ["type"] = type, ["version"] = 1, ["customProperties"] = new JsonObject { ["canStartWorkflow"] = false, ["runAsynchronously"] = false }, ["metadata"] = new JsonObject(),
        };
        if (type == "Elsa.Flowchart") (step["activities"], step["connections"]) = (new JsonArray(), new JsonArray());
        if (type is "Elsa.Sequence" or "Elsa.Parallel") step["activities"] = new JsonArray();
        if (property is not ("activities" or "branches"))
        {
            if (holder[property] is JsonObject there && there.ContainsKey("type")) return new Refusal("Step.PlaceTaken", holderId);
            if (holderId.Length > 0 && ActivityTypes.Find(Text(holder["type"]) ?? "")?.Embedded.Contains(property) != true) return new Refusal("Step.NotFound", property);
            holder[property] = step;
            return (copy, id);
        }

        if (holder[property] is not JsonArray steps) holder[property] = steps = [];
        steps.Add(step);
        if (Text(holder["type"]) != "Elsa.Flowchart") return (copy, id);

        if (holder["connections"] is not JsonArray connections) holder["connections"] = connections = [];
        Place(steps, step, after is { } behind ? Find(copy, behind.Step) : null);
        if (after is not { } from) return (copy, id);
        if (steps.OfType<JsonObject>().All(s => Text(s["id"]) != from.Step)) return new Refusal("Step.NotFound", from.Step);
        var next = connections.OfType<JsonObject>().FirstOrDefault(c => DefinitionModel.Ends(c) is var e && e.From == from.Step && e.Port == from.Port);
        var target = next is null ? null : DefinitionModel.Ends(next).To;
        if (next is not null) connections.Remove(next);
        connections.Add(Line(from.Step, from.Port, id));
        if (target is not null && Outline.Of(copy).Find(id)?.Ports is [var main, ..]) connections.Add(Line(id, main, target));
        return (copy, id);
    }

    /// <summary>Takes a step out; what led to it leads to another one, or nowhere.</summary>
    public static Answer<JsonObject> Remove(JsonObject model, string id, string? leadTo)
    {
        var copy = model.DeepClone().AsObject();
        if (Find(copy, id) is not { } step) return new Refusal("Step.NotFound", id);
        if (step == copy["root"]) return new Refusal("Step.IsRoot");
        foreach (var (holder, _) in DefinitionModel.Activities(copy["root"], ""))
        {
            foreach (var (name, value) in holder.ToList())
            {
                if (value == step) holder.Remove(name);
                else if (value is JsonArray many && many.Contains(step)) many.Remove(step);
            }

            if (holder["connections"] is not JsonArray connections) continue;
            var known = connections.OfType<JsonObject>().Select(DefinitionModel.Ends).ToHashSet();
            foreach (var line in connections.OfType<JsonObject>().ToList())
            {
                var (from, port, to) = DefinitionModel.Ends(line);
                if (from != id && to != id) continue;
                var at = connections.IndexOf(line);
                connections.RemoveAt(at);
                if (to == id && from != id && leadTo is { Length: > 0 } && leadTo != id && known.Add((from, port, leadTo))) connections.Insert(at, Line(from, port, leadTo));
            }
        }

        if (leadTo is { Length: > 0 } && Find(copy, leadTo) is null) return new Refusal("Step.NotFound", leadTo);
        var (group, key) = Outline.NameOf(Text(step["type"]) ?? "", step);
        Unsay(copy, "steps", id);
        if (group != "steps" && DefinitionModel.Activities(copy["root"], "").All(a => Outline.NameOf(Text(a.Activity["type"]) ?? "", a.Activity) != (group, key))) Unsay(copy, group, key);
        return copy;
    }

    /// <summary>Moves a step of a list one place up or down.</summary>
    public static Answer<JsonObject> Move(JsonObject model, string id, int by)
    {
        var copy = model.DeepClone().AsObject();
        if (Find(copy, id) is not { Parent: JsonArray list } step) return new Refusal("Step.NotFound", id);
        var to = Math.Clamp(list.IndexOf(step) + by, 0, list.Count - 1);
        list.Remove(step);
        list.Insert(to, step);
        return copy;
    }

    /// <summary>What the definition is called, what it is for, and what happens when a step cannot do its work.</summary>
    public static Answer<JsonObject> Settings(JsonObject model, string? name, string? description, string strategy, IReadOnlyList<VariableChange> variables)
    {
        var copy = model.DeepClone().AsObject();
        if (string.IsNullOrWhiteSpace(name) || name.Length > NameLength) return new Refusal("Definition.Name", $"{NameLength}");
        copy["name"] = name.Trim();
        if (!string.IsNullOrWhiteSpace(description)) copy["description"] = description.Trim();
        else copy.Remove("description");
        if (copy["options"] is not JsonObject options) copy["options"] = options = [];
        if ((Text(options["incidentStrategyType"]) ?? "") != strategy) options["incidentStrategyType"] = strategy;

        var given = variables.Where(v => !string.IsNullOrWhiteSpace(v.Name)).ToList();
        if (given.GroupBy(v => v.Name.Trim(), StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice) return new Refusal("Definition.VariableTwice", twice.Key);
        if (given.Find(v => v.Name.Trim().Length > NameLength || !v.Name.Trim().All(c => char.IsAsciiLetterOrDigit(c) || c == '_') || char.IsAsciiDigit(v.Name.Trim()[0])) is { } odd) return new Refusal("Definition.VariableName", odd.Name);
        if (given.Find(v => !VariableTypes.Contains(v.TypeName) && v.Id.Length == 0) is { } untyped) return new Refusal("Definition.VariableType", untyped.Name);
        var now = Variables(copy).ToDictionary(v => Text(v["id"]) ?? "", v => v);
        var list = new JsonArray();
        foreach (var change in given)
        {
            var variable = now.GetValueOrDefault(change.Id)?.DeepClone().AsObject() ?? new JsonObject { ["id"] = NewVariableId(now.Keys, change.Name), ["name"] = "", ["typeName"] = "", ["isArray"] = false };
            variable["name"] = change.Name.Trim();
            variable["typeName"] = change.TypeName;
            variable["isArray"] = change.IsArray;
            variable["storageDriverTypeName"] ??= "Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core";
            if (string.IsNullOrEmpty(change.Value)) variable.Remove("value");
            else if (variable["value"] is not JsonValue same || same.ToString() != change.Value) variable["value"] = change.Value;
            now[Text(variable["id"]) ?? ""] = variable;
            list.Add(variable);
        }

        copy["variables"] = list;
        return copy;
    }

    /// <summary>Writes what people read; a stage, task or outcome that is new is added.</summary>
    public static Answer<JsonObject> Names(JsonObject model, IReadOnlyList<NameChange> changes)
    {
        var copy = model.DeepClone().AsObject();
        foreach (var change in changes) if (Say(copy, change) is { } refused) return refused;
        return copy;
    }

    /// <summary>A definition with nothing in it but a beginning and an end.</summary>
    public static JsonObject Blank(string definitionId, string name) => new()
    {
        ["definitionId"] = definitionId, ["name"] = name, ["version"] = 1, ["toolVersion"] = "3.8.0.0", ["variables"] = new JsonArray(), ["inputs"] = CaseInputs(), ["outputs"] = new JsonArray(), ["outcomes"] = new JsonArray(),
        ["customProperties"] = new JsonObject { ["texts"] = new JsonObject { ["stages"] = new JsonObject(), ["tasks"] = new JsonObject(), ["outcomes"] = new JsonObject(), ["steps"] = new JsonObject() } },
        ["options"] = new JsonObject { ["incidentStrategyType"] = "Municipal.WaitForRepair", ["usableAsActivity"] = false, ["autoUpdateConsumingWorkflows"] = false },
        ["root"] = new JsonObject
        {
            ["activities"] = new JsonArray(Ending("start", "Elsa.Start", 60, isStart: true), Ending("end", "Elsa.End", 60 + (2 * Right), isStart: false)), ["variables"] = new JsonArray(),
            ["connections"] = new JsonArray(Line("start", "Done", "end")), ["id"] = "root", ["name"] = "Flowchart", ["type"] = "Elsa.Flowchart", ["version"] = 1, ["customProperties"] = new JsonObject(), ["metadata"] = new JsonObject(),
        },
    };

    private static JsonObject Ending(string id, string type, double x, bool isStart) => new()
    {
        ["id"] = id, ["name"] = id, ["type"] = type, ["version"] = 1, ["customProperties"] = new JsonObject { ["canStartWorkflow"] = isStart, ["runAsynchronously"] = false },
        ["metadata"] = new JsonObject { ["designer"] = Designer(x, 60) },
    };

    // What every request hands to the workflow of its service.
    private static JsonArray CaseInputs() => new([.. new[] { ("serviceKey", "String"), ("unit", "String"), ("answers", "Object"), ("district", "String"), ("hasContact", "Boolean") }.Select(i => (JsonNode)new JsonObject
    {
        ["type"] = i.Item2, ["name"] = i.Item1, ["displayName"] = i.Item1, ["description"] = "", ["category"] = "Primitives", ["uiHint"] = "single-line", ["isArray"] = false,
        ["storageDriverType"] = "Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core",
    })]);

    private static JsonObject Designer(double x, double y) => new() { ["position"] = new JsonObject { ["x"] = x, ["y"] = y }, ["size"] = new JsonObject { ["width"] = 220, ["height"] = 60 } };

    // To the right of what it follows, lower where something stands already.
    private static void Place(JsonArray steps, JsonObject step, JsonObject? behind)
    {
        var taken = steps.OfType<JsonObject>().Where(s => s != step).Select(At).OfType<(double X, double Y)>().ToList();
        var (x, y) = behind is not null && At(behind) is { } near ? (near.X + Right, near.Y) : (60d, taken.Count == 0 ? 60 : taken.Max(t => t.Y) + Down);
        while (taken.Exists(t => Math.Abs(t.X - x) < Right - Near && Math.Abs(t.Y - y) < Down - Near)) y += Down;
        step["metadata"]!["designer"] = Designer(x, y);
    }

    private static (double X, double Y)? At(JsonObject step) =>
        step["metadata"].Look("designer").Look("position") is JsonObject at && at["x"] is JsonValue x && at["y"] is JsonValue y && x.TryGetValue<double>(out var left) && y.TryGetValue<double>(out var top) ? (left, top) : null;

    // A step that had one way on and now names its outcomes goes on by the first of them.
    private static IReadOnlyList<(string Port, string To)> Followed(IReadOnlyList<(string Port, string To)> exits, IReadOnlyList<string> before, IReadOnlyList<string> after) =>
        before is [var only] && after is [var first, ..] && !after.Contains(only) && exits.All(e => e.Port == only) ? [.. exits.Select(e => (first, e.To))] : exits;

    private static Refusal? Connect(JsonObject model, string id, IReadOnlyList<(string Port, string To)> exits)
    {
        var holder = DefinitionModel.Activities(model["root"], "").Select(a => a.Activity).FirstOrDefault(a => a["activities"] is JsonArray inside && inside.OfType<JsonObject>().Any(s => Text(s["id"]) == id));
        if (holder is null) return null;
        if (holder["connections"] is not JsonArray connections) holder["connections"] = connections = [];
        var targets = holder["activities"]!.AsArray().OfType<JsonObject>().Select(s => Text(s["id"])).ToHashSet();
        foreach (var (port, to) in exits)
        {
            if (!targets.Contains(to)) return new Refusal("Step.NotFound", to);
            if (port.Length is 0 or > NameLength) return new Refusal("Step.TooLong", port);
        }

        var wanted = exits.Distinct().ToList();
        foreach (var line in connections.OfType<JsonObject>().ToList())
        {
            var (from, port, to) = DefinitionModel.Ends(line);
            if (from == id && !wanted.Remove((port, to))) connections.Remove(line);
        }

        foreach (var (port, to) in wanted) connections.Add(Line(id, port, to));
        return null;
    }

    private static JsonObject Line(string from, string port, string to) => new()
    {
        ["source"] = new JsonObject { ["activity"] = from, ["port"] = port }, ["target"] = new JsonObject { ["activity"] = to, ["port"] = "In" }, ["vertices"] = new JsonArray(),
    };

    private static void Bind(JsonObject step, string output, string variable)
    {
        var property = step.Select(p => p.Key).FirstOrDefault(k => k.Equals(output, StringComparison.OrdinalIgnoreCase)) ?? output;
        if ((Text(step[property].Look("memoryReference").Look("id")) ?? "") == variable) return;
        if (variable.Length == 0) step.Remove(property);
        else step[property] = new JsonObject { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = variable } };
    }

    private static void WriteCases(JsonObject step, IReadOnlyList<StepCase> cases)
    {
        var before = (step["cases"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        var list = new JsonArray();
        for (var i = 0; i < cases.Count; i++)
        {
            var (label, condition) = (cases[i].Label.Trim(), cases[i].Condition);
            if (label.Length == 0) continue;
            var one = before.Find(b => Text(b["label"]) == label)?.DeepClone().AsObject() ?? new JsonObject { ["label"] = label, ["condition"] = new JsonObject() };
            var inner = one["condition"] as JsonObject ?? [];
            var expression = inner["expression"] as JsonObject ?? inner;
            var syntax = condition.Syntax.Length == 0 ? "Literal" : condition.Syntax;
            if (Text(expression["type"]) != syntax || (Text(expression["value"]) ?? "") != condition.Text) (expression["type"], expression["value"]) = (syntax, condition.Text.ReplaceLineEndings("\n").Trim());
            if (one["condition"] != inner) one["condition"] = inner;
            list.Add(one);
        }

        if (!JsonNode.DeepEquals(step["cases"], list)) step["cases"] = list;
    }

    private static void Metadata(JsonObject step, string name, string? text)
    {
        if (text is null || text.Trim() == (Text(step["metadata"].Look(name)) ?? "")) return;
        if (step["metadata"] is not JsonObject metadata) step["metadata"] = metadata = [];
        if (text.Trim().Length == 0) metadata.Remove(name);
        else metadata[name] = text.Trim()[..Math.Min(text.Trim().Length, TextLength)];
    }

    private static void SwitchOff(JsonObject step, string? by)
    {
        if (DefinitionModel.OffBy(step) == by) return;
        if (step["customProperties"] is not JsonObject custom) step["customProperties"] = custom = [];
        if (by is null) custom.Remove(Activity.OffProperty);
        else custom[Activity.OffProperty] = by;
    }

    private static Refusal? Say(JsonObject model, NameChange change)
    {
        if (change.Key.Length is 0 or > NameLength) return new("Step.TooLong", change.Key);
        var instructions = change.Instructions;
        if (new[] { change.Ka, change.En, instructions?.Ka, instructions?.En }.Any(t => t?.Length > TextLength)) return new("Step.TooLong", change.Key);
        if (model["customProperties"] is not JsonObject custom) model["customProperties"] = custom = [];
        if (custom["texts"] is not JsonObject texts) texts = [];
        if (texts[change.Group] is not JsonObject group) group = [];
        if (group[change.Key] is not JsonObject entry) entry = [];
        Set(entry, "ka", change.Ka);
        Set(entry, "en", change.En);
        if (instructions is not null)
        {
            var said = entry["instructions"] as JsonObject ?? [];
            Set(said, "ka", instructions.Ka);
            Set(said, "en", instructions.En);
            if (said.Count == 0) entry.Remove("instructions");
            else if (entry["instructions"] != said) entry["instructions"] = said;
        }

        foreach (var flag in flags.Where(f => change.Flags?.ContainsKey(f) == true))
        {
            if (change.Flags![flag]) entry[flag] = true;
            else entry.Remove(flag);
        }

        if (entry.Count == 0)
        {
            group.Remove(change.Key);
            return null;
        }

        if (group[change.Key] != entry) group[change.Key] = entry;
        if (texts[change.Group] != group) texts[change.Group] = group;
        if (custom["texts"] != texts) custom["texts"] = texts;
        return null;
    }

    private static void Set(JsonObject entry, string name, string? text)
    {
        if (text is null) return;
        var trimmed = text.ReplaceLineEndings("\n").Trim();
        if (trimmed.Length == 0) entry.Remove(name);
        else if (Text(entry[name]) != trimmed) entry[name] = trimmed;
    }

    private static void Unsay(JsonObject model, string group, string key) => ((model["customProperties"].Look("texts") as JsonObject)?[group] as JsonObject)?.Remove(key);

    private static IEnumerable<JsonObject> Variables(JsonObject model) => (model["variables"] as JsonArray ?? []).OfType<JsonObject>();

    private static JsonObject? Find(JsonObject model, string id) => DefinitionModel.Activities(model["root"], "").Select(a => a.Activity).FirstOrDefault(a => Text(a["id"]) == id);

    private static string NewId(JsonObject model, string type)
    {
        var word = string.Concat(type[(type.LastIndexOf('.') + 1)..].Select((c, i) => i > 0 && char.IsUpper(c) ? $"-{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
        var taken = DefinitionModel.Activities(model["root"], "").Select(a => Text(a.Activity["id"])).ToHashSet();
        for (var number = 1; ; number++)
            if ($"{word}-{number.ToString(CultureInfo.InvariantCulture)}" is var id && !taken.Contains(id)) return id;
    }

    private static string NewVariableId(IEnumerable<string> taken, string name)
    {
        var known = taken.ToHashSet();
        var word = "v-" + name.Trim().ToLowerInvariant();
        for (var number = 1; ; number++)
            if ((number == 1 ? word : $"{word}-{number.ToString(CultureInfo.InvariantCulture)}") is var id && !known.Contains(id)) return id;
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
}

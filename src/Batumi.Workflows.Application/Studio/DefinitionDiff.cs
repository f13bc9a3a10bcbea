using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Primitives;

namespace Batumi.Workflows.Application.Studio;

/// <summary>What somebody did to a definition, one thing.</summary>
/// <param name="Step">Id of the step it happened to; null for the definition itself.</param>
/// <param name="Name">Which input, output, port, text or setting.</param>
/// <param name="Before">As it was, for people to read; null: it was not there.</param>
/// <param name="After">As it is; null: it is there no more.</param>
public sealed record DefinitionChange(ChangeKind Kind, string? Step, string Name, string? Before, string? After);

/// <summary>Connection and Disconnection: Step is where it comes from, Name the outcome, After or Before the id of the step it leads to.</summary>
public enum ChangeKind { StepAdded, StepRemoved, StepType, Title, Note, Off, Input, Output, Case, Connection, Disconnection, Text, Variable, Setting, Moved }

/// <summary>What changed between two definitions, as one would tell it: steps, their roles, terms, forms and letters, connections, texts. Where boxes stand is told as one line.</summary>
public static class DefinitionDiff
{
    private static readonly JsonSerializerOptions plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly HashSet<string> envelope = ["$schema", "id", "definitionId", "version", "toolVersion", "root", "variables", "customProperties", "isLatest", "isPublished", "linked", "links", "createdAt", "tenantId",
        "materializerName", "isMaterializerAvailable"];
    private static readonly HashSet<string> frame = ["id", "nodeId", "type", "version", "metadata", "customProperties", "activities", "branches", "connections", "cases", "start"];

    public static IReadOnlyList<DefinitionChange> Between(JsonObject before, JsonObject after)
    {
        var changes = new List<DefinitionChange>();
        foreach (var name in Names(before, after).Where(n => !envelope.Contains(n))) Add(changes, ChangeKind.Setting, null, name, Said(before[name]), Said(after[name]));
        Variables(changes, before, after);
        Steps(changes, before, after);
        Texts(changes, before["customProperties"] as JsonObject ?? [], after["customProperties"] as JsonObject ?? []);
        return changes;
    }

    private static void Steps(List<DefinitionChange> changes, JsonObject before, JsonObject after)
    {
        var (old, now) = (ById(before), ById(after));
        foreach (var (id, step) in now.Where(s => !old.ContainsKey(s.Key))) changes.Add(new(ChangeKind.StepAdded, id, Text(step["type"]) ?? "", null, id));
        foreach (var (id, step) in old.Where(s => !now.ContainsKey(s.Key))) changes.Add(new(ChangeKind.StepRemoved, id, Text(step["type"]) ?? "", id, null));
        var moved = 0;
        foreach (var (id, step) in now)
        {
            if (!old.TryGetValue(id, out var was)) continue;
            if (Step(changes, id, was, step)) moved++;
        }

        foreach (var (id, step) in now) Connections(changes, old.GetValueOrDefault(id), step);
        foreach (var (id, step) in old.Where(s => !now.ContainsKey(s.Key))) Connections(changes, step, null);
        if (moved > 0) changes.Add(new(ChangeKind.Moved, null, $"{moved}", null, null));
    }

    /// <returns>Its box stands elsewhere.</returns>
    private static bool Step(List<DefinitionChange> changes, string id, JsonObject was, JsonObject step)
    {
        Add(changes, ChangeKind.StepType, id, "type", Text(was["type"]), Text(step["type"]));
        Add(changes, ChangeKind.Title, id, "displayText", Said(was["metadata"].Look("displayText")), Said(step["metadata"].Look("displayText")));
        Add(changes, ChangeKind.Note, id, "description", Said(was["metadata"].Look("description")), Said(step["metadata"].Look("description")));
        var (wasOff, isOff) = (DefinitionModel.OffBy(was), DefinitionModel.OffBy(step));
        if (wasOff != isOff) changes.Add(new(ChangeKind.Off, id, "off", wasOff, isOff));
        foreach (var name in Names(was, step).Where(n => !frame.Contains(n) && !Holds(was[n]) && !Holds(step[n])))
        {
            var kind = (step[name] ?? was[name]) is JsonObject box && box.ContainsKey("memoryReference") ? ChangeKind.Output : ChangeKind.Input;
            Add(changes, kind, id, name, Said(was[name]), Said(step[name]));
        }

        var (oldCases, newCases) = (Cases(was), Cases(step));
        foreach (var label in oldCases.Keys.Union(newCases.Keys)) Add(changes, ChangeKind.Case, id, label, oldCases.GetValueOrDefault(label), newCases.GetValueOrDefault(label));
        return Said(was["metadata"].Look("designer").Look("position")) != Said(step["metadata"].Look("designer").Look("position"));
    }

    private static void Connections(List<DefinitionChange> changes, JsonObject? was, JsonObject? step)
    {
        var (old, now) = (Lines(was), Lines(step));
        foreach (var (from, port, to) in old.Except(now)) changes.Add(new(ChangeKind.Disconnection, from, port, to, null));
        foreach (var (from, port, to) in now.Except(old)) changes.Add(new(ChangeKind.Connection, from, port, null, to));
    }

    private static List<(string From, string Port, string To)> Lines(JsonObject? container) =>
        [.. (container.Look("connections") as JsonArray ?? []).OfType<JsonObject>().Select(DefinitionModel.Ends)];

    private static Dictionary<string, string?> Cases(JsonObject step)
    {
        var cases = new Dictionary<string, string?>();
        foreach (var one in (step["cases"] as JsonArray ?? []).OfType<JsonObject>()) cases[Text(one["label"]) ?? ""] = Said(one["condition"]) ?? "";
        return cases;
    }

    private static void Variables(List<DefinitionChange> changes, JsonObject before, JsonObject after)
    {
        var (old, now) = (Declared(before), Declared(after));
        foreach (var name in old.Keys.Union(now.Keys)) Add(changes, ChangeKind.Variable, null, name, old.GetValueOrDefault(name), now.GetValueOrDefault(name));
    }

    private static Dictionary<string, string> Declared(JsonObject model)
    {
        var declared = new Dictionary<string, string>();
        foreach (var one in (model["variables"] as JsonArray ?? []).OfType<JsonObject>())
            declared[Text(one["name"]) ?? ""] = string.Join(" ", new[] { Text(one["typeName"]), (bool?)(one["isArray"] as JsonValue) == true ? "[]" : null, Said(one["value"]) }.Where(t => !string.IsNullOrEmpty(t)));
        return declared;
    }

    // Everything that the definition says to people, and whatever else stands beside it.
    private static void Texts(List<DefinitionChange> changes, JsonObject before, JsonObject after)
    {
        var (old, now) = (new Dictionary<string, string>(), new Dictionary<string, string>());
        Flatten(before, "", old);
        Flatten(after, "", now);
        foreach (var name in old.Keys.Union(now.Keys)) Add(changes, ChangeKind.Text, null, name, old.GetValueOrDefault(name), now.GetValueOrDefault(name));
    }

    private static void Flatten(JsonObject node, string path, Dictionary<string, string> into)
    {
        foreach (var (name, value) in node)
        {
            var at = path.Length == 0 ? name : $"{path}.{name}";
            if (value is JsonObject inner) Flatten(inner, at, into);
            else if (Said(value) is { } text) into[at] = text;
        }
    }

    private static void Add(List<DefinitionChange> changes, ChangeKind kind, string? step, string name, string? before, string? after)
    {
        if (before != after) changes.Add(new(kind, step, name, before, after));
    }

    /// <summary>A value as people read it: what is fixed as it stands, a rule with its language. Nothing set, null and empty are the same.</summary>
    private static string? Said(JsonNode? node)
    {
        switch (node)
        {
            case null: return null;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String: return value.GetValue<string>() is { Length: > 0 } text ? text : null;
            case JsonObject { Count: 0 } or JsonArray { Count: 0 }: return null;
            case JsonObject wrapped when wrapped["expression"] is JsonObject expression:
                var syntax = Text(expression["type"]) ?? "Literal";
                var said = Said(expression["value"]);
                return said is null || syntax is "Literal" or "Object" or "Json" ? said : $"{syntax}: {said}";
            case JsonObject output when output["memoryReference"] is JsonObject reference: return Text(reference["id"]);
            default: return node.ToJsonString(plain);
        }
    }

    private static Dictionary<string, JsonObject> ById(JsonObject model)
    {
        var steps = new Dictionary<string, JsonObject>();
        foreach (var (activity, _) in DefinitionModel.Activities(model["root"], "")) steps[Text(activity["id"]) ?? ""] = activity;
        return steps;
    }

    private static bool Holds(JsonNode? node) => (node is JsonObject inner && inner["type"] is JsonValue && !inner.ContainsKey("expression")) || (node is JsonArray many && many.OfType<JsonObject>().Any(o => o.ContainsKey("type")));

    private static IEnumerable<string> Names(JsonObject before, JsonObject after) => before.Select(p => p.Key).Union(after.Select(p => p.Key));

    private static string? Text(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
}

using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Engine.Activities;
using Batumi.Workflows.Engine.Definitions;

namespace Batumi.Workflows.Application.Studio;

/// <summary>A definition's JSON as it is stored: what the server decides is decided, what may not be missing is there.</summary>
public static class DefinitionModel
{
    /// <summary>Custom property by which a designer hands back which save it began from; it is never stored.</summary>
    public const string BasisProperty = "Municipal:Basis";

    /// <summary>Address of Elsa's schema, which definitions name.</summary>
    public const string Schema = "https://elsaworkflows.io/schemas/workflow-definition/v3.0.0/schema.json";

    private const string Whole = "Workflow1";
    private static readonly JsonSerializerOptions lines = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] decided = ["$schema", "id", "isLatest", "isPublished", "links", "createdAt", "tenantId", "linked", "materializerName", "isMaterializerAvailable"];
    private static readonly string[] lists = ["variables", "inputs", "outputs", "outcomes"];
    private static readonly HashSet<string> refusedInDrafts =
        [DefinitionCodes.NotJson, DefinitionCodes.NotAnObject, DefinitionCodes.NoRoot, DefinitionCodes.DuplicateId, DefinitionCodes.NoId, DefinitionCodes.NoType, DefinitionCodes.TooLarge,
         DefinitionCodes.RefusedLanguage, DefinitionCodes.WrongKind, DefinitionCodes.Unreadable];

    /// <summary>Errors that not even a draft may have: it could not be shown again.</summary>
    public static bool IsNoDefinition(string code) => refusedInDrafts.Contains(code);

    public static JsonObject Normal(JsonObject given, string definitionId, int version)
    {
        var model = given.DeepClone().AsObject();
        foreach (var name in decided) model.Remove(name);
        var normal = new JsonObject
        {
            ["$schema"] = Schema, ["definitionId"] = definitionId, ["name"] = Take(model, "name"), ["description"] = Take(model, "description"), ["version"] = version, ["toolVersion"] = Take(model, "toolVersion") ?? "3.8.0.0",
        };
        model.Remove("definitionId");
        model.Remove("version");
        foreach (var name in lists) normal[name] = Take(model, name) ?? new JsonArray();
        normal["customProperties"] = Take(model, "customProperties") ?? new JsonObject();
        (normal["customProperties"] as JsonObject)?.Remove(BasisProperty);
        normal["isReadonly"] = Take(model, "isReadonly") ?? false;
        normal["isSystem"] = Take(model, "isSystem") ?? false;
        normal["options"] = Take(model, "options") ?? new JsonObject();
        if (Take(model, "root") is { } root) normal["root"] = root;
        foreach (var (name, value) in model.ToList()) normal[name] = Take(model, name);
        foreach (var (activity, _) in Activities(normal["root"], Whole))
        {
            activity.Remove("nodeId");      // follows from where it stands
            Fill(activity);
        }

        return normal;
    }

    /// <summary>A definition's text as it is stored and lies in the folder: the same definition is the same text, whoever wrote it.</summary>
    public static string Write(JsonObject model) => model.ToJsonString(lines) + "\n";

    /// <summary>The definition as whoever edits it sees it: also one that was written by hand has what a designer cannot do without.</summary>
    public static JsonObject Shown(string content)
    {
        var model = JsonNode.Parse(content)!.AsObject();
        foreach (var name in decided) model.Remove(name);
        foreach (var name in lists) model[name] ??= new JsonArray();
        model["customProperties"] ??= new JsonObject();
        model["options"] ??= new JsonObject();
        foreach (var (activity, parent) in Activities(model["root"], Whole))
        {
            activity["nodeId"] = $"{parent}:{Text(activity["id"])}";
            if (Literal(activity["name"]) is { } name) activity["name"] = name;
        }

        return model;
    }

    // A name that is written as an input is one all the same: designers know it as a text.
    private static string? Literal(JsonNode? name) =>
        name is JsonObject wrapped && wrapped["expression"] is JsonObject expression && Text(expression["type"]) == "Literal" ? Text(expression["value"]) : null;

    /// <summary>Types of every activity in it.</summary>
    public static IReadOnlySet<string> Types(JsonObject model) => Activities(model["root"], Whole).Select(a => Text(a.Activity["type"])).OfType<string>().ToHashSet(StringComparer.Ordinal);

    /// <summary>Calls that definition: as an activity, or by its id.</summary>
    public static bool Uses(JsonObject model, string definitionId) =>
        Activities(model["root"], Whole).Any(a => Text(a.Activity["workflowDefinitionId"]) == definitionId
            || Text(((a.Activity["workflowDefinitionId"] as JsonObject).Look("expression") as JsonObject).Look("value")) == definitionId);

    public static bool IsUsableAsActivity(JsonObject model) => (model["options"] as JsonObject).Look("usableAsActivity") is JsonValue value && value.TryGetValue<bool>(out var usable) && usable;

    /// <summary>Name of the activity type that a definition becomes: "Child with input" is ChildWithInput.</summary>
    public static string TypeName(string name) => string.Concat(name.Split([' ', '_', '-'], StringSplitOptions.RemoveEmptyEntries).Select(word => char.ToUpper(word[0], CultureInfo.InvariantCulture) + word[1..]));

    /// <summary>Every activity with the path of what holds it.</summary>
    public static IEnumerable<(JsonObject Activity, string Parent)> Activities(JsonNode? root, string parent)
    {
        var open = new Stack<(JsonNode? Node, string Parent)>([(root, parent)]);
        while (open.TryPop(out var next))
        {
            if (next.Node is not JsonObject activity || !activity.ContainsKey("type")) continue;
            yield return (activity, next.Parent);
            var path = $"{next.Parent}:{Text(activity["id"])}";
            foreach (var (_, value) in activity.Reverse())
            {
                if (value is JsonObject) open.Push((value, path));
                else if (value is JsonArray many) foreach (var one in many.Reverse()) open.Push((one is JsonObject box && !box.ContainsKey("type") && box["activity"] is { } inner ? inner : one, path));
            }
        }
    }

    /// <summary>Both ends of a connection, in each way that Elsa writes it; a port that is not named is Done.</summary>
    public static (string From, string Port, string To) Ends(JsonObject connection)
    {
        var (source, target) = (connection["source"] ?? connection["Source"], connection["target"] ?? connection["Target"]);
        var port = source is JsonObject box ? Text(box["port"] ?? box["Port"]) : Text(connection["sourcePort"] ?? connection["SourcePort"]);
        return (Id(source), string.IsNullOrEmpty(port) ? "Done" : port, Id(target));

        static string Id(JsonNode? end) => Text(end is JsonObject box ? box["activity"] ?? box["Activity"] : end) ?? "";
    }

    /// <summary>The outcome by which a step that is switched off is left; null: it works.</summary>
    public static string? OffBy(JsonObject activity) => Text((activity["customProperties"] as JsonObject)?[Activity.OffProperty]) is { Length: > 0 } outcome ? outcome : null;

    // Studio sends inputs that were just edited without their type.
    private static void Fill(JsonObject activity)
    {
        if (Text(activity["type"]) is not { } type || ActivityTypes.Find(type) is not { } known) return;
        foreach (var input in known.Inputs)
        {
            if (activity[input.Name] is JsonObject wrapped && wrapped["expression"] is JsonObject && wrapped.ContainsKey("typeName") && wrapped["typeName"] is null) wrapped["typeName"] = input.TypeName;
        }
    }

    private static JsonNode? Take(JsonObject model, string name)
    {
        var value = model[name];
        model.Remove(name);
        return value;
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Batumi.Workflows.Engine.Activities;
using Batumi.Workflows.Engine.Expressions;

namespace Batumi.Workflows.Engine.Definitions;

/// <summary>Reads a definition: the envelope here, activities in <see cref="ActivityReader"/>.</summary>
internal sealed class DefinitionReader
{
    private readonly DefinitionChecks _checks;

    private DefinitionReader(string file) => _checks = new DefinitionChecks(file);

    public static DefinitionReading Read(string json, string file)
    {
        var reader = new DefinitionReader(file);
        WorkflowDefinition? definition = null;
        try
        {
            definition = reader.Definition(json);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Reading foreign text: whatever it trips over belongs into the report of the file, not into the log of the server.
            reader._checks.Error(DefinitionCodes.Unreadable, "$", $"something unreadable ({e.GetType().Name}: {e.Message})", "an Elsa 3 workflow definition");
        }
        return new DefinitionReading(reader._checks.Errors.Count == 0 ? definition : null, reader._checks.Errors, reader._checks.Warnings);
    }

    private WorkflowDefinition? Definition(string json)
    {
        if (Parse(json) is not { } root) return null;
        if (root["model"] is JsonObject model && root["root"] is null) root = model;   // the body of a save carries the definition inside

        var id = Json.Text(root, "definitionId") ?? Json.Text(root, "id");
        if (string.IsNullOrWhiteSpace(id)) _checks.Error(DefinitionCodes.NoDefinitionId, "definitionId", Json.Show(root["definitionId"]), "the definition's id");
        if (root["root"] is not JsonObject rootActivity)
        {
            _checks.Error(DefinitionCodes.NoRoot, "root", Json.Show(root["root"]), "the root activity, usually an Elsa.Flowchart");
            return null;
        }

        var linked = new LinkedDefinitions();
        linked.Open(root, "linked", _checks);
        var reader = new ActivityReader(_checks, linked);
        var whole = $"Workflow{linked.Height(rootActivity)}";
        var activity = reader.Read(rootActivity, "root", whole, 0);
        if (activity is null || _checks.Errors.Count > 0 && reader.TooLarge) return null;
        if (activity.Kind is NotFound) _checks.Error(DefinitionCodes.UnknownRoot, "root.type", $"'{activity.Type}'", "a known activity type, usually Elsa.Flowchart");
        var variables = reader.Variables(root["variables"], "variables");
        _checks.Run(reader.Places);
        new VariableChecks(_checks).Run(ActivityReader.Whole(activity, whole, variables: variables), Arguments(root["inputs"]), Arguments(root["outputs"]));

        var options = root["options"] as JsonObject ?? [];
        return new WorkflowDefinition
        {
            DefinitionId = id ?? "",
            Version = Json.Number(root, "version") ?? 1,
            Name = Json.Text(root, "name"),
            Description = Json.Text(root, "description"),
            Variables = variables,
            Inputs = Arguments(root["inputs"]),
            Outputs = Arguments(root["outputs"]),
            Outcomes = Outcomes(root),
            CustomProperties = Values.OwnObject(root["customProperties"] as JsonObject),
            Options = Values.OwnObject(options),
            IncidentStrategy = Strategy(options),
            IsTokenBased = IsTokenBased(root["customProperties"]) || IsTokenBased(rootActivity["customProperties"]),
            Whole = ActivityReader.Whole(activity, whole),
            Activities = reader.ById,
        };
    }

    private JsonObject? Parse(string json)
    {
        if (json.Length > Limits.Characters)
        {
            _checks.Error(DefinitionCodes.TooLarge, "$", $"{json.Length} characters", $"at most {Limits.Characters}");
            return null;
        }
        try
        {
            var parsed = JsonNode.Parse(json.TrimStart('\uFEFF'), documentOptions: new() { MaxDepth = Limits.JsonDepth, AllowDuplicateProperties = false });
            if (parsed is JsonObject found) return found;
            _checks.Error(DefinitionCodes.NotAnObject, "$", Json.Show(parsed), "an object");
        }
        catch (JsonException e)
        {
            var where = e.LineNumber is { } line ? $"line {line + 1}, column {e.BytePositionInLine + 1}" : "$";
            _checks.Error(DefinitionCodes.NotJson, where, e.Message, "JSON");
        }
        return null;
    }

    public static IReadOnlyList<string> Outcomes(JsonObject definition) =>
        definition["outcomes"] is JsonArray outcomes ? [.. outcomes.Select(Values.Text).OfType<string>()] : [];

    public static IReadOnlyList<Argument> Arguments(JsonNode? node) => node is not JsonArray list ? [] :
    [
        .. list.OfType<JsonObject>().Where(a => Json.Text(a, "name") is not null).Select(a => new Argument(
            Json.Text(a, "name")!, Json.Text(a, "type") ?? "Object", Json.Flag(a, "isArray"), Json.Text(a, "displayName"), Json.Text(a, "description"))),
    ];

    private static bool IsTokenBased(JsonNode? custom) =>
        custom is JsonObject found && string.Equals(Json.Text(found, "Flowchart:ExecutionMode"), "TokenBased", StringComparison.OrdinalIgnoreCase);

    private IncidentStrategy Strategy(JsonObject options)
    {
        var name = Json.Text(options, "incidentStrategyType");
        switch (name?.Split(',')[0].Trim().Split('.')[^1])
        {
            case null or "" or "FaultStrategy" or "Fault": return IncidentStrategy.Fault;
            case "ContinueWithIncidentsStrategy" or "ContinueWithIncidents": return IncidentStrategy.Continue;
            case "WaitForRepair": return IncidentStrategy.WaitForRepair;
        }
        _checks.Warn(DefinitionCodes.UnknownStrategy, "options.incidentStrategyType", $"'{name}'",
            "FaultStrategy, ContinueWithIncidentsStrategy or Municipal.WaitForRepair; FaultStrategy is used");
        return IncidentStrategy.Fault;
    }
}

/// <summary>Careful looks into JSON of unknown quality.</summary>
internal static class Json
{
    public static string? Text(JsonObject json, string name) =>
        json[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    public static int? Number(JsonObject json, string name) =>
        json[name] is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.TryGetValue<int>(out var number) ? number : null;

    public static bool Flag(JsonObject json, string name) => json[name] is JsonValue value && Values.Truth(value);

    /// <summary>A short description for an error.</summary>
    public static string Show(JsonNode? node) => node switch
    {
        null => "nothing",
        JsonObject => "an object",
        JsonArray => "a list",
        _ => node.ToJsonString(Values.Plain) is var text && text.Length > 60 ? text[..60] + "…" : node.ToJsonString(Values.Plain),
    };
}

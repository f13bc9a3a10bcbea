using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Studio;
using Batumi.Workflows.Engine.Activities;

namespace Batumi.Workflows.Web.Api.Elsa;

/// <summary>What a designer must know: activity types with their inputs and ports, types of variables, strategies, expression languages.</summary>
internal static class Descriptors
{
    private static readonly string[] variableTypes =
        ["Object", "String", "Boolean", "Int32", "Int64", "Single", "Double", "Decimal", "Guid", "DateTime", "DateTimeOffset", "TimeSpan", "StringDictionary", "ObjectDictionary", "JsonObject", "JsonElement"];

    public static void MapDescriptors(this RouteGroupBuilder api)
    {
        api.MapGet("/descriptors/activities", async (DefinitionShelf shelf, MunicipalHints hints, CancellationToken ct) => List(await ActivitiesAsync(shelf, hints, ct)));
        api.MapGet("/descriptors/activities/{type}", async (string type, DefinitionShelf shelf, MunicipalHints hints, CancellationToken ct) =>
            (await ActivitiesAsync(shelf, hints, ct)).FirstOrDefault(a => (string?)a["typeName"] == type) is { } found ? ElsaApi.Json(found) : Results.NotFound());
        api.MapPost("/descriptors/activities/{type}/options/{property}", () => ElsaApi.Json(new JsonObject { ["items"] = new JsonObject() }));
        api.MapGet("/descriptors/expression-descriptors", () => List(Expressions()));
        api.MapGet("/descriptors/variables", () => List(variableTypes.Select(t => new JsonObject { ["typeName"] = t, ["displayName"] = t, ["category"] = "Primitives", ["description"] = "" })));
        api.MapGet("/descriptors/storage-drivers", () => List(Drivers()));
        api.MapGet("/descriptors/incident-strategies", () => List(IncidentStrategies()));
        api.MapGet("/descriptors/workflow-activation-strategies", () => List(ActivationStrategies()));
        foreach (var empty in new[] { "log-persistence-strategies", "commit-strategies/activities", "commit-strategies/workflows", "output-converters" })
            api.MapGet($"/descriptors/{empty}", () => List([]));
        api.MapGet("/features/installed", () => List([Feature("Workflows", "Workflows run by this site's own engine."), Feature("WorkflowManagement", "Definitions and their versions.")]));
        api.MapGet("/features/installed/{name}", (string name) => name is "Elsa.Workflows" or "Elsa.WorkflowManagement" ? ElsaApi.Json(Feature(name["Elsa.".Length..], "")) : Results.NotFound());
        api.MapGet("/package/version", () => ElsaApi.Json(new JsonObject { ["packageVersion"] = "3.8.0" }));
        api.MapGet("/resilience/strategies", () => List([]));
        api.MapPost("/scripting/javascript/type-definitions/{definitionId}", TypeDefinitionsAsync);
    }

    private static IResult List(IEnumerable<JsonObject> items)
    {
        var list = new JsonArray([.. items.Select(i => (JsonNode)i)]);
        return ElsaApi.Json(new JsonObject { ["items"] = list, ["count"] = list.Count });
    }

    private static async Task<IReadOnlyList<JsonObject>> ActivitiesAsync(DefinitionShelf shelf, MunicipalHints hints, CancellationToken ct)
    {
        var all = ActivityTypes.All.Select(Activity).ToList();
        all.Add(Activity(ActivityTypes.Missing));
        await hints.FillAsync(all, ct);
        foreach (var (type, version, model) in await shelf.CompositesAsync(ct)) all.Add(Composite(type, version, model));
        return all;
    }

    private static JsonObject Activity(ActivityDescriptor type)
    {
        var name = type.Type[(type.Type.LastIndexOf('.') + 1)..];
        var ports = new JsonArray([
            .. type.Ports.Where(p => type.Ports is not ["Done"]).Select(p => (JsonNode)Port(p, "Flow")), .. type.Embedded.Select(p => (JsonNode)Port(char.ToUpperInvariant(p[0]) + p[1..], "Embedded"))]);
        return new()
        {
            ["typeName"] = type.Type, ["namespace"] = type.Type[..Math.Max(0, type.Type.LastIndexOf('.'))], ["name"] = name, ["version"] = 1, ["category"] = type.Category, ["displayName"] = Words(name),
            ["description"] = type.Description, ["kind"] = Kind(type.Type), ["ports"] = ports, ["inputs"] = new JsonArray([.. type.Inputs.Select((i, order) => (JsonNode)Input(type.Type, i, order))]),
            ["outputs"] = new JsonArray([.. type.Outputs.Select((o, order) => (JsonNode)Output(o, order))]), ["customProperties"] = new JsonObject(), ["constructionProperties"] = new JsonObject(),
            ["isContainer"] = type.Type is "Elsa.Flowchart" or "Elsa.Sequence" or "Elsa.Parallel", ["isBrowsable"] = type.Type is not ("Elsa.Flowchart" or "Elsa.NotFoundActivity"),
            ["isStart"] = type.Type == "Elsa.Start", ["isTerminal"] = type.Type is "Elsa.End" or "Elsa.Finish" or "Elsa.Break" or "Elsa.Complete",
        };
    }

    private static JsonObject Composite(string type, int version, JsonObject model)
    {
        var outcomes = Definitions.Texts(model["outcomes"]).ToList();
        return new()
        {
            ["typeName"] = type, ["namespace"] = "", ["name"] = type, ["version"] = version, ["category"] = (string?)(model["options"] as JsonObject)?["activityCategory"] ?? "Workflows",
            ["displayName"] = (string?)model["name"], ["description"] = (string?)model["description"] ?? "", ["kind"] = "Action", ["ports"] = new JsonArray([.. outcomes.Select(o => (JsonNode)Port(o, "Flow"))]),
            ["inputs"] = new JsonArray([.. Arguments(model["inputs"]).Select((a, order) => (JsonNode)Input(type, new(a.Name, a.Type, a.Description), order))]),
            ["outputs"] = new JsonArray([.. Arguments(model["outputs"]).Select((a, order) => (JsonNode)Output(a.Name, order))]),
            ["customProperties"] = new JsonObject { ["RootType"] = "WorkflowDefinitionActivity" },
            ["constructionProperties"] = new JsonObject { ["WorkflowDefinitionId"] = (string?)model["definitionId"] }, ["isContainer"] = false, ["isBrowsable"] = true, ["isStart"] = false, ["isTerminal"] = false,
        };
    }

    private static IEnumerable<(string Name, string Type, string Description)> Arguments(JsonNode? node) => node is JsonArray many
        ? many.OfType<JsonObject>().Where(a => Runs.Text(a["name"]) is not null).Select(a => (Runs.Text(a["name"])!, Runs.Text(a["type"]) ?? "Object", Runs.Text(a["description"]) ?? "")) : [];

    private static JsonObject Port(string name, string type) => new() { ["name"] = name, ["displayName"] = Words(name), ["type"] = type, ["isBrowsable"] = true };

    private static JsonObject Input(string activity, InputDescriptor input, int order)
    {
        var name = char.ToUpperInvariant(input.Name[0]) + input.Name[1..];
        return new()
        {
            ["isWrapped"] = true, ["uiHint"] = Hint(activity, input), ["isReadOnly"] = false, ["isSensitive"] = false, ["autoEvaluate"] = true, ["uiSpecifications"] = new JsonObject(), ["name"] = name,
            ["typeName"] = input.TypeName, ["displayName"] = Words(name), ["description"] = input.Description, ["order"] = order, ["isBrowsable"] = true, ["isSerializable"] = true, ["isSynthetic"] = false,
            ["defaultSyntax"] = input.TypeName is "Boolean" or "String" or "Int32" ? "Literal" : "JavaScript",
        };
    }

    private static string Hint(string activity, InputDescriptor input) => (activity, input.Name) switch
    {
        ("Elsa.FlowFork", "branches") or ("Elsa.RunJavaScript", "possibleOutcomes") => "dynamic-outcomes",
        ("Elsa.RunJavaScript", "script") => "code-editor",
        ("Elsa.SetOutput", "outputName") => "output-picker",
        (_, "workflowDefinitionId") => "workflow-definition-picker",
        _ => input.TypeName switch { "Boolean" => "checkbox", "ObjectDictionary" => "json-editor", _ => "singleline" },
    };

    private static JsonObject Output(string output, int order)
    {
        var name = char.ToUpperInvariant(output[0]) + output[1..];
        return new() { ["name"] = name, ["typeName"] = "Object", ["displayName"] = Words(name), ["description"] = "", ["order"] = order, ["isBrowsable"] = true, ["isSynthetic"] = false };
    }

    private static string Kind(string type) => type is "Elsa.Event" or "Elsa.Timer" or "Elsa.Cron" or "Elsa.StartAt" ? "Trigger" : "Action";

    private static string Words(string name) => string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) && !char.IsUpper(name[i - 1]) ? $" {c}" : $"{c}"));

    private static JsonObject Feature(string name, string description) =>
        new() { ["name"] = name, ["namespace"] = "Elsa", ["fullName"] = $"Elsa.{name}", ["displayName"] = Words(name), ["description"] = description };

    private static IEnumerable<JsonObject> Expressions()
    {
        (string Type, bool IsBrowsable, string? Language)[] all =
            [("Literal", false, null), ("Object", false, "json"), ("Json", false, "json"), ("Variable", true, null), ("Input", true, null), ("JavaScript", true, "javascript"), ("Liquid", true, "liquid")];
        return all.Select(e => new JsonObject
        {
            ["type"] = e.Type, ["displayName"] = e.Type, ["isSerializable"] = true, ["isBrowsable"] = e.IsBrowsable,
            ["properties"] = e.Language is null ? new JsonObject() : new JsonObject { ["MonacoLanguage"] = e.Language },
        });
    }

    private static IEnumerable<JsonObject> Drivers() =>
    [
        new() { ["typeName"] = "Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core", ["displayName"] = "Workflow Instance", ["priority"] = 5, ["deprecated"] = false },
        new() { ["typeName"] = "Elsa.Workflows.MemoryStorageDriver, Elsa.Workflows.Core", ["displayName"] = "Memory", ["priority"] = 0, ["deprecated"] = false },
    ];

    private static IEnumerable<JsonObject> IncidentStrategies() =>
    [
        Strategy("FaultStrategy", "Fault", "The run is over, faulted."),
        Strategy("ContinueWithIncidentsStrategy", "Continue with incidents", "Other branches go on; the run finishes when nothing else can run."),
        Strategy("Municipal.WaitForRepair", "Wait for repair", "Other branches go on; the run waits until each incident is tried again or passed over."),
    ];

    private static IEnumerable<JsonObject> ActivationStrategies() =>
    [
        Strategy("Elsa.Workflows.Runtime.ActivationValidators.AllowAlwaysStrategy, Elsa.Workflows.Runtime", "Always", "Any number of runs."),
        Strategy("Elsa.Workflows.Runtime.ActivationValidators.SingletonStrategy, Elsa.Workflows.Runtime", "Singleton", "One run of the definition at a time."),
        Strategy("Elsa.Workflows.Runtime.ActivationValidators.CorrelatedSingletonStrategy, Elsa.Workflows.Runtime", "Correlated singleton", "One run of the definition with the same correlation at a time."),
        Strategy("Elsa.Workflows.Runtime.ActivationValidators.CorrelationStrategy, Elsa.Workflows.Runtime", "Correlation", "No run of any definition with the same correlation."),
    ];

    private static JsonObject Strategy(string type, string name, string description) => new() { ["typeName"] = type, ["displayName"] = name, ["description"] = description };

    // Names that scripts of the definition may use, for the editor's suggestions.
    private static async Task<IResult> TypeDefinitionsAsync(string definitionId, DefinitionShelf shelf, CancellationToken ct)
    {
        var lines = new List<string>
        {
            "declare function getVariable(name: string): any;", "declare function setVariable(name: string, value: any): void;", "declare function getInput(name: string): any;",
            "declare function getOutputFrom(activityIdOrName: string, outputName?: string): any;", "declare function getLastResult(): any;", "declare function getCorrelationId(): string;",
            "declare function getWorkflowInstanceId(): string;", "declare function toJson(value: any): string;", "declare function newGuid(): string;",
        };
        if (await shelf.FindAsync(definitionId, VersionChoice.Latest, ct) is { } found)
        {
            var names = Arguments(found.Model["variables"]).Select(v => v.Name).Where(n => n.All(c => char.IsLetterOrDigit(c) || c == '_') && !char.IsDigit(n[0])).ToList();
            lines.Add($"declare const variables: {{ {string.Join(' ', names.Select(n => $"{n}: any;"))} }};");
            foreach (var name in names.Select(n => char.ToUpperInvariant(n[0]) + n[1..])) lines.AddRange([$"declare function get{name}(): any;", $"declare function set{name}(value: any): void;"]);
        }

        return Results.Text(string.Join('\n', lines), "application/x-typescript");
    }
}

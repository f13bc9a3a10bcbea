using System.Globalization;
using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Studio;

namespace Batumi.Workflows.Web.Api.Elsa;

/// <summary>Definitions in the shapes that Elsa's API answers with. What is null is left out, as Elsa does.</summary>
internal static class Shapes
{
    private static readonly string[] leftOut = ["name", "description", "toolVersion"];

    public static string Moment(DateTime utc) => DateTime.SpecifyKind(utc, DateTimeKind.Utc).ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'+00:00'", CultureInfo.InvariantCulture);

    public static JsonObject Saved(SavedDefinition saved) => new()
    {
        ["workflowDefinition"] = Definition(saved.Definition), ["alreadyPublished"] = saved.WasPublished, ["consumingWorkflowCount"] = 0,
        ["validationErrors"] = new JsonArray([.. saved.Warnings.Select(w => (JsonNode)new JsonObject { ["code"] = w.Code, ["place"] = w.Place, ["found"] = w.Found, ["expected"] = w.Expected, ["message"] = w.Message })]),
    };

    public static JsonObject Definition(ShelvedDefinition definition)
    {
        var model = definition.Model;
        var shape = new JsonObject
        {
            ["links"] = Links(definition), ["id"] = $"{definition.Id:N}", ["definitionId"] = definition.DefinitionId, ["name"] = Taken(model, "name"), ["description"] = Taken(model, "description"),
            ["createdAt"] = Moment(definition.AtUtc), ["version"] = definition.Version, ["toolVersion"] = Taken(model, "toolVersion"),
            ["variables"] = Taken(model, "variables") ?? new JsonArray(), ["inputs"] = Taken(model, "inputs") ?? new JsonArray(), ["outputs"] = Taken(model, "outputs") ?? new JsonArray(),
            ["outcomes"] = Taken(model, "outcomes") ?? new JsonArray(), ["customProperties"] = Taken(model, "customProperties") ?? new JsonObject(),
            ["isReadonly"] = Taken(model, "isReadonly") ?? false, ["isSystem"] = Taken(model, "isSystem") ?? false, ["isLatest"] = definition.IsLatest, ["isPublished"] = definition.IsPublished,
            ["options"] = Taken(model, "options") ?? new JsonObject(), ["root"] = Taken(model, "root"),
        };
        foreach (var name in leftOut.Where(n => shape[n] is null)) shape.Remove(name);
        return shape;
    }

    public static JsonObject Summary(ShelvedDefinition definition)
    {
        var model = definition.Model;
        var shape = new JsonObject
        {
            ["links"] = Links(definition), ["isMaterializerAvailable"] = true, ["id"] = $"{definition.Id:N}", ["definitionId"] = definition.DefinitionId, ["name"] = model["name"]?.DeepClone(),
            ["description"] = model["description"]?.DeepClone(), ["version"] = definition.Version, ["toolVersion"] = model["toolVersion"]?.DeepClone(), ["isLatest"] = definition.IsLatest,
            ["isPublished"] = definition.IsPublished, ["materializerName"] = "Json", ["createdAt"] = Moment(definition.AtUtc), ["isReadonly"] = model["isReadonly"]?.DeepClone() ?? false,
        };
        foreach (var name in leftOut.Where(n => shape[n] is null)) shape.Remove(name);
        return shape;
    }

    public static JsonArray ListLinks() => new([.. Rels(null).Select(l => (JsonNode)l)]);

    private static JsonArray Links(ShelvedDefinition definition) => new([.. Rels(definition.DefinitionId).Select(l => (JsonNode)l)]);

    // Studio asks the relations only; what it may not do, it is not told of.
    private static IEnumerable<JsonObject> Rels(string? id)
    {
        (string Path, string Rel, string Method)[] rels = id is null
            ? [
                ("/workflow-definitions", "self", "GET"), ("/workflow-definitions/validation/is-name-unique", "is-name-unique", "GET"), ("/workflow-definitions/query/count", "count", "GET"),
                ("/workflow-definitions/many-by-id", "many-by-id", "GET"), ("/bulk-actions/delete/workflow-definitions/by-definition-id", "bulk-delete-by-definition-id", "POST"),
                ("/bulk-actions/delete/workflow-definitions/by-id", "bulk-delete-by-id", "POST"), ("/bulk-actions/publish/workflow-definitions/by-definition-ids", "bulk-publish", "POST"),
                ("/bulk-actions/retract/workflow-definitions/by-definition-ids", "bulk-retract", "POST"), ("/workflow-definitions/import", "import", "POST"),
                ("/workflow-definitions/import-files", "import-files", "POST"), ("/workflow-definitions", "create", "POST"),
            ]
            : [
                ($"/workflow-definitions/{id}", "self", "GET"), ($"/workflow-definitions/{id}/versions", "versions", "GET"), ($"/workflow-definitions/{id}/bulk-dispatch", "bulk-dispatch", "POST"),
                ($"/workflow-definitions/{id}/dispatch", "dispatch", "POST"), ($"/workflow-definitions/{id}/execute", "execute", "POST"), ($"/workflow-definitions/{id}/export", "export", "POST"),
                ($"/workflow-definitions/{id}/publish", "publish", "POST"), ($"/workflow-definitions/{id}/retract", "retract", "POST"), ($"/workflow-definitions/{id}", "delete", "DELETE"),
                ($"/workflow-definitions/{id}/import", "import", "PUT"), ($"/workflow-definitions/{id}/update-references", "update-references", "POST"),
            ];
        return rels.Select(r => new JsonObject { ["href"] = r.Path, ["rel"] = r.Rel, ["method"] = r.Method });
    }

    private static JsonNode? Taken(JsonObject model, string name) => model[name]?.DeepClone();
}

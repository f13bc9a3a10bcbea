using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Identity;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Studio;

namespace Batumi.Workflows.Web.Api.Elsa;

/// <summary>Definitions: list, read, save, publish, retract, revert, delete.</summary>
internal static class Definitions
{
    private const int LargestPage = 1000, UsualPage = 100;

    public static void MapDefinitions(this RouteGroupBuilder api)
    {
        api.MapGet("/workflow-definitions", ListAsync);
        api.MapPost("/workflow-definitions", SaveAsync).Needs(MachineScopes.Edit);
        api.MapGet("/workflow-definitions/by-definition-id/{definitionId}", ByDefinitionIdAsync);
        api.MapGet("/workflow-definitions/by-id/{id}", ByIdAsync);
        api.MapGet("/workflow-definitions/many-by-id", ManyAsync);
        api.MapGet("/workflow-definitions/query/count", async (DefinitionShelf shelf, CancellationToken ct) => ElsaApi.Json(new JsonObject { ["count"] = await shelf.CountAsync(ct) }));
        api.MapGet("/workflow-definitions/validation/is-name-unique", async (string? name, string? definitionId, DefinitionShelf shelf, CancellationToken ct) =>
            ElsaApi.Json(new JsonObject { ["isUnique"] = await shelf.IsNameFreeAsync(name ?? "", definitionId, ct) }));
        api.MapGet("/workflow-definitions/{definitionId}/versions", VersionsAsync);
        api.MapGet("/workflow-definitions/{definitionId}/consumers", async (string definitionId, DefinitionShelf shelf, CancellationToken ct) =>
            ElsaApi.Json(new JsonObject { ["consumingWorkflowDefinitionIds"] = Strings(await shelf.ConsumersAsync(definitionId, ct)) }));
        api.MapPost("/workflow-definitions/{definitionId}/publish", PublishAsync).Needs(MachineScopes.Edit);
        api.MapPost("/workflow-definitions/{definitionId}/retract", RetractAsync).Needs(MachineScopes.Edit);
        api.MapPost("/workflow-definitions/{definitionId}/revert/{version:int}", RevertAsync).Needs(MachineScopes.Edit);
        api.MapPost("/workflow-definitions/{definitionId}/update-references", () => ElsaApi.Json(new JsonObject { ["affectedWorkflows"] = new JsonArray() })).Needs(MachineScopes.Edit);
        api.MapDelete("/workflow-definitions/{definitionId}", DeleteAsync).Needs(MachineScopes.Edit);
        api.MapDelete("/workflow-definition-versions/{id}", DeleteVersionAsync).Needs(MachineScopes.Edit);
        api.MapPost("/bulk-actions/publish/workflow-definitions/by-definition-ids", BulkPublishAsync).Needs(MachineScopes.Edit);
        api.MapPost("/bulk-actions/retract/workflow-definitions/by-definition-ids", BulkRetractAsync).Needs(MachineScopes.Edit);
        api.MapPost("/bulk-actions/delete/workflow-definitions/by-definition-id", BulkDeleteAsync).Needs(MachineScopes.Edit);
        api.MapPost("/bulk-actions/delete/workflow-definitions/by-id", BulkDeleteVersionsAsync).Needs(MachineScopes.Edit);
    }

    private static async Task<IResult> ListAsync(HttpContext http, DefinitionShelf shelf, CancellationToken ct)
    {
        var asked = http.Request.Query;
        var versions = VersionChoice.Read(asked["versionOptions"]) ?? new(VersionKind.AllVersions);
        var ids = asked.ContainsKey("ids") ? asked["ids"].Select(Id).OfType<Guid>().ToList() : null;
        var keys = asked.ContainsKey("definitionIds") ? asked["definitionIds"].OfType<string>().ToList() : null;
        var search = asked["searchTerm"].ToString();
        var (page, size) = (Number(asked["page"], 0), Math.Clamp(Number(asked["pageSize"], UsualPage), 1, LargestPage));
        var isDescending = string.Equals(asked["orderDirection"], "Descending", StringComparison.OrdinalIgnoreCase);
        var (items, total) = await shelf.ListAsync(new(versions, keys, ids, search), asked["orderBy"], isDescending, page * size, size, ct);
        return ElsaApi.Json(new JsonObject
        {
            ["items"] = new JsonArray([.. items.Select(d => (JsonNode)Shapes.Summary(d))]), ["totalCount"] = total, ["links"] = Shapes.ListLinks(),
        });
    }

    private static async Task<IResult> ByDefinitionIdAsync(string definitionId, string? versionOptions, HttpContext http, DefinitionShelf shelf, CancellationToken ct) =>
        await shelf.FindAsync(definitionId, VersionChoice.Read(versionOptions) ?? VersionChoice.Latest, ct) is { } found ? ElsaApi.Json(WithBasis(http, found, Shapes.Definition(found))) : Results.NotFound();

    private static async Task<IResult> ByIdAsync(string id, HttpContext http, DefinitionShelf shelf, CancellationToken ct) =>
        Id(id) is { } known && await shelf.FindAsync(known, ct) is { } found ? ElsaApi.Json(WithBasis(http, found, Shapes.Definition(found))) : Results.NotFound();

    // A person's designer is told which save it shows, and says so when it saves: of two who edit at once, the second is told.
    private static JsonObject WithBasis(HttpContext http, ShelvedDefinition definition, JsonObject shape)
    {
        if (http.Caller().AccountId is not null && shape["customProperties"] is JsonObject custom) custom[DefinitionModel.BasisProperty] = definition.Hash;
        return shape;
    }

    private static async Task<IResult> ManyAsync(HttpContext http, DefinitionShelf shelf, CancellationToken ct)
    {
        var ids = http.Request.Query["ids"].Select(Id).OfType<Guid>().ToList();
        var (items, _) = await shelf.ListAsync(new(new(VersionKind.AllVersions), Ids: ids), null, isDescending: false, 0, LargestPage, ct);
        return ElsaApi.Json(new JsonObject { ["items"] = new JsonArray([.. items.Select(d => (JsonNode)WithBasis(http, d, Shapes.Definition(d)))]) });
    }

    private static async Task<IResult> VersionsAsync(string definitionId, DefinitionShelf shelf, CancellationToken ct)
    {
        var (items, _) = await shelf.ListAsync(new(new(VersionKind.AllVersions), [definitionId]), "Version", isDescending: true, 0, LargestPage, ct);
        return ElsaApi.Json(new JsonArray([.. items.Select(d => (JsonNode)Shapes.Definition(d))]));
    }

    private static async Task<IResult> SaveAsync(HttpContext http, DefinitionShelf shelf, CancellationToken ct)
    {
        if (await http.BodyAsync(ct) is not { } body) return ElsaApi.NotJson();
        if (body["model"] is not JsonObject model) return ElsaApi.Problem(StatusCodes.Status400BadRequest, "Elsa.NoModel", "The body has no object 'model' with the definition.");
        var saved = await shelf.SaveAsync(model, Flag(body["publish"]), http.Caller(), ct, Runs.Text((model["customProperties"] as JsonObject)?[DefinitionModel.BasisProperty]));
        return saved.IsRefused ? http.Refuse(saved.Refused!) : ElsaApi.Json(SavedShape(http, saved.Value!));
    }

    private static async Task<IResult> PublishAsync(string definitionId, HttpContext http, DefinitionShelf shelf, CancellationToken ct)
    {
        var saved = await shelf.PublishAsync(definitionId, http.Caller(), ct);
        return saved.IsRefused ? http.Refuse(saved.Refused!) : ElsaApi.Json(SavedShape(http, saved.Value!));
    }

    private static JsonObject SavedShape(HttpContext http, SavedDefinition saved)
    {
        var shape = Shapes.Saved(saved);
        WithBasis(http, saved.Definition, shape["workflowDefinition"]!.AsObject());
        return shape;
    }

    private static async Task<IResult> RetractAsync(string definitionId, HttpContext http, DefinitionShelf shelf, CancellationToken ct)
    {
        var saved = await shelf.RetractAsync(definitionId, http.Caller(), ct);
        return saved.IsRefused ? http.Refuse(saved.Refused!) : ElsaApi.Json(Shapes.Definition(saved.Value!.Definition));
    }

    private static async Task<IResult> RevertAsync(string definitionId, int version, HttpContext http, DefinitionShelf shelf, CancellationToken ct)
    {
        var saved = await shelf.RevertAsync(definitionId, version, http.Caller(), ct);
        return saved.IsRefused ? http.Refuse(saved.Refused!) : ElsaApi.Json(Shapes.Summary(saved.Value!.Definition), StatusCodes.Status201Created);
    }

    private static async Task<IResult> DeleteAsync(string definitionId, HttpContext http, DefinitionShelf shelf, CancellationToken ct) =>
        await shelf.DeleteAsync(definitionId, http.Caller(), ct) is { } refused ? http.Refuse(refused) : Results.NoContent();

    private static async Task<IResult> DeleteVersionAsync(string id, HttpContext http, DefinitionShelf shelf, CancellationToken ct)
    {
        if (Id(id) is not { } known) return Results.NotFound();
        return await shelf.DeleteVersionAsync(known, http.Caller(), ct) is { } refused ? http.Refuse(refused) : Results.NoContent();
    }

    private static async Task<IResult> BulkPublishAsync(HttpContext http, DefinitionShelf shelf, CancellationToken ct)
    {
        if (await http.BodyAsync(ct) is not { } body) return ElsaApi.NotJson();
        JsonArray published = [], already = [], notFound = [], failed = [];
        foreach (var id in Texts(body["definitionIds"]))
        {
            var saved = await shelf.PublishAsync(id, http.Caller(), ct);
            (saved.Refused is { } refused ? refused.Code == "Elsa.DefinitionNotFound" ? notFound : failed : saved.Value!.WasPublished ? already : published).Add((JsonNode)id);
        }

        return ElsaApi.Json(new JsonObject
        {
            ["published"] = published, ["alreadyPublished"] = already, ["notFound"] = notFound, ["skipped"] = new JsonArray(), ["updatedConsumers"] = new JsonArray(), ["failed"] = failed,
            ["warnings"] = new JsonObject(),
        });
    }

    private static async Task<IResult> BulkRetractAsync(HttpContext http, DefinitionShelf shelf, CancellationToken ct)
    {
        if (await http.BodyAsync(ct) is not { } body) return ElsaApi.NotJson();
        JsonArray retracted = [], already = [], notFound = [], skipped = [];
        foreach (var id in Texts(body["definitionIds"]))
        {
            var saved = await shelf.RetractAsync(id, http.Caller(), ct);
            (saved.Refused is { } refused ? refused.Code == "Elsa.DefinitionNotFound" ? notFound : skipped : saved.Value!.WasPublished ? retracted : already).Add((JsonNode)id);
        }

        return ElsaApi.Json(new JsonObject { ["retracted"] = retracted, ["alreadyRetracted"] = already, ["skipped"] = skipped, ["notPublished"] = new JsonArray(), ["notFound"] = notFound });
    }

    private static async Task<IResult> BulkDeleteAsync(HttpContext http, DefinitionShelf shelf, CancellationToken ct)
    {
        if (await http.BodyAsync(ct) is not { } body) return ElsaApi.NotJson();
        var deleted = 0;
        foreach (var id in Texts(body["definitionIds"])) deleted += await shelf.DeleteAsync(id, http.Caller(), ct) is null ? 1 : 0;
        return ElsaApi.Json(new JsonObject { ["deleted"] = deleted });
    }

    private static async Task<IResult> BulkDeleteVersionsAsync(HttpContext http, DefinitionShelf shelf, CancellationToken ct)
    {
        if (await http.BodyAsync(ct) is not { } body) return ElsaApi.NotJson();
        var deleted = 0;
        foreach (var id in Texts(body["ids"]).Select(Id).OfType<Guid>()) deleted += await shelf.DeleteVersionAsync(id, http.Caller(), ct) is null ? 1 : 0;
        return ElsaApi.Json(new JsonObject { ["deleted"] = deleted });
    }

    internal static IEnumerable<string> Texts(JsonNode? node) => node is JsonArray many ? many.OfType<JsonValue>().Select(v => v.TryGetValue<string>(out var text) ? text : null).OfType<string>() : [];

    internal static JsonArray Strings(IEnumerable<string> texts) => new([.. texts.Select(t => (JsonNode)t)]);

    internal static Guid? Id(string? text) => Guid.TryParse(text, out var id) ? id : null;

    internal static int Number(string? text, int usual) => int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) && number is >= 0 and < 100_000 ? number : usual;

    internal static bool Flag(JsonNode? node) => node is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;
}

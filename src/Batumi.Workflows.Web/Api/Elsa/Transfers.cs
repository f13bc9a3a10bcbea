using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Identity;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Studio;

namespace Batumi.Workflows.Web.Api.Elsa;

/// <summary>Definitions as files: import of JSON and of archives, export of one or many.</summary>
internal static class Transfers
{
    private const int MostFiles = 500, MostBytes = 20 * 1024 * 1024;

    public static void MapDefinitionTransfers(this RouteGroupBuilder api)
    {
        api.MapMethods("/workflow-definitions/import", ["POST", "PUT"], (HttpContext http, DefinitionShelf shelf, CancellationToken ct) => ImportAsync(null, http, shelf, ct)).Needs(MachineScopes.Edit);
        api.MapMethods("/workflow-definitions/{definitionId}/import", ["POST", "PUT"], (string definitionId, HttpContext http, DefinitionShelf shelf, CancellationToken ct) => ImportAsync(definitionId, http, shelf, ct)).Needs(MachineScopes.Edit);
        api.MapPost("/workflow-definitions/import-files", ImportFilesAsync).Needs(MachineScopes.Edit);
        api.MapMethods("/workflow-definitions/{definitionId}/export", ["GET", "POST"], ExportAsync);
        api.MapPost("/bulk-actions/export/workflow-definitions", BulkExportAsync);
    }

    private static async Task<IResult> ImportAsync(string? definitionId, HttpContext http, DefinitionShelf shelf, CancellationToken ct)
    {
        if (await http.BodyAsync(ct) is not { } model) return ElsaApi.NotJson();
        if (definitionId is not null) model["definitionId"] = definitionId;
        var saved = await shelf.SaveAsync(model, Definitions.Flag(model["isPublished"]) && definitionId is null, http.Caller(), ct);
        return saved.IsRefused ? http.Refuse(saved.Refused!) : ElsaApi.Json(Shapes.Definition(saved.Value!.Definition));
    }

    private static async Task<IResult> ImportFilesAsync(HttpContext http, DefinitionShelf shelf, CancellationToken ct)
    {
        if (!http.Request.HasFormContentType) return ElsaApi.Problem(StatusCodes.Status400BadRequest, "Elsa.NoFiles", "Send the files as multipart/form-data.");
        var models = new List<JsonObject>();
        foreach (var file in (await http.Request.ReadFormAsync(ct)).Files)
        {
            await using var content = file.OpenReadStream();
            if (await ModelsAsync(file.FileName, content, ct) is not { } read) return ElsaApi.Problem(StatusCodes.Status400BadRequest, "Elsa.BadFile", $"{Path.GetFileName(file.FileName)} is neither a definition in JSON nor an archive of such files, or is too large.");
            models.AddRange(read);
        }

        var count = 0;
        foreach (var model in models)
        {
            var saved = await shelf.SaveAsync(model, publish: false, http.Caller(), ct);
            if (saved.IsRefused) return http.Refuse(saved.Refused!);
            count++;
        }

        return ElsaApi.Json(new JsonObject { ["count"] = count });
    }

    private static async Task<IReadOnlyList<JsonObject>?> ModelsAsync(string fileName, Stream content, CancellationToken ct)
    {
        try
        {
            if (!fileName.EndsWith(".zip", StringComparison.OrdinalIgnoreCase)) return await ModelAsync(content, ct) is { } one ? [one] : null;
            await using var archive = new ZipArchive(content, ZipArchiveMode.Read);
            var models = new List<JsonObject>();
            foreach (var entry in archive.Entries.Where(e => e.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)))
            {
                if (models.Count == MostFiles) return null;
                await using var part = await entry.OpenAsync(ct);
                if (await ModelAsync(part, ct) is not { } model) return null;
                models.Add(model);
            }

            return models;
        }
        catch (Exception broken) when (broken is InvalidDataException or JsonException)
        {
            return null;
        }
    }

    // What an archive says of its size is not believed: reading stops at the bound.
    private static async Task<JsonObject?> ModelAsync(Stream content, CancellationToken ct)
    {
        using var kept = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = await content.ReadAsync(buffer, ct)) > 0;)
        {
            if (kept.Length + read > MostBytes) return null;
            kept.Write(buffer, 0, read);
        }

        return JsonNode.Parse(kept.ToArray(), documentOptions: new() { MaxDepth = 1000, AllowDuplicateProperties = false }) as JsonObject;
    }

    private static async Task<IResult> ExportAsync(string definitionId, string? versionOptions, DefinitionShelf shelf, CancellationToken ct) =>
        await shelf.FindAsync(definitionId, VersionChoice.Read(versionOptions) ?? VersionChoice.Latest, ct) is { } found
            ? Results.File(File(found), "application/octet-stream", Name(found)) : Results.NotFound();

    private static async Task<IResult> BulkExportAsync(HttpContext http, DefinitionShelf shelf, CancellationToken ct)
    {
        if (await http.BodyAsync(ct) is not { } body) return ElsaApi.NotJson();
        var ids = Definitions.Texts(body["ids"]).Select(Definitions.Id).OfType<Guid>().ToList();
        var (items, _) = await shelf.ListAsync(new(new(VersionKind.AllVersions), Ids: ids), "Name", isDescending: false, 0, MostFiles, ct);
        if (items.Count == 0) return Results.NotFound();
        if (items.Count == 1) return Results.File(File(items[0]), "application/octet-stream", Name(items[0]));

        using var kept = new MemoryStream();
        await using (var archive = new ZipArchive(kept, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var item in items)
            {
                await using var entry = await archive.CreateEntry($"{item.Version}-{Name(item)}").OpenAsync(ct);
                await entry.WriteAsync(File(item), ct);
            }
        }

        return Results.File(kept.ToArray(), "application/octet-stream", "workflow-definitions.zip");
    }

    private static byte[] File(ShelvedDefinition definition)
    {
        var shape = Shapes.Definition(definition);
        shape.Remove("links");
        var file = new JsonObject { ["$schema"] = DefinitionModel.Schema };
        foreach (var (name, value) in shape) file[name] = value?.DeepClone();
        return Encoding.UTF8.GetBytes(file.ToJsonString(Plain));
    }

    private static string Name(ShelvedDefinition definition) => $"workflow-definition-{string.Concat(definition.DefinitionId.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))}.json";

    private static readonly JsonSerializerOptions Plain = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}

using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Identity;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Application.Studio;

namespace Batumi.Workflows.Web.Api.Elsa;

/// <summary>Runs as files: state, journal and executions. None is taken in: a run that was lived elsewhere has no journal here that proves it.</summary>
internal static class RunTransfers
{
    private const int MostRuns = 500;
    private static readonly JsonSerializerOptions plain = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void MapRunTransfers(this RouteGroupBuilder api)
    {
        api.MapGet("/workflow-instances/{id}/export", ExportAsync);
        api.MapPost("/bulk-actions/export/workflow-instances", BulkExportAsync);
        api.MapPost("/bulk-actions/import/workflow-instances", () => ElsaApi.Problem(StatusCodes.Status400BadRequest, "Elsa.NoRunImport",
            "Runs are not taken in: each is the sum of its journal, and one that was lived elsewhere has none here. Import the definition and begin a run of it.")).Needs(MachineScopes.Run);
    }

    private static async Task<IResult> ExportAsync(string id, PlainRuns runs, RunHistory history, CancellationToken ct) =>
        await Runs.FindAsync(id, runs, ct) is { } view ? Results.File(await FileAsync(view, history, ct), "application/octet-stream", Name(view)) : Results.NotFound();

    private static async Task<IResult> BulkExportAsync(HttpContext http, PlainRuns runs, RunHistory history, CancellationToken ct)
    {
        if (await http.BodyAsync(ct) is not { } body) return ElsaApi.NotJson();
        var views = new List<RunView>();
        foreach (var id in Definitions.Texts(body["ids"]).Distinct().Take(MostRuns))
        {
            if (await Runs.FindAsync(id, runs, ct) is { } view) views.Add(view);
        }

        if (views.Count == 0) return Results.NotFound();
        if (views is [var only]) return Results.File(await FileAsync(only, history, ct), "application/octet-stream", Name(only));
        using var kept = new MemoryStream();
        await using (var archive = new ZipArchive(kept, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var view in views)
            {
                await using var entry = await archive.CreateEntry(Name(view)).OpenAsync(ct);
                await entry.WriteAsync(await FileAsync(view, history, ct), ct);
            }
        }

        return Results.File(kept.ToArray(), "application/octet-stream", "workflow-instances.zip");
    }

    // The values of a citizen's case are not in it, as nowhere in this API.
    private static async Task<byte[]> FileAsync(RunView view, RunHistory history, CancellationToken ct)
    {
        var file = new JsonObject
        {
            ["workflowState"] = RunShapes.State(view), ["variables"] = RunShapes.Variables(view)["items"]!.DeepClone(),
            ["workflowExecutionLog"] = await History.WholeJournalAsync(view, history, ct), ["activityExecutionLog"] = await History.AllExecutionsAsync(view, history, ct),
        };
        return Encoding.UTF8.GetBytes(file.ToJsonString(plain));
    }

    private static string Name(RunView view) => $"workflow-instance-{view.Run.Id:N}.json";
}

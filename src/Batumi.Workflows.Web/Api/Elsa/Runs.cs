using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Identity;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Application.Studio;
using Batumi.Workflows.Engine.State;

namespace Batumi.Workflows.Web.Api.Elsa;

/// <summary>Runs: begin, carry on, cancel, list, read, remove.</summary>
internal static class Runs
{
    private const string InstanceHeader = "x-elsa-workflow-instance-id", CannotStartHeader = "x-elsa-workflow-cannot-start";
    private const int MostAtOnce = 1000;

    public static void MapRuns(this RouteGroupBuilder api)
    {
        api.MapMethods("/workflow-definitions/{definitionId}/execute", ["GET", "POST"], ExecuteAsync).Needs(MachineScopes.Run);
        api.MapPost("/workflow-definitions/{definitionId}/dispatch", DispatchAsync).Needs(MachineScopes.Run);
        api.MapPost("/workflow-definitions/{definitionId}/bulk-dispatch", BulkDispatchAsync).Needs(MachineScopes.Run);
        api.MapPost("/tasks/{taskId}/complete", CompleteAsync).Needs(MachineScopes.Run);
        api.MapPost("/events/{name}/trigger", TriggerAsync).Needs(MachineScopes.Run);
        api.MapPost("/cancel/workflow-instances/{id}", CancelAsync).Needs(MachineScopes.Run);
        api.MapPost("/bulk-actions/cancel/workflow-instances", BulkCancelAsync).Needs(MachineScopes.Run);
        api.MapGet("/workflow-instances", (HttpContext http, PlainRuns runs, CancellationToken ct) => ListAsync(Query(http.Request.Query), runs, ct));
        api.MapPost("/workflow-instances", async (HttpContext http, PlainRuns runs, CancellationToken ct) => await http.BodyAsync(ct) is { } body ? await ListAsync(body, runs, ct) : ElsaApi.NotJson());
        api.MapGet("/workflow-instances/{id}", GetAsync);
        api.MapGet("/workflow-instances/{id}/execution-state", StateAsync);
        api.MapGet("/workflow-instances/{id}/variables", VariablesAsync);
        api.MapDelete("/workflow-instances/{id}", DeleteAsync).Needs(MachineScopes.Run);
        api.MapPost("/bulk-actions/delete/workflow-instances", BulkDeleteAsync).Needs(MachineScopes.Run);
        api.MapPost("/bulk-actions/delete/workflow-instances/by-id", BulkDeleteAsync).Needs(MachineScopes.Run);
    }

    private static async Task<IResult> ExecuteAsync(string definitionId, HttpContext http, PlainRuns runs, CancellationToken ct)
    {
        if (await StartAsync(definitionId, http, runs, ct) is not { } started) return ElsaApi.NotJson();
        http.Response.Headers[CannotStartHeader] = started.Refused == CannotStart ? "True" : "False";
        if (started.Refused == CannotStart) return ElsaApi.Json(new JsonObject { ["cannotStart"] = true });
        if (started.IsRefused) return http.Refuse(started.Refused!);

        http.Response.Headers[InstanceHeader] = $"{started.Value:N}";
        var view = (await runs.FindAsync(started.Value, ct))!;
        var hasFaulted = view.Run.SubStatus == nameof(RunSubStatus.Faulted);        // 500 with the state is what Elsa answers then: an incident, not an exception of ours
        return ElsaApi.Json(new JsonObject { ["workflowState"] = RunShapes.State(view) }, hasFaulted ? StatusCodes.Status500InternalServerError : StatusCodes.Status200OK);
    }

    private static async Task<IResult> DispatchAsync(string definitionId, HttpContext http, PlainRuns runs, CancellationToken ct)
    {
        if (await StartAsync(definitionId, http, runs, ct) is not { } started) return ElsaApi.NotJson();
        http.Response.Headers[CannotStartHeader] = started.Refused == CannotStart ? "True" : "False";
        if (started.Refused == CannotStart) return ElsaApi.Json(new JsonObject { ["workflowInstanceId"] = null });
        return started.IsRefused ? http.Refuse(started.Refused!) : ElsaApi.Json(new JsonObject { ["workflowInstanceId"] = $"{started.Value:N}" });
    }

    private static async Task<IResult> BulkDispatchAsync(string definitionId, HttpContext http, PlainRuns runs, CancellationToken ct)
    {
        if (await http.BodyAsync(ct) is not { } body) return ElsaApi.NotJson();
        var count = body["count"] is JsonValue value && value.TryGetValue<int>(out var given) ? given : 1;
        if (count is < 1 or > MostAtOnce) return ElsaApi.Problem(StatusCodes.Status400BadRequest, "Elsa.Count", $"count must be from 1 to {MostAtOnce}.");
        var ids = new JsonArray();
        for (var i = 0; i < count; i++)
        {
            var started = await runs.StartAsync(definitionId, Versions(body), body["input"] as JsonObject, Text(body["correlationId"]), Text(body["triggerActivityId"]), http.Caller(), ct);
            if (started.Refused is { } refused && refused != CannotStart) return http.Refuse(refused);
            if (!started.IsRefused) ids.Add((JsonNode)$"{started.Value:N}");
        }

        return ElsaApi.Json(new JsonObject { ["workflowInstanceIds"] = ids });
    }

    private static Refusal CannotStart { get; } = new("Elsa.CannotStart");

    private static async Task<Answer<Guid>?> StartAsync(string definitionId, HttpContext http, PlainRuns runs, CancellationToken ct)
    {
        var body = HttpMethods.IsGet(http.Request.Method) ? Query(http.Request.Query) : await http.BodyAsync(ct);
        if (body is null) return null;
        return await runs.StartAsync(definitionId, Versions(body), body["input"]?.DeepClone() as JsonObject, Text(body["correlationId"]), Text(body["triggerActivityId"]), http.Caller(), ct);
    }

    private static async Task<IResult> CompleteAsync(string taskId, HttpContext http, PlainRuns runs, CancellationToken ct)
    {
        if (await http.BodyAsync(ct) is not { } body) return ElsaApi.NotJson();
        return await runs.CompleteAsync(taskId, Text(body["outcome"]), body["result"]?.DeepClone(), http.Caller(), ct) is { } refused ? http.Refuse(refused) : Results.Ok();
    }

    private static async Task<IResult> TriggerAsync(string name, HttpContext http, RunMessages messages, CancellationToken ct)
    {
        if (await http.BodyAsync(ct) is not { } body) return ElsaApi.NotJson();
        var only = Text(body["workflowInstanceId"]);
        if (only is not null && !Guid.TryParse(only, out _)) return Results.NotFound();
        var payload = (body["input"] ?? body["payload"])?.DeepClone();
        var touched = await messages.PublishAsync(name, payload, Text(body["correlationId"]), only is null ? null : Guid.Parse(only), http.Caller(), IntentKey.New().Value, ct);
        foreach (var run in touched) await messages.DeliverOfAsync(run, ct);
        return Results.Ok();
    }

    private static async Task<IResult> CancelAsync(string id, HttpContext http, PlainRuns runs, CancellationToken ct)
    {
        if (Definitions.Id(id) is not { } known || await runs.FindAsync(known, ct) is null) return Results.NotFound();
        return await runs.CancelAsync(known, http.Caller(), ct) is { } refused ? http.Refuse(refused) : Results.Ok();
    }

    private static async Task<IResult> BulkCancelAsync(HttpContext http, PlainRuns runs, CancellationToken ct)
    {
        if (await http.BodyAsync(ct) is not { } body) return ElsaApi.NotJson();
        var ids = Definitions.Texts(body["ids"]).Select(Definitions.Id).OfType<Guid>().ToList();
        if (Text(body["definitionId"]) is { } definition)
            ids.AddRange((await runs.ListAsync(new([definition], [nameof(RunStatus.Running)], [], null, null, null, null, []), null, isDescending: false, 0, MostAtOnce, ct)).Items.Select(r => r.Run.Id));
        var cancelled = 0;
        foreach (var id in ids.Take(MostAtOnce))
        {
            if (await runs.FindAsync(id, ct) is { Run.EndedAtUtc: null } && await runs.CancelAsync(id, http.Caller(), ct) is null) cancelled++;
        }

        return ElsaApi.Json(new JsonObject { ["cancelled"] = cancelled });
    }

    private static async Task<IResult> ListAsync(JsonObject asked, PlainRuns runs, CancellationToken ct)
    {
        var query = new RunQuery(
            [.. Many(asked, "definitionId", "definitionIds")], [.. Many(asked, "status", "statuses")], [.. Many(asked, "subStatus", "subStatuses")], Text(asked["correlationId"]), Text(asked["searchTerm"]),
            Whole(asked["version"]), asked["hasIncidents"] is JsonValue has && bool.TryParse(has.ToString(), out var flag) ? flag : null, [.. Definitions.Texts(asked["ids"]).Select(Definitions.Id).OfType<Guid>()]);
        var (page, size) = (Math.Max(0, Whole(asked["page"]) ?? 0), Math.Clamp(Whole(asked["pageSize"]) ?? 100, 1, MostAtOnce));
        var isDescending = !string.Equals(Text(asked["orderDirection"]), "Ascending", StringComparison.OrdinalIgnoreCase);
        var (items, total) = await runs.ListAsync(query, Text(asked["orderBy"]), isDescending, page * size, size, ct);
        return ElsaApi.Json(new JsonObject { ["items"] = new JsonArray([.. items.Select(r => (JsonNode)RunShapes.Summary(r))]), ["totalCount"] = total });
    }

    private static async Task<IResult> GetAsync(string id, PlainRuns runs, CancellationToken ct) => await FindAsync(id, runs, ct) is { } view ? ElsaApi.Json(RunShapes.Instance(view)) : Results.NotFound();

    private static async Task<IResult> StateAsync(string id, PlainRuns runs, CancellationToken ct) => await FindAsync(id, runs, ct) is { } view
        ? ElsaApi.Json(new JsonObject { ["status"] = view.Run.Status, ["subStatus"] = view.Run.SubStatus, ["updatedAt"] = Shapes.Moment(view.Run.UpdatedAtUtc ?? view.Run.StartedAtUtc) }) : Results.NotFound();

    private static async Task<IResult> VariablesAsync(string id, PlainRuns runs, CancellationToken ct) => await FindAsync(id, runs, ct) is { } view ? ElsaApi.Json(RunShapes.Variables(view)) : Results.NotFound();

    private static async Task<IResult> DeleteAsync(string id, HttpContext http, PlainRuns runs, CancellationToken ct)
    {
        if (await FindAsync(id, runs, ct) is not { } view) return Results.NotFound();
        if (view.IsCase) return http.Refuse(PlainRuns.OfCase);
        await runs.DeleteAsync([view.Run.Id], ct);
        return Results.NoContent();
    }

    private static async Task<IResult> BulkDeleteAsync(HttpContext http, PlainRuns runs, CancellationToken ct)
    {
        if (await http.BodyAsync(ct) is not { } body) return ElsaApi.NotJson();
        var ids = Definitions.Texts(body["ids"]).Select(Definitions.Id).OfType<Guid>().ToList();
        foreach (var definition in Many(body, "workflowDefinitionId", "workflowDefinitionIds").Concat(Many(body, "definitionId", "definitionIds")))
            ids.AddRange((await runs.ListAsync(new([definition], [], [], null, null, null, null, []), null, isDescending: false, 0, MostAtOnce, ct)).Items.Select(r => r.Run.Id));
        return ElsaApi.Json(new JsonObject { ["deleted"] = await runs.DeleteAsync([.. ids.Take(MostAtOnce)], ct) });
    }

    internal static async Task<RunView?> FindAsync(string id, PlainRuns runs, CancellationToken ct) => Definitions.Id(id) is { } known ? await runs.FindAsync(known, ct) : null;

    private static VersionChoice Versions(JsonObject body) => VersionChoice.Read(body["versionOptions"] is JsonValue value ? value.ToString() : null) ?? VersionChoice.Published;

    internal static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    private static int? Whole(JsonNode? node) => node is JsonValue value && int.TryParse(value.ToString(), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    private static IEnumerable<string> Many(JsonObject body, string one, string many) => Text(body[one]) is { } single ? [single, .. Definitions.Texts(body[many])] : Definitions.Texts(body[many]);

    private static JsonObject Query(IQueryCollection query) => new(query.Select(q => KeyValuePair.Create<string, JsonNode?>(char.ToLowerInvariant(q.Key[0]) + q.Key[1..],
        q.Key.EndsWith("ids", StringComparison.OrdinalIgnoreCase) || q.Key.EndsWith("statuses", StringComparison.OrdinalIgnoreCase) ? new JsonArray([.. q.Value.Select(v => (JsonNode?)v)]) : q.Value.ToString())));
}

using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Application.Studio;
using Batumi.Workflows.Engine.Definitions;

namespace Batumi.Workflows.Web.Api.Elsa;

/// <summary>What a run's activities did: the journal and the executions, worked out from the run's journal when somebody asks.</summary>
internal static class History
{
    public static void MapHistory(this RouteGroupBuilder api)
    {
        api.MapMethods("/workflow-instances/{id}/journal", ["GET", "POST"], JournalAsync);
        api.MapGet("/workflow-instances/{id}/journal/review", LastAsync);
        api.MapGet("/activity-executions/list", (HttpContext http, PlainRuns runs, RunHistory history, CancellationToken ct) => ExecutionsAsync(http, runs, history, isWhole: true, ct));
        api.MapGet("/activity-execution-summaries/list", (HttpContext http, PlainRuns runs, RunHistory history, CancellationToken ct) => ExecutionsAsync(http, runs, history, isWhole: false, ct));
        api.MapGet("/activity-executions/count", CountAsync);
        api.MapGet("/activity-executions/by-id", (string? id, PlainRuns runs, RunHistory history, CancellationToken ct) => ExecutionAsync(id ?? "", runs, history, ct));
        api.MapPost("/activity-executions/report", ReportAsync);
        api.MapGet("/activity-executions/{id}", ExecutionAsync);
        api.MapGet("/activity-executions/{id}/call-stack", CallStackAsync);
        api.MapGet("/resilience/retries/{id}", () => ElsaApi.Json(new JsonObject { ["items"] = new JsonArray(), ["totalCount"] = 0 }));
    }

    private static async Task<IResult> JournalAsync(string id, HttpContext http, PlainRuns runs, RunHistory history, CancellationToken ct)
    {
        if (await Runs.FindAsync(id, runs, ct) is not { } view) return Results.NotFound();
        var filter = HttpMethods.IsPost(http.Request.Method) ? (await http.BodyAsync(ct))?["filter"] as JsonObject : null;
        var events = (await history.ReadAsync(view.Run.Id, isDetailed: !view.IsCase, ct)).Where(e => Passes(e, filter)).ToList();
        var asked = http.Request.Query;
        var size = Math.Clamp(Definitions.Number(asked.ContainsKey("take") ? asked["take"] : asked["pageSize"], 1000), 1, 10_000);
        var skip = asked.ContainsKey("skip") ? Definitions.Number(asked["skip"], 0) : Definitions.Number(asked["page"], 0) * size;
        return ElsaApi.Json(new JsonObject { ["items"] = new JsonArray([.. events.Skip(skip).Take(size).Select(e => (JsonNode)Entry(view, e))]), ["totalCount"] = events.Count });
    }

    /// <summary>The whole journal of a run, as a file of it holds.</summary>
    internal static async Task<JsonArray> WholeJournalAsync(RunView view, RunHistory history, CancellationToken ct) =>
        new([.. (await history.ReadAsync(view.Run.Id, isDetailed: !view.IsCase, ct)).Select(e => (JsonNode)Entry(view, e))]);

    internal static async Task<JsonArray> AllExecutionsAsync(RunView view, RunHistory history, CancellationToken ct) => new([.. (await ReadAsync(view, history, ct)).Select(x => (JsonNode)x.ToJson(view, isWhole: true))]);

    private static bool Passes(HistoryEvent e, JsonObject? filter)
    {
        if (filter is null) return true;
        bool In(string name, string value) => Definitions.Texts(filter[name]).ToList() is { Count: > 0 } wanted ? wanted.Contains(value) : true;
        return In("activityIds", ActivityIds.Shown(e.Event.ActivityId)) && In("activityNodeIds", e.Event.NodeId) && In("eventNames", e.Event.Event) && !Definitions.Texts(filter["excludedActivityTypes"]).Contains(e.Event.ActivityType);
    }

    private static async Task<IResult> LastAsync(string id, PlainRuns runs, RunHistory history, CancellationToken ct)
    {
        if (await Runs.FindAsync(id, runs, ct) is not { } view) return Results.NotFound();
        return (await history.ReadAsync(view.Run.Id, isDetailed: false, ct)) is [.., var last] ? ElsaApi.Json(Entry(view, last)) : Results.NotFound();
    }

    private static JsonObject Entry(RunView view, HistoryEvent e)
    {
        var entry = new JsonObject
        {
            ["id"] = $"{view.Run.Id:N}-{e.Sequence}", ["activityInstanceId"] = Instance(view, e.Event.Frame), ["activityId"] = ActivityIds.Shown(e.Event.ActivityId), ["activityType"] = e.Event.ActivityType,
            ["activityTypeVersion"] = 1, ["nodeId"] = e.Event.NodeId, ["timestamp"] = Shapes.Moment(e.AtUtc), ["sequence"] = e.Sequence, ["eventName"] = e.Event.Event,
        };
        if (e.Event.ParentFrame > 0) entry["parentActivityInstanceId"] = Instance(view, e.Event.ParentFrame);
        if (e.Event.Name is { } name) entry["activityName"] = name;
        if (e.Event.Message is { } message && !view.IsCase) entry["message"] = message;
        if (e.Event.State is { } state) entry["activityState"] = state.DeepClone();
        return entry;
    }

    private static async Task<IResult> ExecutionsAsync(HttpContext http, PlainRuns runs, RunHistory history, bool isWhole, CancellationToken ct)
    {
        var asked = http.Request.Query;
        if (await Runs.FindAsync(asked["workflowInstanceId"].ToString(), runs, ct) is not { } view) return ElsaApi.Json(new JsonObject { ["items"] = new JsonArray(), ["count"] = 0 });
        var node = asked["activityNodeId"].ToString();
        var items = new JsonArray([.. (await ReadAsync(view, history, ct)).Where(x => node.Length == 0 || x.NodeId == node).Select(x => (JsonNode)x.ToJson(view, isWhole))]);
        return ElsaApi.Json(new JsonObject { ["items"] = items, ["count"] = items.Count });
    }

    private static async Task<IResult> CountAsync(HttpContext http, PlainRuns runs, RunHistory history, CancellationToken ct) =>
        await Runs.FindAsync(http.Request.Query["workflowInstanceId"].ToString(), runs, ct) is { } view ? ElsaApi.Json(new JsonObject { ["count"] = (await ReadAsync(view, history, ct)).Count }) : Results.NotFound();

    private static async Task<IResult> ExecutionAsync(string id, PlainRuns runs, RunHistory history, CancellationToken ct)
    {
        var run = id.Split('-')[0];
        if (await Runs.FindAsync(run, runs, ct) is not { } view) return Results.NotFound();
        return (await ReadAsync(view, history, ct)).FirstOrDefault(x => Instance(view, x.Frame) == id) is { } found ? ElsaApi.Json(found.ToJson(view, isWhole: true)) : Results.NotFound();
    }

    private static async Task<IResult> CallStackAsync(string id, PlainRuns runs, RunHistory history, CancellationToken ct)
    {
        var run = id.Split('-')[0];
        if (await Runs.FindAsync(run, runs, ct) is not { } view) return Results.NotFound();
        var byFrame = (await ReadAsync(view, history, ct)).ToDictionary(x => x.Frame);
        var stack = new List<Execution>();
        for (var at = byFrame.Values.FirstOrDefault(x => Instance(view, x.Frame) == id); at is not null; at = byFrame.GetValueOrDefault(at.ParentFrame)) stack.Insert(0, at);
        return ElsaApi.Json(new JsonObject { ["activityExecutionId"] = id, ["items"] = new JsonArray([.. stack.Select(x => (JsonNode)x.ToJson(view, isWhole: true))]), ["totalCount"] = stack.Count });
    }

    private static async Task<IResult> ReportAsync(HttpContext http, PlainRuns runs, RunHistory history, CancellationToken ct)
    {
        if (await http.BodyAsync(ct) is not { } body) return ElsaApi.NotJson();
        if (await Runs.FindAsync(Runs.Text(body["workflowInstanceId"]) ?? "", runs, ct) is not { } view) return Results.NotFound();
        var nodes = Definitions.Texts(body["activityNodeIds"]).ToHashSet();
        var stats = (await ReadAsync(view, history, ct)).Where(x => nodes.Contains(x.NodeId)).GroupBy(x => x.NodeId).Select(g => (JsonNode)new JsonObject
        {
            ["activityId"] = ActivityIds.Shown(g.First().ActivityId), ["activityNodeId"] = g.Key, ["startedCount"] = g.Count(), ["completedCount"] = g.Count(x => x.Status == "Completed"),
            ["uncompletedCount"] = g.Count(x => x.Status == "Running"), ["isBlocked"] = g.Any(x => x.HasBookmarks), ["isFaulted"] = g.Any(x => x.Status == "Faulted"),
            ["aggregateFaultCount"] = g.Count(x => x.Status == "Faulted"), ["metadata"] = new JsonObject(),
        });
        return ElsaApi.Json(new JsonObject { ["stats"] = new JsonArray([.. stats]) });
    }

    private static string Instance(RunView view, int frame) => $"{view.Run.Id:N}-{frame}";

    private static async Task<IReadOnlyList<Execution>> ReadAsync(RunView view, RunHistory history, CancellationToken ct)
    {
        var byFrame = new Dictionary<int, Execution>();
        foreach (var e in await history.ReadAsync(view.Run.Id, isDetailed: !view.IsCase, ct))
        {
            if (!byFrame.TryGetValue(e.Event.Frame, out var execution))
                byFrame[e.Event.Frame] = execution = new(e.Event.Frame, e.Event.ParentFrame, e.Event.ActivityId, e.Event.NodeId, e.Event.ActivityType, e.Event.Name, e.AtUtc);
            execution.Heed(e);
        }

        return [.. byFrame.Values];
    }

    /// <summary>One execution of one activity, put together from its events.</summary>
    private sealed record Execution(int Frame, int ParentFrame, string ActivityId, string NodeId, string ActivityType, string? Name, DateTime StartedAtUtc)
    {
        private DateTime? endedAtUtc;
        private JsonObject? state, outputs;
        private string? message;

        public string Status { get; private set; } = "Running";
        public bool HasBookmarks { get; private set; }

        public void Heed(HistoryEvent e)
        {
            state = Joined(state, e.Event.State);
            outputs = Joined(outputs, e.Event.Outputs);
            message = e.Event.Message ?? message;
            HasBookmarks = e.Event.Event == "Suspended";
            (Status, endedAtUtc) = e.Event.Event is "Completed" or "Canceled" or "Faulted" ? (e.Event.Event, e.AtUtc) : ("Running", (DateTime?)null);
        }

        // A step tells of itself only: what an earlier one saw stays.
        private static JsonObject? Joined(JsonObject? before, JsonObject? now)
        {
            if (now is null) return before;
            var joined = before?.DeepClone().AsObject() ?? [];
            foreach (var (name, value) in now) joined[name] = value?.DeepClone();
            return joined;
        }

        public JsonObject ToJson(RunView view, bool isWhole)
        {
            var shape = new JsonObject
            {
                ["workflowInstanceId"] = $"{view.Run.Id:N}", ["activityId"] = ActivityIds.Shown(ActivityId), ["activityNodeId"] = NodeId, ["activityType"] = ActivityType, ["activityTypeVersion"] = 1,
                ["startedAt"] = Shapes.Moment(StartedAtUtc), ["hasBookmarks"] = HasBookmarks, ["status"] = Status, ["metadata"] = new JsonObject(), ["aggregateFaultCount"] = Status == "Faulted" ? 1 : 0,
                ["id"] = Instance(view, Frame),
            };
            if (Name is not null) shape["activityName"] = Name;
            if (endedAtUtc is { } ended && Status != "Faulted") shape["completedAt"] = Shapes.Moment(ended);
            if (!isWhole) return shape;
            shape["activityState"] = state?.DeepClone() ?? new JsonObject();
            shape["outputs"] = outputs?.DeepClone() ?? new JsonObject();
            shape["properties"] = new JsonObject();
            if (message is not null && !view.IsCase) shape["exception"] = new JsonObject { ["type"] = "Exception", ["message"] = message };
            return shape;
        }
    }
}

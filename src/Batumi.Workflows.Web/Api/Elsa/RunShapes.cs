using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Application.Studio;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.State;

namespace Batumi.Workflows.Web.Api.Elsa;

/// <summary>Runs in the shapes that Elsa's API answers with. The values of a citizen's case are nobody's here.</summary>
internal static class RunShapes
{
    public static JsonObject Summary(RunView view)
    {
        var run = view.Run;
        var shape = new JsonObject
        {
            ["id"] = $"{run.Id:N}", ["definitionId"] = run.DefinitionId, ["definitionVersionId"] = $"{view.DefinitionVersionId:N}", ["version"] = run.DefinitionVersion, ["status"] = run.Status,
            ["subStatus"] = run.SubStatus, ["correlationId"] = view.IsCase ? null : run.CorrelationId, ["name"] = view.IsCase ? null : run.Name, ["incidentCount"] = run.IncidentCount,
            ["createdAt"] = Shapes.Moment(run.StartedAtUtc), ["updatedAt"] = Shapes.Moment(run.UpdatedAtUtc ?? run.StartedAtUtc), ["finishedAt"] = run.EndedAtUtc is { } ended ? Shapes.Moment(ended) : null,
        };
        return WithoutNulls(shape, "correlationId", "name", "finishedAt");
    }

    public static JsonObject Instance(RunView view)
    {
        var shape = Summary(view);
        shape["isExecuting"] = false;
        shape["isSystem"] = false;
        if (view.Run.ParentRunId is { } parent) shape["parentWorkflowInstanceId"] = $"{parent:N}";
        shape["workflowState"] = State(view);
        return shape;
    }

    public static JsonObject State(RunView view)
    {
        var (run, state) = (view.Run, WorkflowState.FromJson(view.Run.State));
        var shape = new JsonObject
        {
            ["id"] = $"{run.Id:N}", ["definitionId"] = run.DefinitionId, ["definitionVersionId"] = $"{view.DefinitionVersionId:N}", ["definitionVersion"] = run.DefinitionVersion,
            ["correlationId"] = view.IsCase ? null : state.CorrelationId, ["name"] = view.IsCase ? null : state.Name, ["status"] = run.Status, ["subStatus"] = run.SubStatus, ["isExecuting"] = false,
            ["bookmarks"] = new JsonArray([.. state.Bookmarks.Select(b => (JsonNode)Bookmark(run, b))]),
            ["incidents"] = new JsonArray([.. state.Incidents.Select(i => (JsonNode)Incident(i, view.IsCase))]),
            ["isSystem"] = false, ["completionCallbacks"] = new JsonArray(), ["activityExecutionContexts"] = new JsonArray(), ["scheduledActivities"] = new JsonArray(),
            ["input"] = view.IsCase ? new JsonObject() : state.Input, ["output"] = view.IsCase ? new JsonObject() : state.Output, ["properties"] = new JsonObject(),
            ["createdAt"] = Shapes.Moment(run.StartedAtUtc), ["updatedAt"] = Shapes.Moment(run.UpdatedAtUtc ?? run.StartedAtUtc), ["finishedAt"] = run.EndedAtUtc is { } ended ? Shapes.Moment(ended) : null,
        };
        return WithoutNulls(shape, "correlationId", "name", "finishedAt");
    }

    public static JsonObject Variables(RunView view)
    {
        var items = new JsonArray();
        if (!view.IsCase)
        {
            foreach (var (id, name, value) in WorkflowState.FromJson(view.Run.State).NamedVariables) items.Add((JsonNode)new JsonObject { ["id"] = id, ["name"] = name, ["value"] = value });
        }

        return new() { ["items"] = items, ["count"] = items.Count };
    }

    private static JsonObject Bookmark(Run run, Bookmark bookmark) => new()
    {
        ["id"] = bookmark.Id, ["name"] = bookmark.ActivityType, ["hash"] = "",
        ["payload"] = bookmark.Kind switch
        {
            BookmarkKind.Task => new JsonObject { ["taskId"] = bookmark.Id, ["taskName"] = bookmark.Name },
            BookmarkKind.Event => new JsonObject { ["eventName"] = bookmark.Name },
            BookmarkKind.Timer when bookmark.DueAt is { } due => new JsonObject { ["resumeAt"] = Shapes.Moment(due.UtcDateTime) },
            _ => new JsonObject(),
        },
        ["activityId"] = ActivityIds.Shown(bookmark.ActivityId), ["activityInstanceId"] = $"{run.Id:N}-{bookmark.Frame}", ["createdAt"] = Shapes.Moment(run.UpdatedAtUtc ?? run.StartedAtUtc), ["autoBurn"] = true, ["autoComplete"] = true,
    };

    private static JsonObject Incident(Incident incident, bool isCase) => new()
    {
        ["activityId"] = ActivityIds.Shown(incident.ActivityId), ["activityNodeId"] = incident.ActivityId, ["activityType"] = incident.ActivityType, ["message"] = isCase ? incident.Code : incident.Message,
        ["exception"] = new JsonObject { ["type"] = incident.Code, ["message"] = isCase ? incident.Code : incident.Message, ["stackTrace"] = null, ["innerException"] = null },
        ["timestamp"] = Shapes.Moment(incident.At.UtcDateTime),
    };

    private static JsonObject WithoutNulls(JsonObject shape, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (shape[name] is null) shape.Remove(name);
        }

        return shape;
    }
}

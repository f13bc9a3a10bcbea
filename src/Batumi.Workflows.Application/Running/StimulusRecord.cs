using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Batumi.Workflows.Engine;
using Batumi.Workflows.Engine.Definitions;

namespace Batumi.Workflows.Application.Running;

/// <summary>A stimulus as the journal keeps it: its kind and names plainly, its values and reason as one sealed payload.</summary>
internal sealed record StimulusRecord(JournalKind Kind, string? Subject, string? Outcome, string Payload)
{
    public const string Applicant = "applicant", Staff = "staff";

    public static StimulusRecord Of(Beginning beginning, string? why) => new(JournalKind.Started, null, null, Json(new()
    {
        ["input"] = beginning.Input?.DeepClone(), ["correlationId"] = beginning.CorrelationId, ["why"] = why, ["trigger"] = beginning.TriggerActivityId,
    }));

    public static StimulusRecord Of(Stimulus stimulus, string? why) => stimulus switch
    {
        Stimulus.TaskCompleted s => new(JournalKind.TaskCompleted, s.TaskId, s.Outcome, Json(new() { ["result"] = s.Result?.DeepClone(), ["why"] = why })),
        Stimulus.TimerElapsed s => new(JournalKind.TimerElapsed, s.BookmarkId, null, Json(new() { ["why"] = why })),
        Stimulus.EventReceived s => new(JournalKind.EventReceived, s.Name, null, Json(new() { ["payload"] = s.Payload?.DeepClone(), ["why"] = why })),
        Stimulus.TermReached s => new(JournalKind.TermReached, $"{s.Percent}", null, Json(new() { ["why"] = why })),
        Stimulus.TermExtended s => new(JournalKind.TermExtended, $"{s.By}", null, Json(new() { ["why"] = why })),
        Stimulus.MessageWritten s => new(JournalKind.Message, s.ByApplicant ? Applicant : Staff, null, Json(new() { ["why"] = why })),
        Stimulus.TextsStopped _ => new(JournalKind.TextsStopped, null, null, Json(new() { ["why"] = why })),
        Stimulus.Recounted s => new(JournalKind.Recounted, null, null, Json(new()
        {
            ["dueAt"] = new JsonObject(s.DueAt.Select(d => KeyValuePair.Create<string, JsonNode?>(d.Key, d.Value.ToString("O", CultureInfo.InvariantCulture)))), ["why"] = why,
        })),
        Stimulus.TaskProlonged s => new(JournalKind.TaskProlonged, s.TaskId, $"{s.Rule}", Json(new() { ["dueAt"] = s.DueAt.ToString("O", CultureInfo.InvariantCulture), ["why"] = why })),
        Stimulus.TaskReminded s => new(JournalKind.TaskReminded, s.TaskId, s.Mark, Json(new() { ["why"] = why })),
        Stimulus.TaskAssigned s => new(JournalKind.TaskAssigned, s.TaskId, s.To, Json(new() { ["why"] = why })),
        Stimulus.RunEnded s => new(JournalKind.RunEnded, s.BookmarkId, s.SubStatus, Json(new() { ["output"] = s.Output?.DeepClone(), ["atOnce"] = s.AtOnce, ["why"] = why })),
        Stimulus.RunRefused s => new(JournalKind.RunRefused, s.BookmarkId, s.Code, Json(new() { ["message"] = s.Message, ["why"] = why })),
        Stimulus.HttpAnswered s => new(JournalKind.HttpAnswered, s.BookmarkId, s.StatusCode?.ToString(CultureInfo.InvariantCulture) ?? s.Error, Json(new()
        {
            ["status"] = s.StatusCode, ["headers"] = s.Headers?.DeepClone(), ["body"] = s.Body, ["error"] = s.Error, ["why"] = why,
        })),
        Stimulus.Cancelled s => new(JournalKind.Cancelled, null, s.Reason, Json(new() { ["reason"] = s.Reason, ["why"] = why })),
        Stimulus.IncidentRetried s => new(JournalKind.IncidentRetried, s.IncidentId, null, Json(new() { ["why"] = why })),
        Stimulus.IncidentSkipped s => new(JournalKind.IncidentSkipped, s.IncidentId, s.Outcome, Json(new() { ["reason"] = s.Reason, ["why"] = why })),
        _ => throw new InvalidOperationException($"No journal form for {stimulus.GetType().Name}."),
    };

    /// <summary>The same with the definitions that the step wished to run and that were not there: a replay cannot work them out.</summary>
    public StimulusRecord Without(IReadOnlySet<string>? unpublished)
    {
        if (unpublished is null) return this;
        var payload = Read(Payload);
        payload["unpublished"] = new JsonArray([.. unpublished.Order(StringComparer.Ordinal).Select(id => (JsonNode)id)]);
        return this with { Payload = Json(payload) };
    }

    public static IReadOnlySet<string>? Unpublished(JsonObject payload) => (payload["unpublished"] as JsonArray)?.Select(id => (string)id!).ToHashSet(StringComparer.Ordinal);

    public static JsonObject Read(string payload) => JsonNode.Parse(payload)!.AsObject();

    public static Beginning Beginning(JournalEntry entry, JsonObject payload) =>
        new(entry.RunId.ToString("N"), payload["input"]?.DeepClone().AsObject(), (string?)payload["correlationId"], (string?)payload["trigger"]);

    public static Stimulus Stimulus(JournalEntry entry, JsonObject payload) => entry.Kind switch
    {
        JournalKind.TaskCompleted => new Stimulus.TaskCompleted(entry.Subject!, entry.Outcome, payload["result"]?.DeepClone()),
        JournalKind.TimerElapsed => new Stimulus.TimerElapsed(entry.Subject!),
        JournalKind.EventReceived => new Stimulus.EventReceived(entry.Subject!, payload["payload"]?.DeepClone()),
        JournalKind.TermReached => new Stimulus.TermReached(int.Parse(entry.Subject!, CultureInfo.InvariantCulture)),
        JournalKind.TermExtended => new Stimulus.TermExtended(DueRule.Read(entry.Subject)!.Value),
        JournalKind.Message => new Stimulus.MessageWritten(entry.Subject == Applicant),
        JournalKind.TextsStopped => new Stimulus.TextsStopped(),
        JournalKind.Recounted => new Stimulus.Recounted(payload["dueAt"]!.AsObject().ToDictionary(d => d.Key, d => DateTimeOffset.Parse((string)d.Value!, CultureInfo.InvariantCulture))),
        JournalKind.TaskProlonged => new Stimulus.TaskProlonged(entry.Subject!, DueRule.Read(entry.Outcome)!.Value, DateTimeOffset.Parse((string)payload["dueAt"]!, CultureInfo.InvariantCulture)),
        JournalKind.TaskReminded => new Stimulus.TaskReminded(entry.Subject!, entry.Outcome!),
        JournalKind.TaskAssigned => new Stimulus.TaskAssigned(entry.Subject!, entry.Outcome!),
        JournalKind.RunEnded => new Stimulus.RunEnded(entry.Subject!, entry.Outcome!, payload["output"]?.DeepClone() as JsonObject) { AtOnce = (bool?)payload["atOnce"] ?? false },
        JournalKind.RunRefused => new Stimulus.RunRefused(entry.Subject!, entry.Outcome!, (string?)payload["message"] ?? ""),
        JournalKind.HttpAnswered => new Stimulus.HttpAnswered(entry.Subject!, (int?)payload["status"], payload["headers"]?.DeepClone() as JsonObject, (string?)payload["body"], (string?)payload["error"]),
        JournalKind.Cancelled => new Stimulus.Cancelled((string?)payload["reason"]),
        JournalKind.IncidentRetried => new Stimulus.IncidentRetried(entry.Subject!),
        JournalKind.IncidentSkipped => new Stimulus.IncidentSkipped(entry.Subject!, entry.Outcome!, (string?)payload["reason"] ?? ""),
        _ => throw new InvalidOperationException($"{entry.Kind} is not a stimulus of the engine."),
    };

    private static string Json(JsonObject values) => values.ToJsonString(JsonSerializerOptions.Web);
}

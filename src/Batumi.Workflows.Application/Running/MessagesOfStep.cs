using System.Text.Json;
using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Keys;
using Batumi.Workflows.Engine.Effects;
using Batumi.Workflows.Engine.State;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Running;

/// <summary>Writes what a step wishes of other runs and servers, and which events a run that is no case waits for, as rows of the step's own commit.</summary>
internal static class MessagesOfStep
{
    public static async Task WriteAsync(StepRows step, OpenKey key, CancellationToken ct)
    {
        var number = 0;
        foreach (var effect in step.Turn.Effects)
        {
            switch (effect)
            {
                case Effect.PublishEvent published:
                    Add(step, key, ++number, RunMessageKind.Event, published.Name, published.Local ? step.Run.Id : null, published.CorrelationId, null, published.Payload);
                    break;
                case Effect.SendHttp asked:
                    Add(step, key, ++number, RunMessageKind.Http, new Uri(asked.Url).Authority, step.Run.Id, null, asked.BookmarkId,
                        new JsonObject { ["method"] = asked.Method, ["url"] = asked.Url, ["headers"] = asked.Headers.DeepClone(), ["contentType"] = asked.ContentType, ["content"] = asked.Content });
                    break;
                case Effect.StartRun start:
                    Add(step, key, ++number, RunMessageKind.Start, start.DefinitionId, Guid.ParseExact(start.RunId, "N"), start.CorrelationId, start.WaitId, start.Input);
                    break;
            }
        }

        var state = step.Turn.State!;
        if (state.Status == RunStatus.Finished && step.Run is { ParentRunId: { } parent, ParentWaitId: { } wait })
            Add(step, key, ++number, RunMessageKind.Ended, $"{state.SubStatus}", parent, null, wait, new JsonObject { ["output"] = state.Output, ["atOnce"] = step.Run.Turn == 1 });
        if (step.Case is null) await KeepWaitsAsync(step, state, ct);
    }

    private static void Add(StepRows step, OpenKey key, int number, RunMessageKind kind, string name, Guid? target, string? correlationId, string? waitId, JsonNode? payload)
    {
        var id = $"{step.Run.Id:N}/{step.Run.Turn:D8}/{number:D4}";
        step.Db.Add(new RunMessage
        {
            Id = id, RunId = step.Run.Id, Kind = kind, Name = Cut(name), TargetRunId = target, CorrelationId = correlationId is null ? null : Cut(correlationId), WaitId = waitId,
            PayloadCipher = key.Seal(payload?.ToJsonString(JsonSerializerOptions.Web) ?? "null", $"message/{id}"), AtUtc = step.Entry.AtUtc, DueAtUtc = step.Entry.AtUtc, Status = RunMessageStatus.Waiting,
        });
    }

    // A name that is longer than any name we keep is nobody's.
    private static string Cut(string name) => name.Length <= RunMessage.NameLength ? name : name[..RunMessage.NameLength];

    private static async Task KeepWaitsAsync(StepRows step, WorkflowState state, CancellationToken ct)
    {
        var waits = state.Status == RunStatus.Finished ? [] : state.Bookmarks.Where(b => b.Kind == BookmarkKind.Event).ToList();
        if (waits.Count == 0 && !step.Run.WaitsForEvents) return;

        var known = step.Run.WaitsForEvents ? await step.Db.Set<EventWait>().Where(w => w.RunId == step.Run.Id).ToListAsync(ct) : [];
        step.Db.RemoveRange(known.Where(k => waits.TrueForAll(w => w.Id != k.Id)));
        foreach (var wait in waits.Where(w => known.TrueForAll(k => k.Id != w.Id))) step.Db.Add(new EventWait { Id = wait.Id, RunId = step.Run.Id, Name = Cut(wait.Name!) });
        step.Run.WaitsForEvents = waits.Count > 0;
    }
}

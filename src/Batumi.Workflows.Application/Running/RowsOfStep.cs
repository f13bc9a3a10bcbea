using System.Text.Json;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Incidents;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Engine;
using Batumi.Workflows.Engine.Effects;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Running;

/// <summary>Turns the wishes of a step into rows: tasks, timers, incidents.</summary>
internal sealed class RowsOfStep(CityDb db, Run run, IReadOnlyList<WorkTask> openTasks, Order order, StimulusRecord stimulus, DateTime now)
{
    private readonly Dictionary<string, WorkTask> tasks = openTasks.ToDictionary(t => t.Id);
    private Dictionary<string, RunTimer>? timers;

    public async Task WriteAsync(Turn turn, CancellationToken ct)
    {
        foreach (var effect in turn.Effects)
        {
            switch (effect)
            {
                case Effect.OpenTask open: Open(open); break;
                case Effect.CloseTask close: Close(close.TaskId, WorkTaskStatus.Done, close.Outcome, order.Actor.AccountId); break;
                case Effect.CancelTask cancel: Close(cancel.TaskId, WorkTaskStatus.Cancelled, null, null); break;
                case Effect.MoveTask move: Move(tasks[move.TaskId], move); break;
                case Effect.SetTimer set: await SetAsync(set, ct); break;
                case Effect.CancelTimer cancel: await StopAsync(cancel.BookmarkId, RunTimerStatus.Cancelled, ct); break;
                case Effect.RaiseIncident raise: Raise(raise); break;
                case Effect.CloseIncident close: await SettleAsync(close.IncidentId, ct); break;
            }
        }
    }

    /// <summary>The timer that caused the step, and any whose wait is over.</summary>
    public Task ElapseAsync(string bookmarkId, CancellationToken ct) => StopAsync(bookmarkId, RunTimerStatus.Elapsed, ct);

    private void Open(Effect.OpenTask open)
    {
        var task = new WorkTask
        {
            Id = open.TaskId, RunId = run.Id, ActivityId = open.ActivityId, Kind = open.Kind.ToString(), Name = open.Name, Role = open.Role, Unit = open.Unit,
            Form = open.Form, Outcomes = string.Join(',', open.Outcomes), OpenedAtUtc = now, DueAtUtc = open.DueAt?.AsColumn(), DueRule = open.Due?.ToString(),
            NotBy = open.NotBy.Count == 0 ? null : string.Join(',', open.NotBy), Payload = open.Payload?.ToJsonString(JsonSerializerOptions.Web), Status = WorkTaskStatus.Open,
        };
        tasks[task.Id] = task;
        db.Add(task);
    }

    private static void Move(WorkTask task, Effect.MoveTask move) => (task.DueAtUtc, task.DueRule) = (move.DueAt.AsColumn(), move.Rule?.ToString() ?? task.DueRule);

    private void Close(string taskId, WorkTaskStatus status, string? outcome, Guid? by)
    {
        var task = tasks[taskId];
        (task.Status, task.Outcome, task.ClosedAtUtc, task.ClosedBy) = (status, outcome, now, by);
        task.FileChanges++;
    }

    private async Task SetAsync(Effect.SetTimer set, CancellationToken ct)
    {
        var known = await TimersAsync(ct);
        if (known.TryGetValue(set.BookmarkId, out var timer))
        {
            (timer.DueAtUtc, timer.Status, timer.Rule) = (set.DueAt.AsColumn(), RunTimerStatus.Waiting, set.Rule?.ToString() ?? timer.Rule);
            return;
        }

        timer = new()
        {
            Id = set.BookmarkId, RunId = run.Id, ActivityId = set.ActivityId, DueAtUtc = set.DueAt.AsColumn(), Rule = set.Rule?.ToString(), SetAtUtc = now,
            Status = RunTimerStatus.Waiting,
        };
        known[timer.Id] = timer;
        db.Add(timer);
    }

    private async Task StopAsync(string bookmarkId, RunTimerStatus status, CancellationToken ct)
    {
        if (!(await TimersAsync(ct)).TryGetValue(bookmarkId, out var timer)) return;
        (timer.Status, timer.ClaimedBy, timer.ClaimedUntilUtc) = (status, null, null);
    }

    private void Raise(Effect.RaiseIncident raise) => db.Add(new Incident
    {
        Id = raise.IncidentId, CaseId = run.Id, ActivityId = raise.ActivityId, Code = raise.Code,
        Detail = raise.Message.Length <= 2000 ? raise.Message : raise.Message[..2000], AtUtc = now, Status = IncidentStatus.Open,
    });

    private async Task SettleAsync(string incidentId, CancellationToken ct)
    {
        var incident = db.Set<Incident>().Local.FirstOrDefault(i => i.Id == incidentId) ?? await db.Set<Incident>().FirstOrDefaultAsync(i => i.Id == incidentId, ct);
        if (incident is null || incident.Status != IncidentStatus.Open) return;
        (incident.Status, incident.SettledAtUtc, incident.SettledBy, incident.SettledWhy) = (How(incidentId), now, order.Actor.AccountId, order.Why);
    }

    private IncidentStatus How(string incidentId) => stimulus.Subject != incidentId ? IncidentStatus.Closed : stimulus.Kind switch
    {
        JournalKind.IncidentRetried => IncidentStatus.Retried,
        JournalKind.IncidentSkipped => IncidentStatus.Skipped,
        _ => IncidentStatus.Closed,
    };

    private async Task<Dictionary<string, RunTimer>> TimersAsync(CancellationToken ct) =>
        timers ??= run.Turn == 1 ? [] : await db.Set<RunTimer>().Where(t => t.RunId == run.Id && t.Status == RunTimerStatus.Waiting).ToDictionaryAsync(t => t.Id, ct);
}

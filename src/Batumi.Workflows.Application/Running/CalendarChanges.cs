using Batumi.Workflows.Application.Calendar;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Engine;
using Batumi.Workflows.Engine.Definitions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Batumi.Workflows.Application.Running;

/// <summary>Counts the open terms of every running case anew when the calendar has changed: one journaled step each. Closed cases keep their dates.</summary>
public sealed class CalendarChanges(IServiceScopeFactory scopes, Published published, ILogger<CalendarChanges> log)
{
    private const int BatchSize = 100;

    /// <returns>How many runs were counted anew.</returns>
    public async Task<int> RecountAsync(CancellationToken ct)
    {
        if (await published.LatestAsync<WorkCalendar>(ContentKind.Calendar, WorkflowHost.CalendarKey, ct) is not { } calendar) return 0;
        var (done, after, running) = (0, Guid.Empty, nameof(Engine.State.RunStatus.Running));
        while (!ct.IsCancellationRequested)
        {
            await using var scope = scopes.CreateAsyncScope();
            var batch = await scope.ServiceProvider.GetRequiredService<CityDb>().Set<Run>().AsNoTracking()
                .Where(r => r.Status == running && r.CalendarVersion != calendar.Version && r.Id.CompareTo(after) > 0)
                .OrderBy(r => r.Id).Select(r => r.Id).Take(BatchSize).ToListAsync(ct);
            foreach (var id in batch) done += await RecountAsync(id, calendar, ct) ? 1 : 0;
            if (batch.Count < BatchSize) return done;
            after = batch[^1];
        }

        return done;
    }

    private async Task<bool> RecountAsync(Guid runId, Issue<WorkCalendar> calendar, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CityDb>();
        var revision = await db.Set<Run>().Where(r => r.Id == runId).Select(r => r.Revision).FirstAsync(ct);
        var tasks = await db.Set<WorkTask>().AsNoTracking().Where(t => t.RunId == runId && t.Status == WorkTaskStatus.Open && t.DueRule != null)
            .Select(t => new { t.Id, Rule = t.DueRule, FromUtc = t.OpenedAtUtc }).ToListAsync(ct);
        var timers = await db.Set<RunTimer>().AsNoTracking().Where(t => t.RunId == runId && t.Status == RunTimerStatus.Waiting && t.Rule != null && t.SetAtUtc != null)
            .Select(t => new { t.Id, t.Rule, FromUtc = t.SetAtUtc!.Value }).ToListAsync(ct);
        var dueAt = tasks.Concat(timers).ToDictionary(wait => wait.Id, wait => calendar.Content.Due(DueRule.Read(wait.Rule)!.Value, wait.FromUtc.AsOffset()));

        // Another node or another step was first: the next round looks again.
        var order = new Order(Actor.System, $"recount/{calendar.Version}", Check: standing =>
            standing.Run.Revision == revision && standing.Run.CalendarVersion != calendar.Version ? null : new Refusal("Case.Busy"));
        var answer = await scope.ServiceProvider.GetRequiredService<WorkflowHost>().ResumeAsync(runId, new Stimulus.Recounted(dueAt), order, ct);
        if (answer.Refused is { } refused) log.LogInformation("Run {RunId} was not counted by calendar {Version}: {Code}", runId, calendar.Version, refused.Code);
        return !answer.IsRefused;
    }
}

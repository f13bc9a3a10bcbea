using System.Collections.Frozen;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Engine;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Batumi.Workflows.Application.Running;

/// <summary>Carries on the runs whose timers are due, earliest first. Nodes share the work: a row is claimed before it is run.</summary>
public sealed class Timers(IServiceScopeFactory scopes, TimeProvider time, ILogger<Timers> log)
{
    private const int BatchSize = 50;
    private static readonly TimeSpan Claim = TimeSpan.FromMinutes(2);

    // The run no longer waits for the timer: it was carried on meanwhile, ended or erased. Any other refusal may pass, and a legal term must not be lost to it.
    private static readonly FrozenSet<string> isOver = new[] { "BW1006", "BW1007", "Case.Erased", "Run.NotFound" }.ToFrozenSet();

    /// <returns>How many timers were run.</returns>
    public async Task<int> RunDueAsync(CancellationToken ct)
    {
        var done = 0;
        while (!ct.IsCancellationRequested)
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<CityDb>();
            var now = time.NowUtc();
            var due = await db.Set<RunTimer>().AsNoTracking()
                .Where(t => t.Status == RunTimerStatus.Waiting && t.DueAtUtc <= now && (t.ClaimedUntilUtc == null || t.ClaimedUntilUtc < now))
                .OrderBy(t => t.DueAtUtc).ThenBy(t => t.Id).Select(t => new { t.Id, t.RunId }).Take(BatchSize).ToListAsync(ct);
            var taken = 0;
            foreach (var timer in due) taken += await TryAsync(timer.Id, timer.RunId, ct) ? 1 : 0;
            done += taken;
            if (taken == 0) return done;
        }

        return done;
    }

    private async Task<bool> TryAsync(string timerId, Guid runId, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CityDb>();
        var now = time.NowUtc();
        var worker = Ids.New(now);
        var claimed = await db.ClaimAsync(d => d.Set<RunTimer>()
            .Where(t => t.Id == timerId && t.Status == RunTimerStatus.Waiting && (t.ClaimedUntilUtc == null || t.ClaimedUntilUtc < now))
            .ExecuteUpdateAsync(s => s.SetProperty(t => t.ClaimedBy, worker).SetProperty(t => t.ClaimedUntilUtc, now + Claim), ct), ct);
        if (claimed == 0) return false;

        try
        {
            await ElapseAsync(scope.ServiceProvider, timerId, runId, worker, ct);
            return true;
        }
        catch (Exception broken) when (!ct.IsCancellationRequested)
        {
            log.LogError(broken, "Timer {TimerId} of run {RunId} failed; it is tried again", timerId, runId);
            return false;
        }
    }

    private async Task ElapseAsync(IServiceProvider city, string timerId, Guid runId, Guid worker, CancellationToken ct)
    {
        var answer = await city.GetRequiredService<WorkflowHost>().ResumeAsync(runId, new Stimulus.TimerElapsed(timerId), new Order(Actor.System, "timer"), ct);
        if (answer.Refused is not { } refused) return;

        if (!isOver.Contains(refused.Code))
        {
            log.LogError("Timer {TimerId} of run {RunId} was refused and is tried again: {Code}", timerId, runId, refused.Code);
            return;
        }

        log.LogWarning("Timer {TimerId} of run {RunId} is not waited for: {Code}", timerId, runId, refused.Code);
        await city.GetRequiredService<CityDb>().ClaimAsync(d => d.Set<RunTimer>().Where(t => t.Id == timerId && t.ClaimedBy == worker)
            .ExecuteUpdateAsync(s => s.SetProperty(t => t.Status, RunTimerStatus.Cancelled), ct), ct);
    }
}

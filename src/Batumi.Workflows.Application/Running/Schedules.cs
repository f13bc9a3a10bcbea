using System.Security.Cryptography;
using System.Text;
using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Engine.Definitions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Batumi.Workflows.Application.Running;

/// <summary>
/// Begins the runs that Timer, Cron and StartAt of definitions in force ask for: each occurrence once, whatever is killed between and however many nodes there are,
/// because its run and its intent are made from schedule and moment. Occurrences missed while nobody worked begin one run, not many. Cases of services begin with a request, never here.
/// </summary>
public sealed class Schedules(IServiceScopeFactory scopes, Published published, TimeProvider time, ILogger<Schedules> log)
{
    /// <returns>How many runs were begun.</returns>
    public async Task<int> BeginDueAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CityDb>();
        var wanted = await WantedAsync(ct);
        var rows = await db.Set<RunSchedule>().AsNoTracking().ToListAsync(ct);
        await FollowAsync(db, wanted, rows, ct);

        var now = time.NowUtc();
        var begun = 0;
        foreach (var due in rows.Where(r => r.NextAtUtc <= now).OrderBy(r => r.NextAtUtc))
        {
            if (!wanted.TryGetValue(due.Id, out var trigger) || trigger.Rule != due.Rule) continue;
            begun += await BeginAsync(scope.ServiceProvider.GetRequiredService<WorkflowHost>(), due, ct) ? 1 : 0;
            await AdvanceAsync(db, due, trigger.Trigger, now, ct);
        }

        return begun;
    }

    private async Task<IReadOnlyDictionary<string, Wanted>> WantedAsync(CancellationToken ct)
    {
        var ofServices = (await published.AllAsync<ServiceEntry>(ContentKind.Service, ct)).Select(s => s.Content.Workflow).ToHashSet();
        var wanted = new Dictionary<string, Wanted>();
        foreach (var issue in (await published.AllAsync<WorkflowDefinition>(ContentKind.Definition, ct)).Where(i => !ofServices.Contains(i.Key)))
        {
            foreach (var trigger in issue.Content.Triggers.Where(t => t.IsSchedule && $"{t.ActivityType} {t.Value}".Length <= RunSchedule.RuleLength))
                wanted[RunSchedule.IdOf(issue.Key, trigger.ActivityId)] = new(issue.Key, trigger, $"{trigger.ActivityType} {trigger.Value}");
        }

        return wanted;
    }

    // Rows follow what is in force: a new rule counts from now, what is gone begins nothing more. A moment that had passed before anybody asked for it is not made up for.
    private async Task FollowAsync(CityDb db, IReadOnlyDictionary<string, Wanted> wanted, List<RunSchedule> rows, CancellationToken ct)
    {
        var gone = rows.Where(r => !wanted.TryGetValue(r.Id, out var one) || one.Rule != r.Rule).Select(r => r.Id).ToList();
        var fresh = wanted.Where(w => !rows.Exists(r => r.Id == w.Key && r.Rule == w.Value.Rule)).ToList();
        if (gone.Count == 0 && fresh.Count == 0) return;

        var now = time.NowUtc().AsOffset();
        try
        {
            if (gone.Count > 0) await db.ClaimAsync(d => d.Set<RunSchedule>().Where(r => gone.Contains(r.Id)).ExecuteDeleteAsync(ct), ct);
            db.AddRange(fresh.Select(f => new RunSchedule
            {
                Id = f.Key, DefinitionId = f.Value.DefinitionId, ActivityId = f.Value.Trigger.ActivityId, Rule = f.Value.Rule, NextAtUtc = f.Value.Trigger.NextAfter(now)?.UtcDateTime,
            }));
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException)
        {
            // Another node wrote the same rows at this moment.
        }

        db.ChangeTracker.Clear();
    }

    private async Task<bool> BeginAsync(WorkflowHost host, RunSchedule due, CancellationToken ct)
    {
        var occurrence = SHA256.HashData(Encoding.UTF8.GetBytes($"{due.Id}/{due.NextAtUtc:O}"));
        var start = NewRun.Plain(new Guid(occurrence.AsSpan(0, 16)), due.DefinitionId, [], null) with { TriggerActivityId = due.ActivityId };
        var intent = new IntentKey(Convert.ToHexStringLower(occurrence.AsSpan(0, IntentKey.Length / 2)));
        var answer = await host.StartAsync(start, new Order(Actor.System, "schedule", intent), ct);
        if (answer.Refused is { } refused) log.LogWarning("A scheduled run of {DefinitionId} cannot begin: {Code}", due.DefinitionId, refused.Code);
        return answer is { IsRefused: false, Value.IsRepeat: false };
    }

    private static Task AdvanceAsync(CityDb db, RunSchedule due, Trigger trigger, DateTime now, CancellationToken ct)
    {
        // A timer keeps its beat; what it missed is left out.
        var next = trigger.NextAfter(due.NextAtUtc!.Value.AsOffset());
        if (next is { } moment && moment.UtcDateTime <= now) next = trigger.NextAfter(now.AsOffset());
        var at = next?.UtcDateTime;
        return db.ClaimAsync(d => d.Set<RunSchedule>().Where(r => r.Id == due.Id && r.NextAtUtc == due.NextAtUtc).ExecuteUpdateAsync(s => s.SetProperty(r => r.NextAtUtc, at), ct), ct);
    }

    private sealed record Wanted(string DefinitionId, Trigger Trigger, string Rule);
}

using Batumi.Workflows.Application.Calendar;
using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Register;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Engine;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Effects;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Requests;

/// <param name="Most">The longest time that may be added; shorter ones in the same unit.</param>
/// <param name="DueAtUtc">When the applicant's answer is due now.</param>
/// <param name="LatestUtc">When it would be due with all of that time.</param>
public sealed record MoreTimeOffer(DueRule Most, DateTime DueAtUtc, DateTime LatestUtc);

/// <summary>Gives an applicant more time for an answer that they are asked for: once for each, without a reason (General Administrative Code, art. 83, part 3).</summary>
public sealed class MoreTime(CityDb db, WorkflowHost host, Published published, TimeProvider time)
{
    /// <summary>What an applicant may ask for, or why not.</summary>
    public async Task<Answer<MoreTimeOffer>> OfferAsync(Guid caseId, string taskId, CancellationToken ct)
    {
        var found = await LookAsync(caseId, taskId, ct);
        if (found.Refused is { } refused) return refused;
        var (task, most, rule) = found.Value!;
        return await CountAsync(task, Sum(rule, most.Count), ct) is { } latest ? new MoreTimeOffer(most, task.DueAtUtc!.Value, latest) : new Refusal("Calendar.NotPublished");
    }

    /// <summary>The caller has checked that it is the applicant's case.</summary>
    public async Task<Refusal?> AskAsync(Guid caseId, string taskId, int count, Actor actor, IntentKey intent, CancellationToken ct)
    {
        var found = await LookAsync(caseId, taskId, ct);
        if (found.Refused is { } refused) return await WasGivenAsync(refused, intent, ct) ? null : refused;
        var (task, most, rule) = found.Value!;
        if (count < 1 || count > most.Count) return new("MoreTime.Count", $"{most.Count}");
        var longer = Sum(rule, count);
        if (await CountAsync(task, longer, ct) is not { } dueAt) return new("Calendar.NotPublished");

        var order = new Order(actor, $"more-time/{taskId}", intent, Why: null, standing =>
            standing.OpenTasks.FirstOrDefault(t => t.Id == taskId) is not { } open ? new("Follow.NotAsked") : open.DueRule == task.DueRule ? null : new Refusal("MoreTime.Once"));
        return (await host.ResumeAsync(caseId, new Stimulus.TaskProlonged(taskId, longer, dueAt.AsOffset()), order, ct)).Refused;
    }

    private async Task<Answer<(WorkTask Task, DueRule Most, DueRule Rule)>> LookAsync(Guid caseId, string taskId, CancellationToken ct)
    {
        var task = await db.Set<WorkTask>().AsNoTracking().FirstOrDefaultAsync(t => t.Id == taskId && t.RunId == caseId && t.Kind == nameof(TaskKind.Applicant), ct);
        if (task is not { Status: WorkTaskStatus.Open, DueAtUtc: { } due } || due <= time.NowUtc()) return new Refusal("Follow.NotAsked");
        var c = await db.Set<Case>().AsNoTracking().Where(x => x.Id == caseId).Select(x => new { x.ServiceKey, x.ServiceVersion }).FirstAsync(ct);
        var service = await published.VersionAsync<ServiceEntry>(ContentKind.Service, c.ServiceKey, c.ServiceVersion, ct);
        if (service?.MoreTime is not { } most || DueRule.Read(task.DueRule) is not { } rule || rule.Unit != most.Unit) return new Refusal("MoreTime.NotHere");
        if (await db.Set<JournalEntry>().AnyAsync(e => e.RunId == caseId && e.Kind == JournalKind.TaskProlonged && e.Subject == taskId, ct)) return new Refusal("MoreTime.Once");
        return (task, most, rule);
    }

    // The same press again is told what the first was told.
    private async Task<bool> WasGivenAsync(Refusal refused, IntentKey intent, CancellationToken ct) =>
        refused.Code == "MoreTime.Once" && intent.IsValid && await db.Set<CarriedOut>().AnyAsync(i => i.Intent == intent.Value, ct);

    private async Task<DateTime?> CountAsync(WorkTask task, DueRule rule, CancellationToken ct) =>
        (await published.LatestAsync<WorkCalendar>(ContentKind.Calendar, WorkflowHost.CalendarKey, ct))?.Content.Due(rule, task.OpenedAtUtc.AsOffset()).AsColumn();

    private static DueRule Sum(DueRule rule, int more) => rule with { Count = rule.Count + more };
}

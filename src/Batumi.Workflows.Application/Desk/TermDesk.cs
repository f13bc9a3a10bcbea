using Batumi.Workflows.Application.Calendar;
using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Register;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Engine;
using Batumi.Workflows.Engine.Definitions;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Desk;

/// <param name="Most">The longest extension; shorter ones are given in the same unit.</param>
public sealed record ExtensionOffer(DueRule Most);

/// <summary>Extends a case's term: once, with reasons that the applicant is told, before too much of it is used up.</summary>
public sealed class TermDesk(CityDb db, WorkflowHost host, Published published, TimeProvider time)
{
    /// <summary>What this person may extend the case's term by, or why not.</summary>
    public async Task<Answer<ExtensionOffer>> OfferAsync(Guid caseId, Actor actor, CancellationToken ct)
    {
        var (c, rule, refused) = await LookAsync(caseId, actor, ct);
        return (refused ?? Refused(c!) ?? await LateAsync(c!, rule!, ct)) is { } no ? no : new ExtensionOffer(rule!.Most);
    }

    public async Task<Refusal?> ExtendAsync(Guid caseId, int count, string? reason, Actor actor, IntentKey intent, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(reason)) return new("Extend.Why");
        if (reason.Length > Case.ReasonLength) return new("Extend.WhyTooLong", $"{Case.ReasonLength}");
        var (c, rule, refused) = await LookAsync(caseId, actor, ct);
        if (refused is not null) return refused;
        if (count < 1 || count > rule!.Most.Count) return new("Extend.Count", $"{rule!.Most.Count}");
        var by = new DueRule(count, rule.Most.Unit);
        if (!c!.IsExtended && (await LateAsync(c, rule, ct) ?? await TooLongAsync(c, by, rule, ct)) is { } no) return no;

        var order = new Order(actor, $"extend/{caseId:N}", intent, reason.Trim(), standing => Refused(standing.Case!));
        return (await host.ResumeAsync(caseId, new Stimulus.TermExtended(by), order, ct)).Refused;
    }

    private async Task<(Case? Case, ExtensionRule? Rule, Refusal? Refused)> LookAsync(Guid caseId, Actor actor, CancellationToken ct)
    {
        var c = await db.Set<Case>().AsNoTracking().FirstOrDefaultAsync(x => x.Id == caseId, ct);
        if (c is null || !await MayAsync(c, actor, ct)) return (null, null, new("Extend.NotYours"));
        var service = await published.VersionAsync<ServiceEntry>(ContentKind.Service, c.ServiceKey, c.ServiceVersion, ct);
        return service?.Extension is { } rule ? (c, rule, null) : (c, null, new("Extend.NotForService"));
    }

    private static Refusal? Refused(Case c)
    {
        if (c.DecidedAtUtc is not null || c.DueAtUtc is null) return new("Extend.Decided");
        if (c.IsExtended) return new("Extend.Once");
        return c.ClockStoppedAtUtc is null ? null : new("Extend.StandsStill");
    }

    private async Task<Refusal?> LateAsync(Case c, ExtensionRule rule, CancellationToken ct)
    {
        var (calendar, term) = await TermAsync(c, ct);
        return calendar.Mark(term, rule.BeforePercent) <= time.NowUtc() ? new Refusal("Extend.TooLate", $"{rule.BeforePercent}") : null;
    }

    private async Task<Refusal?> TooLongAsync(Case c, DueRule by, ExtensionRule rule, CancellationToken ct)
    {
        var (calendar, term) = await TermAsync(c, ct);
        return calendar.Derive(term with { Extension = by }).DueUtc > calendar.Derive(term with { Rule = rule.Total }).DueUtc ? new Refusal("Extend.TooLong", $"{rule.Total}") : null;
    }

    private async Task<(WorkCalendar Calendar, LegalTerm Term)> TermAsync(Case c, CancellationToken ct)
    {
        var calendar = (await published.LatestAsync<WorkCalendar>(ContentKind.Calendar, WorkflowHost.CalendarKey, ct))!.Content;
        var entries = await db.Set<ClockEntry>().AsNoTracking().Where(e => e.CaseId == c.Id).ToListAsync(ct);
        return (calendar, ClockEntry.Term(c.RegisteredAtUtc, entries)!);
    }

    // The unit that decides: its heads, and whoever has one of its tasks in hand.
    private async Task<bool> MayAsync(Case c, Actor actor, CancellationToken ct) => actor.AccountId is { } account && (actor.Holds(Roles.UnitHead, c.Unit)
        || await db.Set<WorkTask>().AnyAsync(t => t.RunId == c.Id && t.Status == WorkTaskStatus.Open && t.OwnerId == account && t.Unit == c.Unit, ct));
}

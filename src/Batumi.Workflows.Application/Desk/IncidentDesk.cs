using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Incidents;
using Batumi.Workflows.Application.Notifications;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Register;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Engine;
using Batumi.Workflows.Engine.Definitions;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Desk;

/// <summary>What went wrong, in plain words, and what can be done: try again, or pass over with a reason.</summary>
public sealed class IncidentDesk(CityDb db, WorkflowHost host, Published published, OutboxDesk outbox, TimeProvider time)
{
    public const int PageSize = 20;

    /// <param name="page">From 1; beyond the last one, the last.</param>
    public async Task<IncidentPage> ListAsync(bool openOnly, int page, CancellationToken ct)
    {
        var query = db.Set<Incident>().AsNoTracking();
        if (openOnly) query = query.Where(i => i.Status == IncidentStatus.Open);
        var total = await query.CountAsync(ct);
        page = Math.Clamp(page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        var incidents = await query.OrderByDescending(i => i.AtUtc).ThenBy(i => i.Id).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct);
        return new(await LinesAsync(incidents, ct), total, page);
    }

    public async Task<IReadOnlyList<IncidentLine>> OfCaseAsync(Guid caseId, CancellationToken ct) =>
        await LinesAsync(await db.Set<Incident>().AsNoTracking().Where(i => i.CaseId == caseId).OrderByDescending(i => i.AtUtc).ToListAsync(ct), ct);

    public async Task<Refusal?> RetryAsync(string incidentId, Actor actor, IntentKey intent, CancellationToken ct)
    {
        var incident = await db.Set<Incident>().AsNoTracking().FirstOrDefaultAsync(i => i.Id == incidentId, ct);
        if (incident is null) return new("Incident.NotFound");
        if (incident.LetterId is { } letter) return await outbox.RetryAsync(letter, actor, ct);
        return Told(await host.ResumeAsync(incident.CaseId, new Stimulus.IncidentRetried(incidentId), new(actor, $"retry/{incidentId}", intent), ct));
    }

    public async Task<Refusal?> SkipAsync(string incidentId, string outcome, string reason, Actor actor, IntentKey intent, CancellationToken ct)
    {
        var why = PlainText.Lines(reason);
        if (why.Length == 0) return new("Incident.Why");
        if (why.Length > Incident.WhyLength) return new("Incident.WhyTooLong", $"{Incident.WhyLength}");
        var incident = await db.Set<Incident>().AsNoTracking().FirstOrDefaultAsync(i => i.Id == incidentId, ct);
        if (incident is null) return new("Incident.NotFound");
        if (incident.LetterId is not null) return await SkipLetterAsync(incidentId, why, actor, ct);
        if (await PortsAsync(incident, ct) is { Count: > 0 } ports && !ports.Contains(outcome)) return new("Incident.Port", outcome);
        var stimulus = new Stimulus.IncidentSkipped(incidentId, outcome, why);
        return Told(await host.ResumeAsync(incident.CaseId, stimulus, new(actor, $"skip/{incidentId}", intent, why), ct));
    }

    private async Task<Refusal?> SkipLetterAsync(string incidentId, string reason, Actor actor, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        var incident = await db.Set<Incident>().FirstAsync(i => i.Id == incidentId, ct);
        (incident.Status, incident.SettledAtUtc, incident.SettledBy, incident.SettledWhy) = (IncidentStatus.Skipped, time.NowUtc(), actor.AccountId, reason);
        await db.SaveChangesAsync(ct);
        return null;
    }

    private static Refusal? Told(Answer<Step> answer) => answer.Refused?.Code == "BW1008" ? new("Incident.Settled") : answer.Refused;

    private async Task<IReadOnlyList<string>> PortsAsync(Incident incident, CancellationToken ct)
    {
        var run = await db.Set<Run>().AsNoTracking().FirstAsync(r => r.Id == incident.CaseId, ct);
        return IncidentSentences.Ports(incident, await published.VersionAsync<WorkflowDefinition>(ContentKind.Definition, run.DefinitionId, run.DefinitionVersion, ct));
    }

    private async Task<List<IncidentLine>> LinesAsync(List<Incident> incidents, CancellationToken ct)
    {
        var ids = incidents.Select(i => i.CaseId).Distinct().ToList();
        var cases = await db.Set<Case>().AsNoTracking().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Number, ct);
        var runs = await db.Set<Run>().AsNoTracking().Where(r => ids.Contains(r.Id)).Select(r => new { r.Id, r.DefinitionId, r.DefinitionVersion }).ToDictionaryAsync(r => r.Id, ct);
        var letters = incidents.Select(i => i.LetterId).OfType<string>().ToList();
        var waiting = (await db.Set<Letter>().Where(l => letters.Contains(l.Id) && l.Status != LetterStatus.Failed).Select(l => l.Id).ToListAsync(ct)).ToHashSet();
        var lines = new List<IncidentLine>();
        foreach (var i in incidents)
        {
            var definition = runs.TryGetValue(i.CaseId, out var run)
                ? await published.VersionAsync<WorkflowDefinition>(ContentKind.Definition, run.DefinitionId, run.DefinitionVersion, ct)
                : null;
            var (what, consequence) = IncidentSentences.For(i, definition, i.LetterId is not null && waiting.Contains(i.LetterId));
            lines.Add(new(i.Id, cases.ContainsKey(i.CaseId) ? i.CaseId : null, cases.GetValueOrDefault(i.CaseId), what, consequence, i.Code, i.Detail, i.AtUtc, i.Status.ToString(),
                IncidentSentences.Ports(i, definition), i.LetterId is not null));
        }

        return lines;
    }
}

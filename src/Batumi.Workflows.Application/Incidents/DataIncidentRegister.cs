using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Identity;
using Batumi.Workflows.Application.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Incidents;

/// <summary>
/// The register of breaches of the security of personal data. The Law of Georgia on Personal Data Protection gives 72 hours from noticing to tell the Personal Data
/// Protection Service. Entries are added, never changed.
/// </summary>
public sealed class DataIncidentRegister(CityDb db, TimeProvider time)
{
    public static readonly TimeSpan TimeToNotify = TimeSpan.FromHours(72);

    /// <summary>All of them, open ones first.</summary>
    public async Task<IReadOnlyList<DataIncident>> ListAsync(CancellationToken ct) =>
        [.. Fold(await db.Set<DataIncidentEntry>().AsNoTracking().ToListAsync(ct), []).OrderBy(i => !i.IsOpen).ThenByDescending(i => i.NoticedAtUtc)];

    public async Task<DataIncident?> GetAsync(Guid id, CancellationToken ct)
    {
        var entries = await db.Set<DataIncidentEntry>().AsNoTracking().Where(e => e.IncidentId == id).ToListAsync(ct);
        var people = entries.Select(e => e.ByAccountId).OfType<Guid>().Distinct().ToList();
        return Fold(entries, await db.Set<Account>().Where(a => people.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.DisplayName, ct)).SingleOrDefault();
    }

    /// <returns>The incident that the entry began or belongs to.</returns>
    public async Task<Answer<Guid>> WriteAsync(NewDataIncidentEntry wanted, Actor by, CancellationToken ct)
    {
        if (!wanted.Intent.IsValid) return new Refusal("Intent.Invalid");
        var id = Guid.ParseExact(wanted.Intent.Value, "N");
        if (await db.Set<DataIncidentEntry>().AsNoTracking().FirstOrDefaultAsync(e => e.Id == id, ct) is { } written) return written.IncidentId;

        var (now, what) = (time.NowUtc(), PlainText.Lines(wanted.What));
        var known = wanted.IncidentId is { } incident ? await GetAsync(incident, ct) : null;
        if (wanted.IncidentId is not null && known is null) return new Refusal("DataIncident.NotFound");
        if (what.Length == 0) return new Refusal("DataIncident.What");
        if (new[] { what, wanted.Affected, wanted.Measures }.Any(text => text?.Length > DataIncidentEntry.TextLength)) return new Refusal("DataIncident.TooLong", $"{DataIncidentEntry.TextLength}");
        var noticed = known?.NoticedAtUtc ?? wanted.NoticedAtUtc;
        if (noticed is null || noticed > now) return new Refusal("DataIncident.Noticed");
        if (wanted.NotifiedAtUtc is { } notified && (notified < noticed || notified > now)) return new Refusal("DataIncident.Notified");

        db.Add(new DataIncidentEntry
        {
            Id = id, IncidentId = known?.Id ?? id, AtUtc = now, ByAccountId = by.AccountId, NoticedAtUtc = known is null ? noticed : null, What = what,
            Affected = OrNull(wanted.Affected), Measures = OrNull(wanted.Measures), Decision = wanted.NotifiedAtUtc is null ? wanted.Decision : NotifyDecision.Notify, NotifiedAtUtc = wanted.NotifiedAtUtc,
        });
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException) when (db.Set<DataIncidentEntry>().AsNoTracking().Any(e => e.Id == id))
        {
            // The same form, pressed twice at once: the other press wrote it.
        }

        return known?.Id ?? id;
    }

    private static string? OrNull(string? text) => PlainText.Lines(text) is { Length: > 0 } plain ? plain : null;

    private List<DataIncident> Fold(List<DataIncidentEntry> entries, Dictionary<Guid, string> people)
    {
        var now = time.NowUtc();
        return [.. entries.GroupBy(e => e.IncidentId).Select(group =>
        {
            var all = group.OrderBy(e => e.AtUtc).ThenBy(e => e.NoticedAtUtc is null).ToList();
            var (decision, notified) = (all.FindLast(e => e.Decision is not null)?.Decision, all.Find(e => e.NotifiedAtUtc is not null)?.NotifiedAtUtc);
            var (noticed, isOpen) = (all[0].NoticedAtUtc!.Value, notified is null && decision != NotifyDecision.NoNeed);
            return new DataIncident(group.Key, noticed, noticed + TimeToNotify, decision, notified, isOpen, isOpen && now > noticed + TimeToNotify,
                all.ConvertAll(e => new DataIncidentLine(e.AtUtc, e.ByAccountId is { } by ? people.GetValueOrDefault(by) : null, e.What, e.Affected, e.Measures, e.Decision, e.NotifiedAtUtc)));
        })];
    }
}

/// <param name="IncidentId">Null begins a new incident.</param>
public sealed record NewDataIncidentEntry(
    Guid? IncidentId, DateTime? NoticedAtUtc, string? What, string? Affected, string? Measures, NotifyDecision? Decision, DateTime? NotifiedAtUtc, IntentKey Intent);

/// <param name="DueAtUtc">72 hours from noticing.</param>
/// <param name="IsOpen">Neither was the Service told nor was it decided that it need not be.</param>
public sealed record DataIncident(
    Guid Id, DateTime NoticedAtUtc, DateTime DueAtUtc, NotifyDecision? Decision, DateTime? NotifiedAtUtc, bool IsOpen, bool IsOverdue, IReadOnlyList<DataIncidentLine> Entries);

public sealed record DataIncidentLine(DateTime AtUtc, string? By, string What, string? Affected, string? Measures, NotifyDecision? Decision, DateTime? NotifiedAtUtc);

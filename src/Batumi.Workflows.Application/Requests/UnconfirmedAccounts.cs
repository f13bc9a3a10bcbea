using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Identity;
using Batumi.Workflows.Application.Incidents;
using Batumi.Workflows.Application.Keys;
using Batumi.Workflows.Application.Notifications;
using Batumi.Workflows.Application.People;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Register;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Requests;

/// <param name="UnconfirmedDays">After how many days without a word an account whose address nobody confirmed is dropped.</param>
public sealed record AccountSettings(int UnconfirmedDays = 30);

/// <summary>Drops accounts that nobody confirmed: a name and an address that somebody typed once.</summary>
public sealed class UnconfirmedAccounts(CityDb db, CaseKeys keys, AccountLog log, AccountSettings settings, TimeProvider time)
{
    private const int Most = 200;

    /// <summary>Those that were made, and last written to, too long ago. Whoever holds requests or a post stays.</summary>
    /// <returns>How many were dropped.</returns>
    public async Task<int> DropOldAsync(CancellationToken ct)
    {
        var before = time.NowUtc().AddDays(-settings.UnconfirmedDays);
        var old = await db.Set<Account>().AsNoTracking()
            .Where(a => !a.EmailConfirmed && a.CreatedAtUtc < before && !db.Set<Letter>().Any(l => l.CaseId == a.Id && l.CreatedAtUtc >= before)
                && !db.Set<Case>().Any(c => c.ApplicantAccountId == a.Id) && !db.Set<PostHeld>().Any(p => p.AccountId == a.Id))
            .OrderBy(a => a.CreatedAtUtc).Take(Most).ToListAsync(ct);
        var dropped = 0;
        foreach (var account in old) dropped += await DropAsync(account, ct);
        return dropped;
    }

    private async Task<int> DropAsync(Account account, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        db.Remove(account);
        foreach (var letter in await db.Set<Letter>().Where(l => l.CaseId == account.Id && l.Status == LetterStatus.Waiting).ToListAsync(ct)) letter.Status = LetterStatus.NoAddress;
        foreach (var incident in await db.Set<Incident>().Where(i => i.CaseId == account.Id && i.Status == IncidentStatus.Open).ToListAsync(ct))
            (incident.Status, incident.SettledAtUtc) = (IncidentStatus.Closed, time.NowUtc());
        await keys.DestroyAsync(account.Id, ct);
        log.Add(account.Id, AccountAct.Dropped, by: null);
        try
        {
            await db.SaveChangesAsync(ct);
            return 1;
        }
        catch (DbUpdateConcurrencyException)
        {
            return 0;       // confirmed, or asked for again, this very moment
        }
    }
}

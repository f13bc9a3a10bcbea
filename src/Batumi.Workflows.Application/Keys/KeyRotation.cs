using System.Security.Cryptography;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Identity;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Keys;

/// <summary>
/// Wraps every stored key and personal number anew under the highest master key, while the site runs. Can be stopped and run again at any point; once it has
/// ended, nothing in the database needs an older master key.
/// </summary>
public sealed class KeyRotation(CityDb db, MasterKeys master, PersonalNumbers numbers)
{
    private const int BatchSize = 200;

    /// <returns>How many keys and numbers were wrapped anew.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var done = 0;

        // Somebody who had wrapped by the older key just before may have saved behind us: again, until nothing is left.
        while (await CaseKeysAsync(ct) + await NumbersAsync(ct) + await CookieKeysAsync(ct) is > 0 and var renewed) done += renewed;
        return done;
    }

    private async Task<int> CaseKeysAsync(CancellationToken ct)
    {
        var (done, caseId, person) = (0, Guid.Empty, "");
        while (true)
        {
#pragma warning disable CA1309 // the database compares
            var batch = await db.Set<CaseKey>().Where(k => k.CaseId > caseId || (k.CaseId == caseId && string.Compare(k.Person, person) > 0))
#pragma warning restore CA1309
                .OrderBy(k => k.CaseId).ThenBy(k => k.Person).Take(BatchSize).ToListAsync(ct);
            if (batch.Count == 0) return done;

            (caseId, person) = (batch[^1].CaseId, batch[^1].Person);
            done += await SaveAsync<CaseKey>(Renew, ct);
        }
    }

    private async Task<int> NumbersAsync(CancellationToken ct)
    {
        var (done, id) = (0, Guid.Empty);
        while (true)
        {
            var batch = await db.Set<Account>().Where(a => a.PersonalNumberCipher != null && a.Id > id).OrderBy(a => a.Id).Take(BatchSize).ToListAsync(ct);
            if (batch.Count == 0) return done;

            id = batch[^1].Id;
            done += await SaveAsync<Account>(Renew, ct);
        }
    }

    private async Task<int> CookieKeysAsync(CancellationToken ct)
    {
        await db.DataProtectionKeys.LoadAsync(ct);
        return await SaveAsync<DataProtectionKey>(key => key.Xml = WrappedXml.Renew(key.Xml, master), ct);
    }

    private void Renew(CaseKey key)
    {
        if (!IsOld(key.Wrapped)) return;
        var label = CaseKeys.Label(key.CaseId, key.Person);
        key.Wrapped = master.Wrap(master.Unwrap(key.Wrapped, label), label);
    }

    private void Renew(Account account)
    {
        if (!IsOld(account.PersonalNumberCipher)) return;
        account.PersonalNumberCipher = numbers.Seal(numbers.Open(account.PersonalNumberCipher!, account.Id), account.Id);
        account.ConcurrencyStamp = RandomNumberGenerator.GetHexString(32);        // whoever has read the account before cannot write the older cipher back
    }

    private bool IsOld(byte[]? wrapped) => wrapped is not null && MasterKeys.VersionOf(wrapped) != master.CurrentVersion;

    // A row that was destroyed or changed meanwhile is read again; only what is still there is wrapped.
    private async Task<int> SaveAsync<T>(Action<T> renew, CancellationToken ct) where T : class
    {
        while (true)
        {
            foreach (var row in db.ChangeTracker.Entries<T>()) renew(row.Entity);
            try
            {
                var saved = await db.SaveChangesAsync(ct);
                db.ChangeTracker.Clear();
                return saved;
            }
            catch (DbUpdateConcurrencyException quicker)
            {
                foreach (var row in quicker.Entries) await row.ReloadAsync(ct);
            }
        }
    }
}

using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Identity;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Keys;

/// <summary>Wraps every stored key and personal number anew under the highest master key. Can be stopped and run again at any point.</summary>
public sealed class KeyRotation(CityDb db, MasterKeys master, PersonalNumbers numbers)
{
    private const int BatchSize = 200;

    /// <returns>How many keys and numbers were wrapped anew.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var done = 0;
        for (var seen = 0; ; seen += BatchSize)
        {
            // Keys made while this runs are wrapped by the new key already: a row met twice or shifted does no harm.
            var batch = await db.Set<CaseKey>().OrderBy(k => k.CaseId).ThenBy(k => k.Person).Skip(seen).Take(BatchSize).ToListAsync(ct);
            if (batch.Count == 0) break;
            foreach (var key in batch.Where(k => k.Wrapped is not null && MasterKeys.VersionOf(k.Wrapped) != master.CurrentVersion))
            {
                var label = CaseKeys.Label(key.CaseId, key.Person);
                key.Wrapped = master.Wrap(master.Unwrap(key.Wrapped, label), label);
                done++;
            }

            await db.SaveChangesAsync(ct);
            db.ChangeTracker.Clear();
        }

        foreach (var account in await db.Set<Account>().Where(a => a.PersonalNumberCipher != null).ToListAsync(ct))
        {
            if (MasterKeys.VersionOf(account.PersonalNumberCipher) == master.CurrentVersion) continue;
            account.PersonalNumberCipher = numbers.Seal(numbers.Open(account.PersonalNumberCipher!, account.Id), account.Id);
            done++;
        }

        await db.SaveChangesAsync(ct);
        return done;
    }
}

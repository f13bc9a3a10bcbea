using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Identity;
using Batumi.Workflows.Application.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.People;

/// <param name="Name">Which system it is for.</param>
/// <param name="LastDay">The last day on which it holds, in Tbilisi; null: until it is revoked.</param>
public sealed record NewMachineKey(string Name, MachineScopes Scopes, DateOnly? LastDay, IntentKey Intent);

/// <param name="By">Name of who made it.</param>
public sealed record MachineKeyLine(MachineKey Key, string By, MachineKeyState State);

public enum MachineKeyState { Holds, Expired, Revoked }

/// <summary>Who asks by a key, and what they may do.</summary>
public sealed record Machine(Actor Actor, MachineScopes Scopes);

/// <summary>Keys of other systems: made by an administrator and shown once, scoped, revoked at once.</summary>
public sealed class MachineKeys(CityDb db, TimeProvider time)
{
    private const string Mark = "bwk_";
    private const int KeyBytes = 32, Shown = 500;
    private static readonly TimeSpan useIsNoted = TimeSpan.FromHours(1);

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<MachineKeyLine>> ListAsync(CancellationToken ct)
    {
        var keys = await db.Set<MachineKey>().AsNoTracking().OrderByDescending(k => k.MadeAtUtc).ThenByDescending(k => k.Id).Take(Shown).ToListAsync(ct);
        var people = keys.Select(k => k.MadeBy).Distinct().ToList();
        var names = await db.Set<Account>().Where(a => people.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.DisplayName, ct);
        var now = time.NowUtc();
        return keys.ConvertAll(k => new MachineKeyLine(k, names.GetValueOrDefault(k.MadeBy, "–"), k.RevokedAtUtc is not null ? MachineKeyState.Revoked : k.UntilUtc <= now ? MachineKeyState.Expired : MachineKeyState.Holds));
    }

    /// <returns>The key, which nobody can read again.</returns>
    public async Task<Answer<string>> MakeAsync(NewMachineKey wished, Actor by, CancellationToken ct)
    {
        if (!by.Holds(Roles.Administrator)) return new Refusal("MachineKey.NotYours");
        if (!wished.Intent.IsValid) return new Refusal("Intent.Invalid");
        var name = wished.Name.Trim();
        if (name.Length is 0 or > MachineKey.NameLength) return new Refusal("MachineKey.Name", $"{MachineKey.NameLength}");
        if ((wished.Scopes & MachineScopes.All) == MachineScopes.None) return new Refusal("MachineKey.Scopes");
        var now = time.NowUtc();
        var until = wished.LastDay is { } last ? TbilisiTime.ToUtc(last.AddDays(1).ToDateTime(TimeOnly.MinValue)) : (DateTime?)null;
        if (until <= now) return new Refusal("MachineKey.LastDay");

        var text = Mark + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));
        db.Add(new MachineKey
        {
            Id = Ids.New(now), Name = name, Hash = Hash(text), Beginning = text[..MachineKey.BeginningLength], Scopes = wished.Scopes & MachineScopes.All,
            MadeAtUtc = now, MadeBy = by.AccountId!.Value, Intent = wished.Intent.Value, UntilUtc = until,
        });
        try
        {
            await db.SaveChangesAsync(ct);
            return text;
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            if (await db.Set<MachineKey>().AnyAsync(k => k.Intent == wished.Intent.Value, ct)) return new Refusal("MachineKey.MadeAlready");
            throw;
        }
    }

    /// <summary>It no longer holds, from the next request on.</summary>
    public async Task<Refusal?> RevokeAsync(Guid id, Actor by, CancellationToken ct)
    {
        if (!by.Holds(Roles.Administrator)) return new("MachineKey.NotYours");
        var now = time.NowUtc();
        await db.ClaimAsync(d => d.Set<MachineKey>().Where(k => k.Id == id && k.RevokedAtUtc == null)
            .ExecuteUpdateAsync(s => s.SetProperty(k => k.RevokedAtUtc, now).SetProperty(k => k.RevokedBy, by.AccountId), ct), ct);
        return await db.Set<MachineKey>().AnyAsync(k => k.Id == id, ct) ? null : new Refusal("MachineKey.NotFound");
    }

    /// <returns>Null: no such key holds.</returns>
    public async Task<Machine?> AdmitAsync(string text, CancellationToken ct)
    {
        if (!text.StartsWith(Mark, StringComparison.Ordinal)) return null;
        var (hash, now) = (Hash(text), time.NowUtc());
        var key = await db.Set<MachineKey>().AsNoTracking().FirstOrDefaultAsync(k => k.Hash == hash && k.RevokedAtUtc == null && (k.UntilUtc == null || k.UntilUtc > now), ct);
        if (key is null) return null;
        if (key.UsedAtUtc is null || now - key.UsedAtUtc >= useIsNoted)
            await db.ClaimAsync(d => d.Set<MachineKey>().Where(k => k.Id == key.Id).ExecuteUpdateAsync(s => s.SetProperty(k => k.UsedAtUtc, now), ct), ct);
        return new(new Actor(ActorKind.System, null, key.Name, []), key.Scopes);
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}

using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Identity;
using Batumi.Workflows.Application.Primitives;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.People;

/// <summary>
/// Codes of an authenticator (RFC 6238: SHA-1, 30 seconds, six digits). A phone may be one step early or late. A code is good once: its step is kept by a conditional
/// update, so that of two sign-ins at once one gets in.
/// </summary>
public sealed class PhoneCodes(CityDb db, WallClock clock) : AuthenticatorTokenProvider<Account>
{
    private const int SecondsOfStep = 30, StepsOff = 1, Digits = 1_000_000;
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public override async Task<bool> ValidateAsync(string purpose, string token, UserManager<Account> manager, Account user)
    {
        if (token.Length != 6 || await manager.GetAuthenticatorKeyAsync(user) is not { Length: > 0 } key) return false;
        var (secret, now, typed) = (Secret(key), clock.Time.GetUtcNow().ToUnixTimeSeconds() / SecondsOfStep, Encoding.UTF8.GetBytes(token));
        for (var step = now - StepsOff; step <= now + StepsOff; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(CodeOf(secret, step)), typed) && await UseAsync(user.Id, step)) return true;
        }

        return false;
    }

    private async Task<bool> UseAsync(Guid account, long step) => await db.ClaimAsync(d => d.Set<Account>()
        .Where(a => a.Id == account && (a.LastCodeStep == null || a.LastCodeStep < step)).ExecuteUpdateAsync(s => s.SetProperty(a => a.LastCodeStep, step)), CancellationToken.None) == 1;

    private static string CodeOf(byte[] secret, long step)
    {
        var counter = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // RFC 6238: what authenticators on phones understand
        var hash = HMACSHA1.HashData(secret, counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue;
        return (number % Digits).ToString("000000", CultureInfo.InvariantCulture);
    }

    private static byte[] Secret(string key)
    {
        var (bytes, bits, count) = (new List<byte>(), 0, 0);
        foreach (var sign in key.TrimEnd('='))
        {
            (bits, count) = ((bits << 5) | Base32.IndexOf(char.ToUpperInvariant(sign), StringComparison.Ordinal), count + 5);
            if (count < 8) continue;
            count -= 8;
            bytes.Add((byte)(bits >> count));
            bits &= (1 << count) - 1;
        }

        return [.. bytes];
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Batumi.Workflows.Application.Identity;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace Batumi.Workflows.Application.People;

/// <summary>What a link in a letter carries to show that its reader has the address: good for one kind of act, for a day, until that act is done.</summary>
public sealed class AccountLinks(IDataProtectionProvider protection, UserManager<Account> accounts, TimeProvider time)
{
    public static readonly TimeSpan Life = TimeSpan.FromHours(24);

    public string Draw(Account account, string act) =>
        Protector(act).Protect(string.Create(CultureInfo.InvariantCulture, $"{account.Id:N}/{(time.GetUtcNow() + Life).ToUnixTimeSeconds()}/{StateOf(account)}"));

    /// <returns>The account; null when the link is none of ours, too old, or used.</returns>
    public async Task<Account?> OpenAsync(string? token, string act)
    {
        if (string.IsNullOrEmpty(token)) return null;
        try
        {
            if (Protector(act).Unprotect(token).Split('/') is not [var id, var until, var state]) return null;
            if (time.GetUtcNow().ToUnixTimeSeconds() >= long.Parse(until, CultureInfo.InvariantCulture)) return null;
            return await accounts.FindByIdAsync(id) is { IsActive: true } account && StateOf(account) == state ? account : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private IDataProtector Protector(string act) => protection.CreateProtector("People.AccountLinks", act);

    // Changes with what the links are there to change, so that each works once.
    private static string StateOf(Account account) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{account.EmailConfirmed} {account.PasswordHash}")));
}

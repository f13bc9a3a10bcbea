using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Identity;
using Batumi.Workflows.Application.Primitives;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.People;

/// <param name="Intent">Of the form: sent twice, it makes one account and one letter.</param>
public sealed record NewAccount(string Email, string DisplayName, string Language, string Password, IntentKey Intent);

/// <summary>
/// Accounts that people make for themselves, and passwords that they forgot. Everything goes by letter: no answer tells whether an address is known.
/// </summary>
public sealed class Registration(CityDb db, UserManager<Account> accounts, AccountLetters letters, AccountLinks links, AccountLog log, TimeProvider time)
{
    private const int MostAttempts = 3;

    private static Refusal Malformed => new("Person.EmailMalformed");
    private static Refusal Weak => new("Account.Password.Weak");
    private static Refusal Used => new("Account.Link.Used");

    /// <summary>Makes an account that opens once its address is confirmed. Whoever has one already gets a letter that says so.</summary>
    public async Task<Refusal?> RegisterAsync(NewAccount asked, CancellationToken ct)
    {
        if (!asked.Intent.IsValid) return new("Intent.Invalid");
        if (PlainText.Line(asked.DisplayName) is not { Length: > 0 and <= Account.NameLength } name) return new("Person.Name");
        if (EmailAddress.Read(asked.Email) is not { } email) return Malformed;
        var now = time.NowUtc();
        var account = new Account
        {
            Id = Guid.ParseExact(asked.Intent.Value, "N"), UserName = email, Email = email, DisplayName = name, Language = Languages.OrGeorgian(asked.Language), CreatedAtUtc = now, LockoutEnabled = true,
        };
        if (!await IsStrongAsync(account, asked.Password)) return Weak;

        account.PasswordHash = accounts.PasswordHasher.HashPassword(account, asked.Password);
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            db.ChangeTracker.Clear();
            try
            {
                if (await TryAsync(account, ct)) return null;
            }
            catch (DbUpdateException)
            {
                // Somebody was quicker with this form or this address: it is known now.
            }
        }

        return new("Case.Busy");
    }

    private async Task<bool> TryAsync(Account asked, CancellationToken ct)
    {
        var known = await accounts.FindByEmailAsync(asked.Email!);
        if (known?.Id == asked.Id) return true;
        if (known is { EmailConfirmed: true }) return await TellAsync(known, ct);

        // Nobody has shown yet that the address is theirs: whoever asks last is written to, and earlier links end with the earlier password.
        var account = known ?? asked;
        (account.DisplayName, account.Language, account.PasswordHash) = (asked.DisplayName, asked.Language, asked.PasswordHash);
        if (!await letters.AddAsync(account, AccountLetters.Confirm, $"/account/confirm?t={links.Draw(account, AccountLetters.Confirm)}", ct)) return true;
        if (known is null) log.Add(account.Id, AccountAct.Made, account.Id);
        return (known is null ? await accounts.CreateAsync(account) : await accounts.UpdateSecurityStampAsync(account)).Succeeded;
    }

    private async Task<bool> TellAsync(Account known, CancellationToken ct)
    {
        if (known.IsActive && await letters.AddAsync(known, AccountLetters.Exists, "/account/sign-in", ct)) await db.SaveChangesAsync(ct);
        return true;
    }

    /// <summary>Writes to whoever cannot sign in: with a way to a new password or, before that, to confirm the address. To an unknown address nobody writes.</summary>
    public async Task<Refusal?> WriteAgainAsync(string email, CancellationToken ct)
    {
        if (EmailAddress.Read(email) is not { } address) return Malformed;
        if (await accounts.FindByEmailAsync(address) is not { IsActive: true } account) return null;

        var (template, page) = account.EmailConfirmed ? (AccountLetters.Reset, "reset") : (AccountLetters.Confirm, "confirm");
        if (await letters.AddAsync(account, template, $"/account/{page}?t={links.Draw(account, template)}", ct)) await db.SaveChangesAsync(ct);
        return null;
    }

    /// <summary>Does the link still work?</summary>
    public async Task<bool> IsGoodAsync(string? token, string act) => await links.OpenAsync(token, act) is not null;

    public async Task<Refusal?> ConfirmAsync(string? token)
    {
        if (await links.OpenAsync(token, AccountLetters.Confirm) is not { } account) return Used;
        account.EmailConfirmed = true;
        return (await accounts.UpdateSecurityStampAsync(account)).Succeeded ? null : Used;
    }

    /// <summary>Sets a new password; every session ends, and a rest after wrong attempts too.</summary>
    public async Task<Refusal?> ResetAsync(string? token, string password)
    {
        if (await links.OpenAsync(token, AccountLetters.Reset) is not { } account) return Used;
        if (!await IsStrongAsync(account, password)) return Weak;
        (account.PasswordHash, account.MustChangePassword) = (accounts.PasswordHasher.HashPassword(account, password), false);
        (account.LockoutEnd, account.AccessFailedCount) = (null, 0);
        return (await accounts.UpdateSecurityStampAsync(account)).Succeeded ? null : Used;
    }

    private async Task<bool> IsStrongAsync(Account account, string password)
    {
        foreach (var rule in accounts.PasswordValidators)
        {
            if (!(await rule.ValidateAsync(accounts, account, password)).Succeeded) return false;
        }

        return true;
    }
}

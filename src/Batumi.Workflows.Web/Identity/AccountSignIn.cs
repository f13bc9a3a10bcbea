using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Identity;
using Batumi.Workflows.Application.People;
using Batumi.Workflows.Application.Primitives;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Batumi.Workflows.Web.Identity;

/// <summary>Signs people in and out. A wrong e-mail, a wrong password, a closed and a resting account all get the same answer in the same time.</summary>
public sealed class AccountSignIn(
    UserManager<Account> accounts, IHttpContextAccessor http, IUserClaimsPrincipalFactory<Account> claims, IOptions<IdentityOptions> options,
    ILogger<SignInManager<Account>> log, IAuthenticationSchemeProvider schemes, IUserConfirmation<Account> confirmation, AccountLog accountLog)
    : SignInManager<Account>(accounts, http, claims, options, log, schemes, confirmation)
{
    // Guesses at one account are taken one after the other: the count of wrong ones is read, then written, and many at once would be counted as few.
    private static readonly WriterGate[] gates = [.. Enumerable.Range(0, 64).Select(_ => new WriterGate(isNarrow: true))];

    private const int RecoveryCodes = 8;

    public static Refusal Wrong { get; } = new("Account.Wrong");

    /// <summary>Said to whoever knows the password, and to nobody else.</summary>
    public static Refusal NotConfirmed { get; } = new("Account.NotConfirmed");

    /// <summary>The password was right; the code of the second factor is asked next.</summary>
    public static Refusal CodeNeeded { get; } = new("Account.Code.Needed");

    public override async Task<bool> CanSignInAsync(Account user) => user.IsActive && await base.CanSignInAsync(user);

    /// <returns>The account, or why nobody was signed in.</returns>
    public async Task<Answer<Account>> SignInAsync(string email, string password)
    {
        using var turn = await GateOf(email).EnterAsync(Context.RequestAborted);
        var account = await UserManager.FindByEmailAsync(EmailAddress.Read(email) ?? email);
        if (account is { IsActive: true, EmailConfirmed: false } && !await UserManager.IsLockedOutAsync(account)) return await WaitAsync(account, password);
        var result = account is null ? SignInResult.Failed : await PasswordSignInAsync(account, password, isPersistent: false, lockoutOnFailure: true);
        if (result.Succeeded) return account!;
        if (result.RequiresTwoFactor) return CodeNeeded;

        // Where no password was compared, the same work is done for nothing, so that the answer takes as long.
        if (account is null || result.IsLockedOut || result.IsNotAllowed) UserManager.PasswordHasher.HashPassword(account!, password);
        return Wrong;
    }

    /// <param name="code">Six digits of the phone, or one of the recovery codes, which work once.</param>
    public async Task<Answer<Account>> EnterCodeAsync(string code)
    {
        if (await GetTwoFactorAuthenticationUserAsync() is not { } account) return new Refusal("Account.Code.TooLate");
        using var turn = await GateOf(account.Email!).EnterAsync(Context.RequestAborted);
        var typed = code.Replace(" ", "", StringComparison.Ordinal);
        var result = typed.All(char.IsAsciiDigit) ? await TwoFactorAuthenticatorSignInAsync(typed, isPersistent: false, rememberClient: false) : await TwoFactorRecoveryCodeSignInAsync(typed.ToUpperInvariant());
        return result.Succeeded ? account : new Refusal("Account.Code.Wrong");
    }

    /// <summary>The key that the phone is told; the same until the second factor is on.</summary>
    public async Task<string> KeyAsync(Account account)
    {
        if (await UserManager.GetAuthenticatorKeyAsync(account) is { } known) return known;
        await UserManager.ResetAuthenticatorKeyAsync(account);
        await RefreshSignInAsync(account);
        return (await UserManager.GetAuthenticatorKeyAsync(account))!;
    }

    /// <returns>Recovery codes to keep; they are shown once.</returns>
    public async Task<Answer<IReadOnlyList<string>>> TurnOnAsync(Account account, string code)
    {
        if (!await IsCodeAsync(account, code)) return new Refusal("Account.Code.Wrong");
        accountLog.Add(account.Id, AccountAct.FactorOn, account.Id);
        await UserManager.SetTwoFactorEnabledAsync(account, enabled: true);
        var codes = await UserManager.GenerateNewTwoFactorRecoveryCodesAsync(account, RecoveryCodes);
        await RefreshSignInAsync(account);
        return new Answer<IReadOnlyList<string>>([.. codes!], null);
    }

    public async Task<Refusal?> TurnOffAsync(Account account, string code)
    {
        if (!await IsCodeAsync(account, code)) return new("Account.Code.Wrong");
        accountLog.Add(account.Id, AccountAct.FactorOff, account.Id);
        await UserManager.SetTwoFactorEnabledAsync(account, enabled: false);
        await UserManager.ResetAuthenticatorKeyAsync(account);
        await RefreshSignInAsync(account);
        return null;
    }

    private Task<bool> IsCodeAsync(Account account, string code) =>
        UserManager.VerifyTwoFactorTokenAsync(account, TokenOptions.DefaultAuthenticatorProvider, code.Replace(" ", "", StringComparison.Ordinal));

    private static WriterGate GateOf(string email) => gates[(uint)string.GetHashCode(email, StringComparison.OrdinalIgnoreCase) % gates.Length];

    private async Task<Refusal> WaitAsync(Account account, string password)
    {
        if (await UserManager.CheckPasswordAsync(account, password)) return NotConfirmed;
        await UserManager.AccessFailedAsync(account);
        return Wrong;
    }

    public async Task<Refusal?> ChangePasswordAsync(Guid accountId, string current, string changed)
    {
        if (await UserManager.FindByIdAsync(accountId.ToString()) is not { } account) return new("Person.NotFound");
        if (current == changed) return new("Account.Password.Same");
        account.MustChangePassword = false;
        var result = await UserManager.ChangePasswordAsync(account, current, changed);
        if (result.Succeeded)
        {
            await RefreshSignInAsync(account);
            return null;
        }

        return result.Errors.Any(e => e.Code == nameof(IdentityErrorDescriber.PasswordMismatch)) ? new("Account.Password.Mismatch") : new Refusal("Account.Password.Weak");
    }
}

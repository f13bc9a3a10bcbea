using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Identity;
using Batumi.Workflows.Application.Primitives;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Batumi.Workflows.Web.Identity;

/// <summary>Signs people in and out. A wrong e-mail, a wrong password, a closed and a resting account all get the same answer in the same time.</summary>
public sealed class AccountSignIn(
    UserManager<Account> accounts, IHttpContextAccessor http, IUserClaimsPrincipalFactory<Account> claims, IOptions<IdentityOptions> options,
    ILogger<SignInManager<Account>> log, IAuthenticationSchemeProvider schemes, IUserConfirmation<Account> confirmation)
    : SignInManager<Account>(accounts, http, claims, options, log, schemes, confirmation)
{
    // Guesses at one account are taken one after the other: the count of wrong ones is read, then written, and many at once would be counted as few.
    private static readonly WriterGate[] gates = [.. Enumerable.Range(0, 64).Select(_ => new WriterGate(isNarrow: true))];

    public static Refusal Wrong { get; } = new("Account.Wrong");

    /// <summary>Said to whoever knows the password, and to nobody else.</summary>
    public static Refusal NotConfirmed { get; } = new("Account.NotConfirmed");

    public override async Task<bool> CanSignInAsync(Account user) => user.IsActive && await base.CanSignInAsync(user);

    /// <returns>The account, or why nobody was signed in.</returns>
    public async Task<Answer<Account>> SignInAsync(string email, string password)
    {
        using var turn = await gates[(uint)string.GetHashCode(email, StringComparison.OrdinalIgnoreCase) % gates.Length].EnterAsync(Context.RequestAborted);
        var account = await UserManager.FindByEmailAsync(EmailAddress.Read(email) ?? email);
        if (account is { IsActive: true, EmailConfirmed: false } && !await UserManager.IsLockedOutAsync(account)) return await WaitAsync(account, password);
        var result = account is null ? SignInResult.Failed : await PasswordSignInAsync(account, password, isPersistent: false, lockoutOnFailure: true);
        if (result.Succeeded) return account!;

        // Where no password was compared, the same work is done for nothing, so that the answer takes as long.
        if (account is null || result.IsLockedOut || result.IsNotAllowed) UserManager.PasswordHasher.HashPassword(account!, password);
        return Wrong;
    }

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

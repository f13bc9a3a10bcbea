using System.Security.Claims;
using Batumi.Workflows.Application.Identity;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Batumi.Workflows.Web.Identity;

/// <summary>What the cookie says of an account: who it is, and whether its password is still the one that was handed over.</summary>
public sealed class AccountClaims(UserManager<Account> accounts, IOptions<IdentityOptions> options) : UserClaimsPrincipalFactory<Account>(accounts, options)
{
    public const string OneTimePassword = "one-time-password";
    public const string SecondFactor = "second-factor";

    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(Account user)
    {
        var claims = await base.GenerateClaimsAsync(user);
        if (user.MustChangePassword) claims.AddClaim(new(OneTimePassword, "true"));
        if (user.TwoFactorEnabled) claims.AddClaim(new(SecondFactor, "true"));
        return claims;
    }
}

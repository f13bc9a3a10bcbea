using Batumi.Workflows.Application.Identity;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Data;

/// <summary>Accounts in the city's database; the secrets of second factors lie in it sealed.</summary>
public sealed class AccountStore(CityDb db, IDataProtectionProvider protection) : UserOnlyStore<Account, CityDb, Guid>(db)
{
    private readonly IDataProtector seal = protection.CreateProtector("Data.AccountStore");

    public override Task SetTokenAsync(Account user, string loginProvider, string name, string? value, CancellationToken cancellationToken) =>
        base.SetTokenAsync(user, loginProvider, name, value is null ? null : seal.Protect(value), cancellationToken);

    public override async Task<string?> GetTokenAsync(Account user, string loginProvider, string name, CancellationToken cancellationToken) =>
        await base.GetTokenAsync(user, loginProvider, name, cancellationToken) is { } kept ? seal.Unprotect(kept) : null;
}

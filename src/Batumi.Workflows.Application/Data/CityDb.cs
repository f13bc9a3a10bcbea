using Batumi.Workflows.Application.Identity;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Batumi.Workflows.Application.Data;

/// <summary>The one database of one municipality. Mappings live beside their entities; this class knows none of them.</summary>
public abstract class CityDb(DbContextOptions options, WriterGate gate) : IdentityUserContext<Account, Guid>(options), IDataProtectionKeyContext
{
    /// <summary>Keys of text stay below the 900 bytes that SQL Server allows.</summary>
    private const int KeyPartLength = 128;

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>A text in small letters, in queries. SQLite knows those of the Latin alphabet only, so compare the text as it is written as well.</summary>
    public static string Folded(string text) => throw new NotSupportedException($"Only a database folds '{text}'.");

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        using var turn = await gate.EnterAsync(cancellationToken);
        return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    /// <summary>Runs a conditional update or delete of rows (a claim) in its turn among the writers.</summary>
    public async Task<int> ClaimAsync(Func<CityDb, Task<int>> update, CancellationToken cancellationToken)
    {
        using var turn = await gate.EnterAsync(cancellationToken);
        return await update(this);
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("account_claims");
        builder.Entity<IdentityUserLogin<Guid>>(login =>
        {
            login.ToTable("account_logins");
            login.Property(l => l.LoginProvider).HasMaxLength(KeyPartLength);
            login.Property(l => l.ProviderKey).HasMaxLength(KeyPartLength);
        });
        builder.Entity<IdentityUserToken<Guid>>(token =>
        {
            token.ToTable("account_tokens");
            token.Property(t => t.LoginProvider).HasMaxLength(KeyPartLength);
            token.Property(t => t.Name).HasMaxLength(KeyPartLength);
        });
        builder.HasDbFunction(typeof(CityDb).GetMethod(nameof(Folded))!).HasName("lower").IsBuiltIn();
        builder.Entity<DataProtectionKey>().ToTable("data_protection_keys");
        builder.ApplyConfigurationsFromAssembly(typeof(CityDb).Assembly);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
    }

    /// <summary>Columns hold UTC; SQLite forgets the kind, PostgreSQL insists on it.</summary>
    private sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(
        value => value.Kind == DateTimeKind.Local ? value.ToUniversalTime() : DateTime.SpecifyKind(value, DateTimeKind.Utc),
        value => DateTime.SpecifyKind(value, DateTimeKind.Utc));
}

public sealed class SqliteCityDb(DbContextOptions<SqliteCityDb> options, WriterGate gate) : CityDb(options, gate);

public sealed class PostgresCityDb(DbContextOptions<PostgresCityDb> options, WriterGate gate) : CityDb(options, gate);

public sealed class SqlServerCityDb(DbContextOptions<SqlServerCityDb> options, WriterGate gate) : CityDb(options, gate);

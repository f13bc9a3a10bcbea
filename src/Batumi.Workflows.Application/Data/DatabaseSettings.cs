using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Batumi.Workflows.Application.Data;

public enum DatabaseProvider { Sqlite, Postgres, SqlServer }

/// <summary>Which database the site works on.</summary>
public sealed record DatabaseSettings(DatabaseProvider Provider, string ConnectionString)
{
    /// <summary>SQLite in the data folder: the embedded default.</summary>
    public static DatabaseSettings InFolder(string folder) =>
        new(DatabaseProvider.Sqlite, new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "city.db") }.ToString());
}

/// <summary>Registers the database once for every provider.</summary>
public static class DatabaseServices
{
    public static IServiceCollection AddCityDb(this IServiceCollection services, DatabaseSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton(new WriterGate(settings.Provider == DatabaseProvider.Sqlite));
        return settings.Provider switch
        {
            DatabaseProvider.Sqlite => services.AddProvider<SqliteCityDb>(o => UseSqlite(o, settings.ConnectionString)),
            DatabaseProvider.Postgres => services.AddProvider<PostgresCityDb>(o => UsePostgres(o, settings.ConnectionString)),
            _ => services.AddProvider<SqlServerCityDb>(o => UseSqlServer(o, settings.ConnectionString)),
        };
    }

    internal static void UseSqlite(DbContextOptionsBuilder options, string connection) =>
        options.UseSqlite(connection).AddInterceptors(SqliteSettings.Instance).Quiet();

    internal static void UsePostgres(DbContextOptionsBuilder options, string connection) => options.UseNpgsql(connection).Quiet();

    internal static void UseSqlServer(DbContextOptionsBuilder options, string connection) => options.UseSqlServer(connection).Quiet();

    private static IServiceCollection AddProvider<TDb>(this IServiceCollection services, Action<DbContextOptionsBuilder> configure)
        where TDb : CityDb
    {
        services.AddDbContext<TDb>(configure, optionsLifetime: ServiceLifetime.Singleton);
        services.AddScoped<CityDb>(provider => provider.GetRequiredService<TDb>());
        return services;
    }

    // A lost race is expected and answered; it is not an error of the machine.
    private static void Quiet(this DbContextOptionsBuilder options) => options.ConfigureWarnings(w => w
        .Log((CoreEventId.OptimisticConcurrencyException, Microsoft.Extensions.Logging.LogLevel.Debug))
        .Log((CoreEventId.SaveChangesFailed, Microsoft.Extensions.Logging.LogLevel.Debug)));

    /// <summary>Write-ahead log, full synchronisation (a committed step survives a power cut) foreign keys, and overwritten values zeroed in the file (an erasure erases), on every connection.</summary>
    private sealed class SqliteSettings : DbConnectionInterceptor
    {
        public static SqliteSettings Instance { get; } = new();

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Apply(connection);

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            Apply(connection);
            return Task.CompletedTask;
        }

        // A pooled connection keeps what was set on it: each native one is told once.
        private static readonly object Told = new();
        private readonly ConditionalWeakTable<object, object> told = [];

        private void Apply(DbConnection connection)
        {
            var native = ((SqliteConnection)connection).Handle!;
            if (told.TryGetValue(native, out _)) return;
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA busy_timeout=30000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;";
            command.ExecuteNonQuery();
            told.AddOrUpdate(native, Told);
        }
    }
}

using System.ComponentModel;
using System.Diagnostics;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Primitives;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Batumi.Workflows.Application.Backups;

/// <summary>The database as one file, taken while the site runs: by SQLite itself, by PostgreSQL's own tools. SQL Server writes to its own disk and is told so.</summary>
public sealed class DatabaseCopy(CityDb db, DatabaseSettings settings)
{
    public const string FileName = "database";

    /// <summary>The newest migration; null when there is no database yet.</summary>
    public async Task<string?> SchemaAsync(CancellationToken ct) => (await db.Database.GetAppliedMigrationsAsync(ct)).LastOrDefault();

    public bool Knows(string schema) => db.Database.GetMigrations().Contains(schema);

    /// <summary>There is something that a restored database would meet.</summary>
    public async Task<bool> IsFilledAsync(CancellationToken ct) => settings.Provider == DatabaseProvider.Sqlite
        ? File.Exists(SqliteFile)
        : db.GetService<IRelationalDatabaseCreator>() is var server && await server.ExistsAsync(ct) && await server.HasTablesAsync(ct);

    public async Task<Refusal?> SaveAsync(string file, CancellationToken ct)
    {
        switch (settings.Provider)
        {
            case DatabaseProvider.Sqlite:
                await db.Database.ExecuteSqlAsync($"VACUUM INTO {file}", ct);
                return null;
            case DatabaseProvider.Postgres:
                return await RunAsync("pg_dump", ["--format=custom", "--no-owner", "--no-privileges", $"--file={file}"], ct);
            default:
                return new("Backup.SqlServer", $"BACKUP DATABASE [{db.Database.GetDbConnection().Database}] TO DISK = N'city.bak' WITH CHECKSUM");
        }
    }

    public async Task<Refusal?> LoadAsync(string file, CancellationToken ct)
    {
        switch (settings.Provider)
        {
            case DatabaseProvider.Sqlite:
                Directory.CreateDirectory(Path.GetDirectoryName(SqliteFile)!);
                File.Copy(file, SqliteFile);
                return null;
            case DatabaseProvider.Postgres:
                return await RunAsync("pg_restore", ["--no-owner", "--no-privileges", "--single-transaction", $"--dbname={Server.Database}", file], ct);
            default:
                return new("Backup.SqlServer", $"RESTORE DATABASE [{db.Database.GetDbConnection().Database}] FROM DISK = N'city.bak' WITH CHECKSUM");
        }
    }

    private string SqliteFile => Path.GetFullPath(new SqliteConnectionStringBuilder(settings.ConnectionString).DataSource);

    private NpgsqlConnectionStringBuilder Server => new(settings.ConnectionString);

    // The password goes by the environment: a command line is everybody's to read.
    private async Task<Refusal?> RunAsync(string tool, string[] arguments, CancellationToken ct)
    {
        var start = new ProcessStartInfo(tool, arguments) { RedirectStandardError = true };
        (string Name, string? Value)[] server =
            [("PGHOST", Server.Host), ("PGPORT", $"{Server.Port}"), ("PGUSER", Server.Username), ("PGPASSWORD", Server.Password), ("PGDATABASE", Server.Database), ("PGSSLMODE", SslMode())];
        foreach (var (name, value) in server.Where(s => s.Value is not null)) start.Environment[name] = value;
        try
        {
            using var running = Process.Start(start)!;
            var said = await running.StandardError.ReadToEndAsync(ct);
            await running.WaitForExitAsync(ct);
            return running.ExitCode == 0 ? null : new("Backup.ToolFailed", tool, said.Trim());
        }
        catch (Win32Exception)
        {
            return new("Backup.NoTool", tool);
        }
    }

    private string SslMode() => Server.SslMode switch { Npgsql.SslMode.VerifyCA => "verify-ca", Npgsql.SslMode.VerifyFull => "verify-full", var mode => mode.ToString().ToLowerInvariant() };
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Batumi.Workflows.Tests.Support;

/// <summary>
/// A throwaway PostgreSQL cluster, one for the whole test run, from the Debian binaries; or the server that BATUMI_TEST_POSTGRES names (a
/// connection string whose user may create databases). Use it from a test marked <see cref="PostgresFactAttribute"/>.
/// </summary>
public sealed class PostgresServer
{
    public const string Setting = "BATUMI_TEST_POSTGRES";

    private static readonly Lazy<Task<PostgresServer>> shared = new(StartAsync);
    private readonly string administration;
    private readonly List<string> databases = [];

    private PostgresServer(string administration)
    {
        this.administration = administration;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => DropDatabases();
    }

    /// <summary>Why there is none on this machine; null when there is.</summary>
    public static string? WhyNot { get; } =
        Given is not null ? null
        : Binaries is null ? $"no PostgreSQL server under /usr/lib/postgresql and {Setting} is not set"
        : Environment.IsPrivilegedProcess && !File.Exists("/usr/sbin/runuser") ? "PostgreSQL does not run as root and there is no runuser"
        : null;

    private static string? Given => Environment.GetEnvironmentVariable(Setting) is { Length: > 0 } given ? given : null;

    private static string? Binaries => !Directory.Exists("/usr/lib/postgresql") ? null :
        Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
            .Select(folder => Path.Combine(folder, "bin")).FirstOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")));

    /// <summary>The run's server, started when it is first asked for and stopped with the test process, however that ends.</summary>
    public static Task<PostgresServer> SharedAsync() => shared.Value;

    /// <summary>A fresh, empty database on the run's server.</summary>
    /// <returns>Its connection string.</returns>
    public static async Task<string> NewDatabaseAsync() => await (await SharedAsync()).CreateDatabaseAsync();

    /// <summary>A fresh, empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"batumi_test_{Guid.NewGuid():N}";
        await using var connection = new NpgsqlConnection(administration);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'", connection);
        await command.ExecuteNonQueryAsync();
        lock (databases) databases.Add(name);
        return new NpgsqlConnectionStringBuilder(administration) { Database = name, Pooling = true }.ConnectionString;
    }

    private static async Task<PostgresServer> StartAsync()
    {
        if (WhyNot is { } reason) throw new InvalidOperationException(reason);
        if (Given is { } given) return new(new NpgsqlConnectionStringBuilder(given) { Pooling = false }.ConnectionString);

        // The shell waits on its standard input. It closes when this process ends, killed or not, and the shell takes the server and its folder along.
        const string script = """
            dir=$(mktemp -d "${TMPDIR:-/tmp}/batumi-pg.XXXXXX") || exit 1
            "$1/initdb" -D "$dir/data" -A trust -U postgres -E UTF8 --locale=C.UTF-8 --no-sync >"$dir/log" 2>&1 || { cat "$dir/log"; rm -rf "$dir"; exit 1; }
            "$1/postgres" -D "$dir/data" -p "$2" -k "$dir" -c listen_addresses=127.0.0.1 -c max_connections=300 >>"$dir/log" 2>&1 &
            pid=$!
            until "$1/pg_isready" -q -h 127.0.0.1 -p "$2"; do
              kill -0 $pid 2>/dev/null || { cat "$dir/log"; rm -rf "$dir"; exit 1; }
              sleep 0.05
            done
            echo ready
            read -r _
            kill -QUIT $pid
            wait $pid
            rm -rf "$dir"
            """;
        var port = FreePort();
        var start = new ProcessStartInfo { RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = "/" };
        string[] shell = ["/bin/sh", "-c", script, "postgres-for-tests", Binaries!, $"{port}"];
        var command = Environment.IsPrivilegedProcess ? ["/usr/sbin/runuser", "-u", "postgres", "--", .. shell] : shell;
        start.FileName = command[0];
        foreach (var argument in command.Skip(1)) start.ArgumentList.Add(argument);

        var process = Process.Start(start)!;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => { process.StandardInput.Close(); process.WaitForExit(5000); };
        var said = await process.StandardOutput.ReadLineAsync();
        if (said != "ready") throw new InvalidOperationException($"PostgreSQL did not start: {said}\n{await process.StandardOutput.ReadToEndAsync()}");

        return new($"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres;Pooling=false");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // Only a server that was lent to us needs it: our own disappears as a whole.
    private void DropDatabases()
    {
        if (Given is null) return;
        NpgsqlConnection.ClearAllPools();
        using var connection = new NpgsqlConnection(administration);
        connection.Open();
        foreach (var name in databases)
        {
            using var command = new NpgsqlCommand($"DROP DATABASE IF EXISTS {name} WITH (FORCE)", connection);
            command.ExecuteNonQuery();
        }
    }
}

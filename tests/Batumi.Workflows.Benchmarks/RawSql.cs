using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using Batumi.Workflows.Application.Primitives;

namespace Batumi.Workflows.Benchmarks;

/// <summary>What a step of the host writes, in its sizes.</summary>
internal sealed record Written(string State, byte[] Payload, string Events);

/// <summary>The same rows by hand-written SQL, in one transaction each.</summary>
internal sealed class RawSql(DbConnection connection, DbTransaction transaction)
{
    /// <summary>Ends the open task and opens another one.</summary>
    public static Task StepAsync(DbConnection connection, Guid run, Written written) => InTransactionAsync(connection, async sql =>
    {
        var now = DateTime.UtcNow;
        var (turn, task) = await sql.EndTaskAsync(run, written, now, "Running");
        await sql.OpenTaskAsync(run, now);
        await sql.JournalAsync(run, turn, written, now, $"complete/{task}");
    });

    /// <summary>Begins a run with its key and first task.</summary>
    public static Task StartAsync(DbConnection connection, Guid run, Written written) => InTransactionAsync(connection, async sql =>
    {
        var now = DateTime.UtcNow;
        await sql.ExecuteAsync("""
            insert into runs ("Id", "DefinitionId", "DefinitionVersion", "State", "Status", "SubStatus", "Turn", "LastHash", "Revision", "CalendarVersion", "StartedAtUtc", "IncidentCount", "WaitsForEvents", "IsErased")
            values (@run, 'two-tasks', 1, @state, 'Running', 'Suspended', 1, @hash, 1, 1, @now, 0, @no, @no)
            """, ("run", run), ("state", written.State), ("hash", new byte[32]), ("now", now), ("no", false));
        await sql.ExecuteAsync("""insert into case_keys ("CaseId", "Person", "Wrapped", "CreatedAtUtc") values (@run, 'applicant', @key, @now)""", ("run", run), ("key", RandomNumberGenerator.GetBytes(61)), ("now", now));
        await sql.OpenTaskAsync(run, now);
        await sql.JournalAsync(run, 1, written, now, "start");
    });

    /// <summary>Ends the open task and the run.</summary>
    public static Task EndAsync(DbConnection connection, Guid run, Written written) => InTransactionAsync(connection, async sql =>
    {
        var now = DateTime.UtcNow;
        var (turn, task) = await sql.EndTaskAsync(run, written, now, "Finished");
        await sql.JournalAsync(run, turn, written, now, $"complete/{task}");
    });

    private static async Task InTransactionAsync(DbConnection connection, Func<RawSql, Task> work)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await work(new(connection, transaction));
        await transaction.CommitAsync();
    }

    private async Task<(int Turn, string Task)> EndTaskAsync(Guid run, Written written, DateTime now, string status)
    {
        var turn = Convert.ToInt32(await ScalarAsync("""select "Turn" from runs where "Id" = @run""", ("run", run)), CultureInfo.InvariantCulture) + 1;
        var task = (string)(await ScalarAsync("""select "Id" from tasks where "RunId" = @run and "Status" = 'Open'""", ("run", run)))!;
        await ExecuteAsync("""update runs set "State" = @state, "Status" = @status, "Turn" = @turn, "Revision" = "Revision" + 1 where "Id" = @run""", ("state", written.State), ("status", status), ("turn", turn), ("run", run));
        await ExecuteAsync("""update tasks set "Status" = 'Done', "Outcome" = 'Done', "ClosedAtUtc" = @now where "Id" = @task""", ("now", now), ("task", task));
        return (turn, task);
    }

    private Task OpenTaskAsync(Guid run, DateTime now) => ExecuteAsync("""
        insert into tasks ("Id", "RunId", "ActivityId", "Kind", "Name", "Role", "Unit", "Outcomes", "OpenedAtUtc", "DueAtUtc", "DueRule", "Status", "FileChanges")
        values (@id, @run, 'ping', 'Staff', 'ping', 'dispatcher', 'MSA', 'Done', @now, @due, '3 working-days', 'Open', 0)
        """, ("id", Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))), ("run", run), ("now", now), ("due", now.AddDays(3)));

    private async Task JournalAsync(Guid run, int turn, Written written, DateTime now, string purpose)
    {
        await ExecuteAsync("""
            insert into journal ("RunId", "Sequence", "AtUtc", "ActorKind", "Kind", "Subject", "Outcome", "ActivityId", "DefinitionId", "DefinitionVersion", "SemanticsVersion", "CalendarVersion",
              "Seed", "Events", "PayloadCipher", "StructureHash", "PreviousHash", "Hash")
            values (@run, @turn, @now, 'System', 'TaskCompleted', 'task', 'Done', 'ping', 'ping-pong', 1, 1, 1, 1, @events, @payload, @hash, @hash, @hash)
            """, ("run", run), ("turn", turn), ("now", now), ("events", written.Events), ("payload", written.Payload), ("hash", new byte[32]));
        await ExecuteAsync("""insert into intents ("Intent", "Purpose", "RunId", "Turn", "AtUtc") values (@intent, @purpose, @run, @turn, @now)""",
            ("intent", IntentKey.New().Value), ("purpose", purpose), ("run", run), ("turn", turn), ("now", now));
    }

    private async Task<object?> ScalarAsync(string sql, params (string Name, object Value)[] values)
    {
        await using var command = Command(sql, values);
        return await command.ExecuteScalarAsync();
    }

    private async Task ExecuteAsync(string sql, params (string Name, object Value)[] values)
    {
        await using var command = Command(sql, values);
        await command.ExecuteNonQueryAsync();
    }

    private DbCommand Command(string sql, (string Name, object Value)[] values)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // every text is a constant of this file
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}

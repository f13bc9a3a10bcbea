using System.Data.Common;
using System.Security.Cryptography;
using Batumi.Workflows.Application;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Register;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Engine;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Batumi.Workflows.Benchmarks;

/// <summary>One database with runs for every client, and the same step in three ways: through the host, with bare EF Core, with raw ADO.NET.</summary>
internal sealed class StepBench : IAsyncDisposable
{
    private const int RunsOfClient = 25;
    private readonly string folder = Directory.CreateTempSubdirectory("bench-").FullName;
    private readonly ServiceProvider services;
    private readonly Queue<Guid>[] hostRuns;
    private readonly Queue<Guid>[] plainRuns;
    private string state = "";
    private byte[] payload = [];
    private string events = "";

    private StepBench(DatabaseSettings? database, int clients)
    {
        var data = Path.Combine(folder, "data");
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddCity(new(database ?? DatabaseSettings.InFolder(data), data, new(Path.Combine(folder, "keys"), CreateIfMissing: true), PingPong.Folder(folder), new("http://city.test"),
            new("", 25, "None", null, null, "no-reply@city.test", "City"), IsDemo: false));
        services = collection.BuildServiceProvider();
        hostRuns = [.. Enumerable.Range(0, clients).Select(_ => new Queue<Guid>())];
        plainRuns = [.. Enumerable.Range(0, clients).Select(_ => new Queue<Guid>())];
    }

    public static async Task<StepBench> OpenAsync(DatabaseSettings? database, int clients)
    {
        var bench = new StepBench(database, clients);
        await bench.services.OpenCityAsync();
        foreach (var runs in bench.hostRuns.Concat(bench.plainRuns))
        {
            for (var i = 0; i < RunsOfClient; i++) runs.Enqueue(await bench.StartAsync());
        }

        // The plain ways write what a step of the host has written: as much state, payload and history.
        await bench.HostAsync(0);
        await using var scope = bench.services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CityDb>();
        var entry = await db.Set<JournalEntry>().AsNoTracking().OrderByDescending(e => e.Sequence).FirstAsync();
        (bench.payload, bench.events) = (entry.PayloadCipher!, entry.Events);
        bench.state = (await db.Set<Run>().AsNoTracking().FirstAsync(r => r.Id == entry.RunId)).State;
        return bench;
    }

    /// <summary>The step as an officer's request makes it: find the task, end it.</summary>
    public async Task HostAsync(int client)
    {
        var id = Next(hostRuns[client]);
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CityDb>();
        var task = await db.Set<WorkTask>().AsNoTracking().Where(t => t.RunId == id && t.Status == WorkTaskStatus.Open).Select(t => t.Id).FirstAsync();
        var step = await scope.ServiceProvider.GetRequiredService<WorkflowHost>().ResumeAsync(id, new Stimulus.TaskCompleted(task, "Done", PingPong.Result),
            new Order(Actor.System, $"complete/{task}", IntentKey.New()), default);
        if (step.IsRefused) throw new InvalidOperationException(step.Refused!.ToString());
    }

    public async Task BareEfAsync(int client)
    {
        var id = Next(plainRuns[client]);
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CityDb>();
        var run = await db.Set<Run>().FirstAsync(r => r.Id == id);
        var task = await db.Set<WorkTask>().FirstAsync(t => t.RunId == id && t.Status == WorkTaskStatus.Open);
        var now = DateTime.UtcNow;
        (run.State, run.Turn, run.Revision) = (state, run.Turn + 1, run.Revision + 1);
        (task.Status, task.Outcome, task.ClosedAtUtc) = (WorkTaskStatus.Done, "Done", now);
        db.Add(NewTask(id, now));
        db.Add(NewEntry(run, now));
        db.Add(new CarriedOut { Intent = IntentKey.New().Value, Purpose = $"complete/{task.Id}", RunId = id, Turn = run.Turn, AtUtc = now });
        await db.SaveChangesAsync();
    }

    public async Task RawAsync(int client)
    {
        var id = Next(plainRuns[client]);
        await using var scope = services.CreateAsyncScope();
        var city = scope.ServiceProvider.GetRequiredService<CityDb>();
        using var turn = await scope.ServiceProvider.GetRequiredService<WriterGate>().EnterAsync(default);
        await city.Database.OpenConnectionAsync();
        await new RawStep(city.Database.GetDbConnection(), id).RunAsync(state, payload, events);
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<Guid> StartAsync()
    {
        await using var scope = services.CreateAsyncScope();
        var id = Guid.CreateVersion7();
        var step = await scope.ServiceProvider.GetRequiredService<WorkflowHost>().StartAsync(new(id, PingPong.Id, [], null, (_, _) => Task.FromResult<Answer<Case?>>(new(null, null))), new Order(Actor.System, "start"), default);
        return step.IsRefused ? throw new InvalidOperationException(step.Refused!.ToString()) : id;
    }

    private static Guid Next(Queue<Guid> runs)
    {
        var id = runs.Dequeue();
        runs.Enqueue(id);
        return id;
    }

    private static WorkTask NewTask(Guid run, DateTime now) => new()
    {
        Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), RunId = run, ActivityId = "ping", Kind = "Staff", Name = "ping", Role = "dispatcher", Unit = "MSA", Outcomes = "Done",
        OpenedAtUtc = now, DueAtUtc = now.AddDays(3), DueRule = "3 working-days", Status = WorkTaskStatus.Open,
    };

    private JournalEntry NewEntry(Run run, DateTime now) => new()
    {
        RunId = run.Id, Sequence = run.Turn, AtUtc = now, ActorKind = ActorKind.System, Kind = JournalKind.TaskCompleted, Subject = "task", Outcome = "Done", ActivityId = "ping",
        DefinitionId = PingPong.Id, DefinitionVersion = 1, SemanticsVersion = 1, CalendarVersion = 1, Seed = run.Turn, Events = events, PayloadCipher = payload,
        StructureHash = new byte[32], PreviousHash = new byte[32], Hash = new byte[32],
    };
}

/// <summary>The same rows by hand-written SQL, in one transaction.</summary>
internal sealed class RawStep(DbConnection connection, Guid run)
{
    public async Task RunAsync(string state, byte[] payload, string events)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        var now = DateTime.UtcNow;
        var turn = Convert.ToInt32(await ScalarAsync(transaction, """select "Turn" from runs where "Id" = @run""", ("run", run)), System.Globalization.CultureInfo.InvariantCulture) + 1;
        var task = (string)(await ScalarAsync(transaction, """select "Id" from tasks where "RunId" = @run and "Status" = 'Open'""", ("run", run)))!;
        await ExecuteAsync(transaction, """update runs set "State" = @state, "Turn" = @turn, "Revision" = "Revision" + 1 where "Id" = @run""", ("state", state), ("turn", turn), ("run", run));
        await ExecuteAsync(transaction, """update tasks set "Status" = 'Done', "Outcome" = 'Done', "ClosedAtUtc" = @now where "Id" = @task""", ("now", now), ("task", task));
        await ExecuteAsync(transaction, """
            insert into tasks ("Id", "RunId", "ActivityId", "Kind", "Name", "Role", "Unit", "Outcomes", "OpenedAtUtc", "DueAtUtc", "DueRule", "Status")
            values (@id, @run, 'ping', 'Staff', 'ping', 'dispatcher', 'MSA', 'Done', @now, @due, '3 working-days', 'Open')
            """, ("id", Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))), ("run", run), ("now", now), ("due", now.AddDays(3)));
        await ExecuteAsync(transaction, """
            insert into journal ("RunId", "Sequence", "AtUtc", "ActorKind", "Kind", "Subject", "Outcome", "ActivityId", "DefinitionId", "DefinitionVersion", "SemanticsVersion", "CalendarVersion",
              "Seed", "Events", "PayloadCipher", "StructureHash", "PreviousHash", "Hash")
            values (@run, @turn, @now, 'System', 'TaskCompleted', 'task', 'Done', 'ping', 'ping-pong', 1, 1, 1, 1, @events, @payload, @hash, @hash, @hash)
            """, ("run", run), ("turn", turn), ("now", now), ("events", events), ("payload", payload), ("hash", new byte[32]));
        await ExecuteAsync(transaction, """insert into intents ("Intent", "Purpose", "RunId", "Turn", "AtUtc") values (@intent, @purpose, @run, @turn, @now)""",
            ("intent", IntentKey.New().Value), ("purpose", $"complete/{task}"), ("run", run), ("turn", turn), ("now", now));
        await transaction.CommitAsync();
    }

    private async Task<object?> ScalarAsync(DbTransaction transaction, string sql, params (string Name, object Value)[] values)
    {
        await using var command = Command(transaction, sql, values);
        return await command.ExecuteScalarAsync();
    }

    private async Task ExecuteAsync(DbTransaction transaction, string sql, params (string Name, object Value)[] values)
    {
        await using var command = Command(transaction, sql, values);
        await command.ExecuteNonQueryAsync();
    }

    private DbCommand Command(DbTransaction transaction, string sql, (string Name, object Value)[] values)
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

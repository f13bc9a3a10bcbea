using System.Text.Json.Nodes;
using Batumi.Workflows.Application;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Keys;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Engine;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Batumi.Workflows.Benchmarks;

/// <summary>Whole cases of two tasks, from the start to the end in three commits, in three ways: through the host, with bare EF Core, with raw ADO.NET.</summary>
internal sealed class CaseBench : IAsyncDisposable
{
    private const string Id = "two-tasks";

    private static readonly string definition = new JsonObject
    {
        ["definitionId"] = Id, ["name"] = "Two tasks", ["version"] = 1, ["variables"] = new JsonArray(new JsonObject { ["id"] = "v-note", ["name"] = "Note", ["typeName"] = "Object" }),
        ["root"] = new JsonObject
        {
            ["id"] = "root", ["type"] = "Elsa.Flowchart", ["version"] = 1,
            ["activities"] = new JsonArray(new JsonObject { ["id"] = "start", ["type"] = "Elsa.Start", ["version"] = 1 }, PingPong.Task("ping"), PingPong.Task("pong"), new JsonObject { ["id"] = "end", ["type"] = "Elsa.End", ["version"] = 1 }),
            ["connections"] = new JsonArray(PingPong.Connection("start", "ping"), PingPong.Connection("ping", "pong"), PingPong.Connection("pong", "end")),
        },
    }.ToJsonString();

    private readonly BenchCity city;
    private Written started = new("", [], ""), worked = new("", [], ""), ended = new("", [], "");

    private CaseBench(DatabaseSettings? database) => city = new(database, Id, definition);

    public static async Task<CaseBench> OpenAsync(DatabaseSettings? database)
    {
        var bench = new CaseBench(database);
        await bench.city.Services.OpenCityAsync();
        var id = Guid.CreateVersion7();

        // The plain ways write what the host's case writes: as much state, payload and history.
        await bench.StartAsync(id);
        bench.started = await bench.WrittenAsync(id);
        await bench.CompleteAsync(id);
        bench.worked = await bench.WrittenAsync(id);
        await bench.CompleteAsync(id);
        bench.ended = await bench.WrittenAsync(id);
        return bench;
    }

    public async Task HostAsync(int client)
    {
        var id = Guid.CreateVersion7();
        await StartAsync(id);
        await CompleteAsync(id);
        await CompleteAsync(id);
    }

    public async Task BareEfAsync(int client)
    {
        var id = Guid.CreateVersion7();
        await WithDbAsync(async db =>
        {
            var now = DateTime.UtcNow;
            var run = new Run
            {
                Id = id, DefinitionId = Id, DefinitionVersion = 1, State = started.State, Status = "Running", SubStatus = "Suspended", Turn = 1, LastHash = new byte[32], Revision = 1, StartedAtUtc = now, CalendarVersion = 1,
            };
            db.Add(run);
            db.Add(new CaseKey { CaseId = id, Person = CaseKey.Applicant, Wrapped = new byte[61], CreatedAtUtc = now });
            db.Add(BareRows.Task(id, now));
            db.Add(BareRows.Entry(run, now, started));
            db.Add(BareRows.Intent(run, now, "start"));
            await db.SaveChangesAsync();
        });
        await BareStepAsync(id, worked, isEnd: false);
        await BareStepAsync(id, ended, isEnd: true);
    }

    public async Task RawAsync(int client)
    {
        var id = Guid.CreateVersion7();
        await RawAsync(connection => RawSql.StartAsync(connection, id, started));
        await RawAsync(connection => RawSql.StepAsync(connection, id, worked));
        await RawAsync(connection => RawSql.EndAsync(connection, id, ended));
    }

    public ValueTask DisposeAsync() => city.DisposeAsync();

    private Task BareStepAsync(Guid id, Written written, bool isEnd) => WithDbAsync(async db =>
    {
        var run = await db.Set<Run>().FirstAsync(r => r.Id == id);
        var task = await db.Set<WorkTask>().FirstAsync(t => t.RunId == id && t.Status == WorkTaskStatus.Open);
        var now = DateTime.UtcNow;
        (run.State, run.Turn, run.Revision, run.Status) = (written.State, run.Turn + 1, run.Revision + 1, isEnd ? "Finished" : "Running");
        (task.Status, task.Outcome, task.ClosedAtUtc) = (WorkTaskStatus.Done, "Done", now);
        if (!isEnd) db.Add(BareRows.Task(id, now));
        db.Add(BareRows.Entry(run, now, written));
        db.Add(BareRows.Intent(run, now, $"complete/{task.Id}"));
        await db.SaveChangesAsync();
    });

    private async Task StartAsync(Guid id)
    {
        await using var scope = city.Services.CreateAsyncScope();
        var step = await scope.ServiceProvider.GetRequiredService<WorkflowHost>().StartAsync(NewRun.Plain(id, Id, [], null), new Order(Actor.System, "start", IntentKey.New()), default);
        if (step.IsRefused) throw new InvalidOperationException(step.Refused!.ToString());
    }

    private async Task CompleteAsync(Guid id)
    {
        await using var scope = city.Services.CreateAsyncScope();
        var task = await scope.ServiceProvider.GetRequiredService<CityDb>().Set<WorkTask>().AsNoTracking().Where(t => t.RunId == id && t.Status == WorkTaskStatus.Open).Select(t => t.Id).FirstAsync();
        var step = await scope.ServiceProvider.GetRequiredService<WorkflowHost>().ResumeAsync(id, new Stimulus.TaskCompleted(task, "Done", PingPong.Result), new Order(Actor.System, $"complete/{task}", IntentKey.New()), default);
        if (step.IsRefused) throw new InvalidOperationException(step.Refused!.ToString());
    }

    private async Task<Written> WrittenAsync(Guid id)
    {
        await using var scope = city.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CityDb>();
        var entry = await db.Set<JournalEntry>().AsNoTracking().Where(e => e.RunId == id).OrderByDescending(e => e.Sequence).FirstAsync();
        return new((await db.Set<Run>().AsNoTracking().FirstAsync(r => r.Id == id)).State, entry.PayloadCipher!, entry.Events);
    }

    private async Task WithDbAsync(Func<CityDb, Task> work)
    {
        await using var scope = city.Services.CreateAsyncScope();
        await work(scope.ServiceProvider.GetRequiredService<CityDb>());
    }

    private async Task RawAsync(Func<System.Data.Common.DbConnection, Task> work)
    {
        await using var scope = city.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CityDb>();
        using var turn = await scope.ServiceProvider.GetRequiredService<WriterGate>().EnterAsync(default);
        await db.Database.OpenConnectionAsync();
        await work(db.Database.GetDbConnection());
    }
}

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
    private readonly BenchCity city;
    private readonly Queue<Guid>[] hostRuns;
    private readonly Queue<Guid>[] plainRuns;
    private string state = "";
    private byte[] payload = [];
    private string events = "";

    private StepBench(DatabaseSettings? database, int clients)
    {
        city = new(database, PingPong.Id, PingPong.Definition);
        hostRuns = [.. Enumerable.Range(0, clients).Select(_ => new Queue<Guid>())];
        plainRuns = [.. Enumerable.Range(0, clients).Select(_ => new Queue<Guid>())];
    }

    public static async Task<StepBench> OpenAsync(DatabaseSettings? database, int clients)
    {
        var bench = new StepBench(database, clients);
        await bench.city.Services.OpenCityAsync();
        foreach (var runs in bench.hostRuns.Concat(bench.plainRuns))
        {
            for (var i = 0; i < RunsOfClient; i++) runs.Enqueue(await bench.StartAsync());
        }

        // The plain ways write what a step of the host has written: as much state, payload and history.
        await bench.HostAsync(0);
        await using var scope = bench.city.Services.CreateAsyncScope();
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
        await using var scope = city.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CityDb>();
        var task = await db.Set<WorkTask>().AsNoTracking().Where(t => t.RunId == id && t.Status == WorkTaskStatus.Open).Select(t => t.Id).FirstAsync();
        var step = await scope.ServiceProvider.GetRequiredService<WorkflowHost>().ResumeAsync(id, new Stimulus.TaskCompleted(task, "Done", PingPong.Result),
            new Order(Actor.System, $"complete/{task}", IntentKey.New()), default);
        if (step.IsRefused) throw new InvalidOperationException(step.Refused!.ToString());
    }

    public async Task BareEfAsync(int client)
    {
        var id = Next(plainRuns[client]);
        await using var scope = city.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CityDb>();
        var run = await db.Set<Run>().FirstAsync(r => r.Id == id);
        var task = await db.Set<WorkTask>().FirstAsync(t => t.RunId == id && t.Status == WorkTaskStatus.Open);
        var now = DateTime.UtcNow;
        (run.State, run.Turn, run.Revision) = (state, run.Turn + 1, run.Revision + 1);
        (task.Status, task.Outcome, task.ClosedAtUtc) = (WorkTaskStatus.Done, "Done", now);
        db.Add(BareRows.Task(id, now));
        db.Add(BareRows.Entry(run, now, new(state, payload, events)));
        db.Add(new CarriedOut { Intent = IntentKey.New().Value, Purpose = $"complete/{task.Id}", RunId = id, Turn = run.Turn, AtUtc = now });
        await db.SaveChangesAsync();
    }

    public async Task RawAsync(int client)
    {
        var id = Next(plainRuns[client]);
        await using var scope = city.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CityDb>();
        using var turn = await scope.ServiceProvider.GetRequiredService<WriterGate>().EnterAsync(default);
        await db.Database.OpenConnectionAsync();
        await RawSql.StepAsync(db.Database.GetDbConnection(), id, new(state, payload, events));
    }

    public async Task WithDbAsync(Func<CityDb, Task> work)
    {
        await using var scope = city.Services.CreateAsyncScope();
        await work(scope.ServiceProvider.GetRequiredService<CityDb>());
    }

    public ValueTask DisposeAsync() => city.DisposeAsync();

    private async Task<Guid> StartAsync()
    {
        await using var scope = city.Services.CreateAsyncScope();
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
}

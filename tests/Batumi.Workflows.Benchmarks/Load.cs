using System.Text.Json.Nodes;
using Batumi.Workflows.Application;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Desk;
using Batumi.Workflows.Application.Notifications;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Application.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Batumi.Workflows.Benchmarks;

/// <summary>
/// Works street faults in a folder's database until it is stopped or killed: files, sorts, repairs, verifies, and sends letters. Each step that was
/// answered is noted in <c>answered.log</c>, each letter that was accepted in <c>accepted.log</c>, after the fact, so that whoever killed it can count. Says <c>ready</c> once the first
/// case is through.
/// </summary>
internal static class Load
{
    private static int isWarm;

    public static async Task RunAsync(string folder, string workflows, int clients)
    {
        await using var services = Open(folder, workflows);
        await services.OpenCityAsync();
        var answered = new Log(Path.Combine(folder, "answered.log"));
        await Task.WhenAll([.. Enumerable.Range(0, clients).Select(_ => Task.Run(() => WorkAsync(services, answered))), Task.Run(() => SendAsync(services))]);
    }

    private static ServiceProvider Open(string folder, string workflows)
    {
        var data = Path.Combine(folder, "data");
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IMailSender>(new LoggedSender(new Log(Path.Combine(folder, "accepted.log"))));
        services.AddCity(new(DatabaseSettings.InFolder(data), data, new(Path.Combine(folder, "keys"), CreateIfMissing: true), workflows, new("http://city.test"),
            new("", 25, "None", null, null, "no-reply@city.test", "City"), IsDemo: false));
        return services.BuildServiceProvider();
    }

    private static async Task WorkAsync(ServiceProvider services, Log answered)
    {
        while (true)
        {
            var id = await AskAsync<Drafts, Guid>(services, async d =>
            {
                var draft = (await d.BeginAsync("street-fault", Actor.Anonymous, "ka", default)).Value!;
                var answers = new JsonObject
                {
                    ["category"] = "pothole", ["description"] = "A hole", ["place"] = new JsonObject { ["words"] = "Here" }, ["danger"] = "no", ["email"] = "a@example.test",
                };
                await d.SaveAsync(draft.Id, answers, [.. answers.Select(a => a.Key)], default);
                return draft.Id;
            });
            await AskAsync<Requesting, Answer<Receipt>>(services, r => r.FileAsync(id, Actor.Anonymous, IntentKey.New(), default));
            answered.Add($"{id:N} 1");
            var step = 1;
            foreach (var (task, outcome, result) in Steps())
            {
                await EndAsync(services, id, task, outcome, result);
                answered.Add($"{id:N} {++step}");
            }

            if (Interlocked.Exchange(ref isWarm, 1) == 0) Console.WriteLine("ready");
        }
    }

    private static IEnumerable<(string Task, string Outcome, JsonObject Result)> Steps() =>
    [
        ("triage", "Assign", new() { ["category"] = "pothole", ["priority"] = "P2", ["provider"] = "INF" }), ("accept", "Accept", []),
        ("work", "Fixed", new() { ["done"] = "Filled it", ["result"] = "repaired" }), ("verify-desk", "Ok", []),
    ];

    private static async Task EndAsync(ServiceProvider services, Guid id, string name, string outcome, JsonObject result)
    {
        await using var scope = services.CreateAsyncScope();
        var task = await scope.ServiceProvider.GetRequiredService<CityDb>().Set<WorkTask>().AsNoTracking().FirstAsync(t => t.RunId == id && t.Name == name && t.Status == WorkTaskStatus.Open);
        var revision = await scope.ServiceProvider.GetRequiredService<CityDb>().Set<Run>().Where(r => r.Id == id).Select(r => r.Revision).FirstAsync();
        var officer = new Actor(ActorKind.Staff, Guid.CreateVersion7(), "Load", [new(task.Role!, task.Unit!)]);
        var desk = scope.ServiceProvider.GetRequiredService<TaskDesk>();
        await desk.ClaimAsync(task.Id, officer, default);
        if (await desk.CompleteAsync(new(task.Id, outcome, result, IntentKey.New(), revision), officer, default) is { } refused)
            throw new InvalidOperationException($"{name}: {refused}");
    }

    private static async Task SendAsync(ServiceProvider services)
    {
        while (true)
        {
            await AskAsync<Outbox, int>(services, outbox => outbox.SendDueAsync(default));
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }
    }

    private static async Task<T> AskAsync<TService, T>(ServiceProvider services, Func<TService, Task<T>> question) where TService : notnull
    {
        await using var scope = services.CreateAsyncScope();
        return await question(scope.ServiceProvider.GetRequiredService<TService>());
    }

    private sealed class LoggedSender(Log log) : IMailSender
    {
        public Task<Delivery> SendAsync(Mail mail, CancellationToken ct)
        {
            log.Add(mail.Key);
            return Task.FromResult<Delivery>(new Delivery.Accepted());
        }
    }

    /// <summary>Lines that are with the operating system when <see cref="Add"/> returns, so that a killed process has lost none.</summary>
    private sealed class Log(string file)
    {
        private readonly FileStream stream = new(file, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);

        public void Add(string line)
        {
            lock (stream) stream.Write(System.Text.Encoding.UTF8.GetBytes(line + "\n"));
        }
    }
}

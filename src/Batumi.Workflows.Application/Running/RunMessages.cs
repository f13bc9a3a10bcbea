using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Keys;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Engine;
using Batumi.Workflows.Engine.Definitions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Batumi.Workflows.Application.Running;

/// <summary>
/// Brings messages between runs: each once, whatever is killed between, because what it causes carries an intent made from it. Nodes share the work by claims.
/// Cases of services are nobody's to start or to wake from here.
/// </summary>
public sealed class RunMessages(IServiceScopeFactory scopes, TimeProvider time, ILogger<RunMessages> log)
{
    private const int BatchSize = 50, MostInARow = 1000, MostAttempts = 20;
    private static readonly TimeSpan Claim = TimeSpan.FromMinutes(2);

    /// <summary>Brings what is due.</summary>
    /// <returns>How many messages were brought.</returns>
    public async Task<int> DeliverDueAsync(CancellationToken ct)
    {
        var done = 0;
        while (!ct.IsCancellationRequested)
        {
            var taken = await DeliverAsync(m => m, ct);
            done += taken.Count;
            if (taken.Count == 0) return done;
        }

        return done;
    }

    /// <summary>Brings what a run wishes, and what that causes in turn, before anybody is answered.</summary>
    public async Task DeliverOfAsync(Guid runId, CancellationToken ct)
    {
        var runs = new HashSet<Guid> { runId };
        for (var count = 0; count < MostInARow;)
        {
            var touched = await DeliverAsync(m => m.Where(x => runs.Contains(x.RunId)), ct);
            if (touched.Count == 0) return;
            count += touched.Count;
            foreach (var run in touched.SelectMany(t => t)) runs.Add(run);
        }
    }

    /// <summary>An event from outside: wakes what waits for it and starts what it triggers.</summary>
    /// <param name="runId">Only that run; null: all.</param>
    public async Task<IReadOnlyList<Guid>> PublishAsync(string name, JsonNode? payload, string? correlationId, Guid? runId, Actor by, string intent, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await PublishAsync(scope.ServiceProvider, new(name, payload, correlationId, runId, by, intent), ct);
    }

    private async Task<IReadOnlyList<IReadOnlyList<Guid>>> DeliverAsync(Func<IQueryable<RunMessage>, IQueryable<RunMessage>> which, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = time.NowUtc();
        var due = await which(scope.ServiceProvider.GetRequiredService<CityDb>().Set<RunMessage>().AsNoTracking())
            .Where(m => m.Status == RunMessageStatus.Waiting && m.DueAtUtc <= now && (m.ClaimedUntilUtc == null || m.ClaimedUntilUtc < now))
            .OrderBy(m => m.DueAtUtc).ThenBy(m => m.Id).Take(BatchSize).ToListAsync(ct);
        var touched = new List<IReadOnlyList<Guid>>();
        foreach (var message in due)
        {
            if (await TryAsync(message, ct) is { } runs) touched.Add(runs);
        }

        return touched;
    }

    private async Task<IReadOnlyList<Guid>?> TryAsync(RunMessage message, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CityDb>();
        var now = time.NowUtc();
        var worker = Ids.New(now);
        var claimed = await db.ClaimAsync(d => d.Set<RunMessage>()
            .Where(m => m.Id == message.Id && m.Status == RunMessageStatus.Waiting && (m.ClaimedUntilUtc == null || m.ClaimedUntilUtc < now))
            .ExecuteUpdateAsync(s => s.SetProperty(m => m.ClaimedBy, worker).SetProperty(m => m.ClaimedUntilUtc, now + Claim), ct), ct);
        if (claimed == 0) return null;

        IReadOnlyList<Guid> touched = [];
        var status = RunMessageStatus.Done;
        try
        {
            touched = await BringAsync(scope.ServiceProvider, message, ct);
        }
        catch (Exception broken) when (!ct.IsCancellationRequested)
        {
            log.LogError(broken, "Message {MessageId} could not be brought; it is tried again", message.Id);
            status = message.Attempts + 1 < MostAttempts ? RunMessageStatus.Waiting : RunMessageStatus.GivenUp;
        }

        var next = now + TimeSpan.FromSeconds(Math.Min(300, 1 << Math.Min(message.Attempts, 8)));
        await db.ClaimAsync(d => d.Set<RunMessage>().Where(m => m.Id == message.Id && m.ClaimedBy == worker).ExecuteUpdateAsync(s => s
            .SetProperty(m => m.Status, status).SetProperty(m => m.Attempts, message.Attempts + 1).SetProperty(m => m.DueAtUtc, status == RunMessageStatus.Waiting ? next : message.DueAtUtc)
            .SetProperty(m => m.ClaimedUntilUtc, (DateTime?)null), ct), ct);
        return touched;
    }

    private async Task<IReadOnlyList<Guid>> BringAsync(IServiceProvider city, RunMessage message, CancellationToken ct)
    {
        if (await city.GetRequiredService<CaseKeys>().OpenAsync(message.RunId, CaseKey.Applicant, ct) is not { } key) return [];      // erased: nobody is told any more
        var payload = JsonNode.Parse(key.Open(message.PayloadCipher, message.Label));
        return message.Kind switch
        {
            RunMessageKind.Event => await PublishAsync(city, new(message.Name, payload, message.CorrelationId, message.TargetRunId, Actor.System, message.Id), ct),
            RunMessageKind.Http => await AskAsync(city, message, payload!.AsObject(), ct),
            RunMessageKind.Start => await StartAsync(city, message, payload as JsonObject, ct),
            _ => await ReportAsync(city, message, payload!.AsObject(), ct),
        };
    }

    private async Task<IReadOnlyList<Guid>> StartAsync(IServiceProvider city, RunMessage message, JsonObject? input, CancellationToken ct)
    {
        var host = city.GetRequiredService<WorkflowHost>();
        var start = NewRun.Plain(message.TargetRunId!.Value, message.Name, input ?? [], message.CorrelationId) with { ParentRunId = message.RunId, ParentWaitId = message.WaitId };
        var answer = await host.StartAsync(start, new Order(Actor.System, "start", IntentOf(message.Id)), ct);
        if (!answer.IsRefused) return [start.Id];
        log.LogWarning("Run {RunId} wished for a run of {DefinitionId}, which was refused: {Code}", message.RunId, message.Name, answer.Refused!.Code);
        if (message.WaitId is not { } wait) return [];
        var refused = new Stimulus.RunRefused(wait, answer.Refused!.Code, $"A run of workflow definition with ID {message.Name} cannot begin.");
        return (await host.ResumeAsync(message.RunId, refused, new Order(Actor.System, "run refused", IntentOf($"{message.Id}/refused")), ct)).IsRefused ? [] : [message.RunId];
    }

    private static async Task<IReadOnlyList<Guid>> AskAsync(IServiceProvider city, RunMessage message, JsonObject wish, CancellationToken ct)
    {
        var answered = await city.GetRequiredService<OutsideServers>().AskAsync(message.Id, message.WaitId!, wish, ct);
        var answer = await city.GetRequiredService<WorkflowHost>().ResumeAsync(message.RunId, answered, new Order(Actor.System, "http answered", IntentOf(message.Id)), ct);
        return answer.IsRefused ? [] : [message.RunId];        // refused: nobody waits for it any more
    }

    private static async Task<IReadOnlyList<Guid>> ReportAsync(IServiceProvider city, RunMessage message, JsonObject ended, CancellationToken ct)
    {
        var stimulus = new Stimulus.RunEnded(message.WaitId!, message.Name, ended["output"]?.DeepClone() as JsonObject) { AtOnce = (bool)ended["atOnce"]! };
        var answer = await city.GetRequiredService<WorkflowHost>().ResumeAsync(message.TargetRunId!.Value, stimulus, new Order(Actor.System, "run ended", IntentOf(message.Id)), ct);
        return answer.IsRefused ? [] : [message.TargetRunId.Value];        // refused: nobody waits for it any more
    }

    private async Task<IReadOnlyList<Guid>> PublishAsync(IServiceProvider city, Announced published, CancellationToken ct)
    {
        var db = city.GetRequiredService<CityDb>();
        var host = city.GetRequiredService<WorkflowHost>();
        var waiting = await (
            from wait in db.Set<EventWait>().AsNoTracking().Where(w => w.Name == published.Name)
            join run in db.Set<Run>().AsNoTracking() on wait.RunId equals run.Id
            where (published.RunId == null || run.Id == published.RunId) && (published.CorrelationId == null || run.CorrelationId == published.CorrelationId)
            orderby run.StartedAtUtc, run.Id
            select run.Id).Distinct().ToListAsync(ct);
        var touched = new List<Guid>();
        foreach (var run in waiting)
        {
            var answer = await host.ResumeAsync(run, new Stimulus.EventReceived(published.Name, published.Payload?.DeepClone()), new Order(published.By, "event", IntentOf($"{published.Intent}/{run:N}")), ct);
            if (answer.IsRefused) log.LogInformation("Event {Event} was not for run {RunId}: {Code}", published.Name, run, answer.Refused!.Code);
            else touched.Add(run);
        }

        if (published.RunId is null) touched.AddRange(await TriggerAsync(city, published, ct));
        return touched;
    }

    // Definitions in force that an event of this name starts.
    private static async Task<IReadOnlyList<Guid>> TriggerAsync(IServiceProvider city, Announced published, CancellationToken ct)
    {
        var (contents, host) = (city.GetRequiredService<Published>(), city.GetRequiredService<WorkflowHost>());
        var ofServices = (await contents.AllAsync<ServiceEntry>(ContentKind.Service, ct)).Select(s => s.Content.Workflow).ToHashSet();
        var started = new List<Guid>();
        foreach (var issue in (await contents.AllAsync<WorkflowDefinition>(ContentKind.Definition, ct)).Where(i => !ofServices.Contains(i.Key)))
        {
            foreach (var trigger in issue.Content.Triggers.Where(t => t.ActivityType == "Elsa.Event" && t.Value == published.Name).Select(t => t.ActivityId))
            {
                var id = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{published.Intent}/{issue.Key}/{trigger}")).AsSpan(0, 16));
                var input = new JsonObject { ["payload"] = published.Payload?.DeepClone() };
                var answer = await host.StartAsync(NewRun.Plain(id, issue.Key, input, published.CorrelationId) with { TriggerActivityId = trigger }, new Order(published.By, "event", IntentOf($"{published.Intent}/{id:N}")), ct);
                if (!answer.IsRefused) started.Add(id);
            }
        }

        return started;
    }

    private static IntentKey IntentOf(string text) => new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, IntentKey.Length / 2)));

    private sealed record Announced(string Name, JsonNode? Payload, string? CorrelationId, Guid? RunId, Actor By, string Intent);
}

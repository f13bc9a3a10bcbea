using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Desk;
using Batumi.Workflows.Application.Identity;
using Batumi.Workflows.Application.People;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Register;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Application.Running;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Tests.Support;

/// <summary>Walks a street fault through a city as its people do.</summary>
/// <param name="domain">Of the people's addresses: a city that was restored has people already.</param>
public sealed class StreetFault(TestCity city, string domain = "city.test")
{
    private readonly Dictionary<string, Actor> people = [];

    public const string Description = "Deep hole by the school gate";

    /// <summary>Somebody who holds this role in this unit; made on first use.</summary>
    public async Task<Actor> PersonAsync(string role, string unit)
    {
        if (people.TryGetValue($"{role}/{unit}", out var known)) return known;
        var made = await city.AskAsync<Staffing, Answer<Welcome>>(s => s.CreateAsync(
            new($"{role}.{unit}.{people.Count}@{domain}".ToLowerInvariant(), $"{role} {unit}", "en", null, [new(role, unit)]), Actor.System, default));
        Assert.Null(made.Refused);
        return people[$"{role}/{unit}"] = (await city.AskAsync<Staffing, Actor?>(s => s.ActorAsync(made.Value!.AccountId, default)))!;
    }

    /// <summary>Fills in a draft; answers given here take the place of the usual ones (null removes one).</summary>
    public async Task<DraftView> DraftAsync(JsonObject? answers = null, string language = "en", Actor? by = null)
    {
        var draft = (await city.AskAsync<Drafts, Answer<DraftView>>(d => d.BeginAsync("street-fault", by ?? Actor.Anonymous, language, default))).Value!;
        var all = new JsonObject
        {
            ["category"] = "pothole", ["description"] = Description, ["place"] = new JsonObject { ["district"] = "rustaveli", ["words"] = "Gorgiladze 12" },
            ["danger"] = "no", ["name"] = "Nino Tester", ["email"] = "nino@example.test", ["phone"] = "+995555123456",
        };
        foreach (var (key, value) in answers ?? [])
        {
            if (value is null) all.Remove(key);
            else all[key] = value.DeepClone();
        }

        Assert.Null(await city.AskAsync<Drafts, Refusal?>(d => d.SaveAsync(draft.Id, all, [.. all.Select(a => a.Key)], default)));
        return draft;
    }

    public async Task<Receipt> FileAsync(JsonObject? answers = null, string language = "en", Actor? by = null)
    {
        var draft = await DraftAsync(answers, language, by);
        var receipt = await city.AskAsync<Requesting, Answer<Receipt>>(r => r.FileAsync(draft.Id, by ?? Actor.Anonymous, IntentKey.New(), default));
        Assert.Null(receipt.Refused);
        return receipt.Value!;
    }

    public Task<Case> CaseAsync(Guid id) => city.QueryAsync(db => db.Set<Case>().AsNoTracking().FirstAsync(c => c.Id == id));

    public Task<Run> RunAsync(Guid id) => city.QueryAsync(db => db.Set<Run>().AsNoTracking().FirstAsync(r => r.Id == id));

    public Task<List<WorkTask>> OpenTasksAsync(Guid id) =>
        city.QueryAsync(db => db.Set<WorkTask>().AsNoTracking().Where(t => t.RunId == id && t.Status == WorkTaskStatus.Open).OrderBy(t => t.Name).ToListAsync());

    public async Task<WorkTask> TaskAsync(Guid id, string name) =>
        (await OpenTasksAsync(id)).Find(t => t.Name == name) ?? throw new InvalidOperationException($"No open task {name}; open: {string.Join(", ", (await OpenTasksAsync(id)).Select(t => t.Name))}");

    /// <summary>The right person claims the task and ends it.</summary>
    /// <param name="files">Uploaded into the task's form first.</param>
    public async Task<Refusal?> CompleteAsync(Guid id, string task, string outcome, JsonObject? answers = null, params (string Field, string Name, byte[] Bytes)[] files)
    {
        var row = await TaskAsync(id, task);
        var person = await PersonAsync(row.Role!, row.Unit!);
        if (await city.AskAsync<TaskDesk, Refusal?>(d => d.ClaimAsync(row.Id, person, default)) is { } refused) return refused;
        foreach (var (field, name, bytes) in files)
        {
            if (await city.AskAsync<TaskFiles, Refusal?>(f => f.AddAsync(id, row.Id, person, field, name, new MemoryStream(bytes), default)) is { } left) return left;
        }

        var revision = (await RunAsync(id)).Revision;
        return await city.AskAsync<TaskDesk, Refusal?>(d => d.CompleteAsync(new(row.Id, outcome, answers ?? [], IntentKey.New(), revision), person, default));
    }

    public async Task MustAsync(Guid id, string task, string outcome, JsonObject? answers = null) => Assert.Null(await CompleteAsync(id, task, outcome, answers));

    public Task TriageAsync(Guid id, string priority = "P3", string provider = "INF") => MustAsync(id, "triage", "Assign", Triage(priority, provider));

    public static JsonObject Triage(string priority = "P3", string provider = "INF") => new() { ["category"] = "pothole", ["priority"] = priority, ["provider"] = provider };

    public static JsonObject Work(string done = "Filled with asphalt") => new() { ["done"] = done, ["result"] = "repaired" };

    /// <summary>Triage, acceptance and work; the reporter is asked next.</summary>
    public async Task RepairAsync(Guid id, string outcome = "Fixed")
    {
        await TriageAsync(id);
        await MustAsync(id, "accept", "Accept");
        await MustAsync(id, "work", outcome, Work());
    }

    public async Task<Refusal?> VerifyAsync(Guid id, string outcome) =>
        await city.AskAsync<Following, Refusal?>(async f => await f.AnswerAsync(id, (await TaskAsync(id, "verify")).Id, outcome, [], Actor.Anonymous, IntentKey.New(), default));
}

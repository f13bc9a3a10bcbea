using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Desk;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit.Abstractions;

namespace Batumi.Workflows.Tests.Modules.Running;

/// <summary>Property: whatever people and time do to cases, in whatever order, every case's journal gives its state.</summary>
public sealed class ReplayWalkTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Replay_equals_state_after_any_walk_of_many_cases()
    {
        var walks = Full.Count(12, 300, "random walks of cases that are replayed", output);
        var random = new Random(20261123);
        using var workflows = new WorkflowCopy().Replace("services/street-fault.json", "\"retentionDays\"", "\"moreTime\": \"5 calendar-days\", \"retentionDays\"");
        await using var city = await TestCity.OpenAsync(workflows: workflows.Folder);
        var fault = new StreetFault(city);
        var cases = new List<Receipt>();
        for (var walk = 0; walk < walks; walk++)
        {
            cases.Add(await fault.FileAsync(new JsonObject { ["danger"] = random.Next(2) == 0 ? "yes" : "no" }));
            for (var step = 0; step < 12; step++) await StepAsync(city, fault, cases[^random.Next(1, Math.Min(4, cases.Count) + 1)], random);
        }

        await StreetFaultTests.AssertProvenAsync(city, walks);
        var entries = await city.QueryAsync(db => db.Set<JournalEntry>().CountAsync());
        output.WriteLine($"{entries} entries of {walks} cases replayed");
        Assert.True(entries > walks * 5, $"only {entries} entries: the walks did not get anywhere");
    }

    private static async Task StepAsync(TestCity city, StreetFault fault, Receipt receipt, Random random)
    {
        if (random.Next(5) == 0) await city.PassAsync(TimeSpan.FromHours(random.Next(1, 100)));
        if (random.Next(8) == 0) await city.AskAsync<Following, Refusal?>(f => f.ReopenAsync(receipt.CaseId, "Still there", Actor.Anonymous, IntentKey.New(), default));

        var open = await fault.OpenTasksAsync(receipt.CaseId);
        if (open.Count == 0) return;
        var task = open[random.Next(open.Count)];
        if (random.Next(6) == 0)
        {
            var head = await fault.PersonAsync(Roles.UnitHead, task.Unit ?? "MSA");
            if (task.Name == "verify") await city.AskAsync<MoreTime, Refusal?>(m => m.AskAsync(receipt.CaseId, task.Id, random.Next(1, 6), Actor.Anonymous, IntentKey.New(), default));
            else await city.AskAsync<Assigning, Refusal?>(async a => await a.AssignAsync(receipt.CaseId, task.Id, (await fault.PersonAsync(task.Role!, task.Unit!)).AccountId!.Value, null, head, IntentKey.New(), default));
        }

        var outcomes = task.Outcomes.Split(',');
        var outcome = task.Name == "triage" && random.Next(4) > 0 ? "Assign" : outcomes[random.Next(outcomes.Length)];
        if (task.Name == "verify") await fault.VerifyAsync(receipt.CaseId, outcome);
        else await fault.CompleteAsync(receipt.CaseId, task.Name, outcome, Answers(task.Name, random));
    }

    private static JsonObject Answers(string task, Random random) => task switch
    {
        "triage" => StreetFault.Triage($"P{random.Next(1, 5)}", new[] { "INF", "WAT", "SAN", "MSA" }[random.Next(4)]),
        "arbitrate" => new() { ["provider"] = "SAN" },
        "work" => StreetFault.Work(),
        "explain" => new() { ["reasonCode"] = "within-norm", ["reason"] = "Measured on site, it is within the norm." },
        "last-word" => new() { ["explanation"] = "Looked at twice, nothing more can be done." },
        _ => [],
    };
}

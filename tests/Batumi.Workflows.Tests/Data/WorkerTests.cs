using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Tests.Support;

namespace Batumi.Workflows.Tests.Data;

/// <summary>Nobody has to press anything: the scheduler wakes the workers, in memory on SQLite and clustered through the database on servers.</summary>
public sealed class WorkerTests
{
    [Fact]
    public async Task On_SQLite_the_letter_goes_out_by_itself() => await AssertSentAsync(new Dictionary<string, string>());

    [PostgresFact]
    public async Task On_PostgreSQL_the_letter_goes_out_by_itself() => await AssertSentAsync(new Dictionary<string, string>
    {
        ["Database:Provider"] = nameof(DatabaseProvider.Postgres), ["ConnectionStrings:City"] = await PostgresServer.NewDatabaseAsync(),
    });

    private static async Task AssertSentAsync(Dictionary<string, string> settings)
    {
        settings["Workers:Enabled"] = "true";
        await using var site = new Site(settings: settings);
        var draft = await site.AskAsync<Drafts, Answer<DraftView>>(d => d.BeginAsync("street-fault", Actor.Anonymous, "ka", default));
        var answers = new JsonObject
        {
            ["category"] = "pothole", ["description"] = "A hole", ["place"] = new JsonObject { ["words"] = "Here" }, ["danger"] = "no", ["email"] = "a@example.test",
        };
        await site.AskAsync<Drafts, Refusal?>(d => d.SaveAsync(draft.Value!.Id, answers, [.. answers.Select(a => a.Key)], default));
        await site.AskAsync<Requesting, Answer<Receipt>>(r => r.FileAsync(draft.Value!.Id, Actor.Anonymous, IntentKey.New(), default));

        var patience = System.Diagnostics.Stopwatch.StartNew();
        while (site.Mail.Sent.Count == 0 && patience.Elapsed < TimeSpan.FromSeconds(40))
        {
            site.Time.Advance(TimeSpan.FromSeconds(1));        // the scheduler goes by the same clock
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }

        Assert.Single(site.Mail.Sent);
    }
}

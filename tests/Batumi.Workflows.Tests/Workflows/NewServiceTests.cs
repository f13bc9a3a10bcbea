using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Desk;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Tests.Architecture;
using Batumi.Workflows.Tests.Modules.Running;
using Batumi.Workflows.Tests.Support;

namespace Batumi.Workflows.Tests.Workflows;

/// <summary>A service is files and nothing else: the one that <c>workflows/README.md</c> tells how to make is filed and decided here.</summary>
public sealed partial class NewServiceTests : IDisposable
{
    private readonly WorkflowCopy workflows = new();

    public NewServiceTests()
    {
        var files = Example().Matches(File.ReadAllText(Path.Combine(Repository.Workflows, "README.md"))).Select(m => (m.Groups["file"].Value, m.Groups["json"].Value)).ToList();
        Assert.Equal(["definitions", "forms", "forms", "letters", "services"], files.Select(f => f.Item1.Split('/')[0]).Order(StringComparer.Ordinal));
        foreach (var (file, json) in files) File.WriteAllText(Path.Combine(workflows.Folder, file), json);
    }

    [Fact]
    public async Task It_is_in_force_and_can_be_found()
    {
        await using var city = await TestCity.OpenAsync(workflows: workflows.Folder);
        var lines = await city.AskAsync<Publications, IReadOnlyList<PublicationLine>>(p => p.ListAsync(default));
        Broken.None(lines.Where(l => l.LatestStatus != PublicationStatus.Published).Select(l => $"{l.Kind} {l.Key}: {l.LatestStatus}"));
        var found = Assert.Single(await city.AskAsync<ServiceCatalog, IReadOnlyList<ServicePage>>(c => c.FindAsync("სკამი", default)));
        Assert.Equal(("bench", false), (found.Entry.Key, found.IsPaused));
    }

    [Theory]
    [InlineData("ka", "Agree", null, Outcomes.Positive, "სკამს დავდგამთ.")]
    [InlineData("en", "Agree", null, Outcomes.Positive, "The bench will be put up.")]
    [InlineData("ka", "Refuse", "ტროტუარი ძალიან ვიწროა.", Outcomes.Negative, "მიზეზი: ტროტუარი ძალიან ვიწროა.")]
    [InlineData("en", "Refuse", "The pavement is too narrow.", Outcomes.Negative, "The reason: The pavement is too narrow.")]
    public async Task A_request_is_filed_decided_and_answered(string language, string outcome, string? reason, string expected, string sentence)
    {
        await using var city = await TestCity.OpenAsync(workflows: workflows.Folder);
        var fault = new StreetFault(city);
        var receipt = await FileAsync(city, language, Actor.Anonymous);
        Assert.StartsWith("BN-2026-", receipt.Value!.Number, StringComparison.Ordinal);
        Assert.Equal(new DateTime(2026, 12, 8, 19, 59, 59, DateTimeKind.Utc), receipt.Value.DueAtUtc);

        await fault.MustAsync(receipt.Value.CaseId, "decide", outcome, reason is null ? [] : new JsonObject { ["reason"] = reason });
        await city.PassAsync(TimeSpan.FromSeconds(1));

        var c = await fault.CaseAsync(receipt.Value.CaseId);
        Assert.Equal((expected, "closed", reason), (c.Outcome, c.Stage, c.Reason));
        Assert.Equal("Finished", (await fault.RunAsync(receipt.Value.CaseId)).SubStatus);
        Assert.Contains(sentence, Assert.Single(city.Mail.Sent).Body, StringComparison.Ordinal);
        await StreetFaultTests.AssertProvenAsync(city, 1);
    }

    [Fact]
    public async Task A_refusal_without_a_reason_is_not_taken()
    {
        await using var city = await TestCity.OpenAsync(workflows: workflows.Folder);
        var receipt = await FileAsync(city, "ka", Actor.Anonymous);
        Assert.Equal("Desk.Answers", (await new StreetFault(city).CompleteAsync(receipt.Value!.CaseId, "decide", "Refuse"))!.Code);
    }

    [Fact]
    public async Task Without_anonymousAllowed_it_needs_an_account()
    {
        workflows.Replace("services/bench.json", "\"anonymousAllowed\": true,", "");
        await using var city = await TestCity.OpenAsync(workflows: workflows.Folder);
        Assert.Equal("Service.NeedsAccount", (await FileAsync(city, "ka", Actor.Anonymous)).Refused!.Code);
        Assert.Null((await FileAsync(city, "ka", await new StreetFault(city).PersonAsync(Roles.Dispatcher, "MSA"))).Refused);
    }

    public void Dispose() => workflows.Dispose();

    private static async Task<Answer<Receipt>> FileAsync(TestCity city, string language, Actor by)
    {
        var draft = await city.AskAsync<Drafts, Answer<DraftView>>(d => d.BeginAsync("bench", by, language, default));
        if (draft.Refused is { } refused) return refused;
        var answers = new JsonObject { ["place"] = new JsonObject { ["words"] = "გორგილაძის ქ. 12" }, ["email"] = "nino@example.test" };
        Assert.Null(await city.AskAsync<Drafts, Refusal?>(d => d.SaveAsync(draft.Value!.Id, answers, ["place", "email"], default)));
        return await city.AskAsync<Requesting, Answer<Receipt>>(r => r.FileAsync(draft.Value!.Id, by, IntentKey.New(), default));
    }

    // `folder/file.json`, an empty line, and the file as a block of JSON.
    [GeneratedRegex(@"`(?<file>[a-z]+/[a-z-]+\.json)`\s+```json\n(?<json>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Example();
}

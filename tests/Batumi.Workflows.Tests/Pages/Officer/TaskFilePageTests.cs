using System.Net;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Tests.Support;

namespace Batumi.Workflows.Tests.Pages.Officer;

/// <summary>Pages of tasks that take files: what was uploaded stays, whatever else is refused.</summary>
public sealed class TaskFilePageTests : IAsyncLifetime
{
    private const string Field = "\"fields\": [ { \"key\": \"site\", \"kind\": \"files\", \"label\": { \"ka\": \"ადგილი\", \"en\": \"The site\" }";

    private readonly WorkflowCopy workflows = new WorkflowCopy()
        .Replace("forms/street-fault-work.json", "\"fields\": [", Field + ", \"required\": true, \"minFiles\": 2, \"maxFiles\": 3 },")
        .Replace("forms/street-fault-verify.json", "\"fields\": [", Field + ", \"maxFiles\": 2 },");

    private Site site = null!;
    private Officers officers = null!;
    private Sent sent = null!;
    private Visitor crew = null!;
    private Guid id;

    public async Task InitializeAsync()
    {
        site = new(settings: workflows.Settings);
        officers = new(site);
        sent = await Report.FileAsync(site.Visitor("en"));
        var c = await site.CaseAsync(sent);
        id = c.Id;
        await officers.TriageAsync(c);
        await officers.CompleteAsync(Roles.ProviderCrew, "INF", id, new { Outcome = "Accept" });
        crew = await Officers.BeginAsync(await officers.WithPostAsync(Roles.ProviderCrew, "INF"), id);
    }

    public async Task DisposeAsync()
    {
        await site.DisposeAsync();
        workflows.Dispose();
    }

    [Fact]
    public async Task Files_stay_beside_what_was_typed_until_the_task_is_ended()
    {
        var values = new { done = "Filled with asphalt", result = "repaired", Outcome = "Fixed" };
        await crew.SubmitAsync(values, files: [("site", "before.jpg", Report.Jpeg), ("site", "list.jpg", "a list"u8.ToArray())]);
        Assert.Contains(crew.Problems(), p => p.Contains("list.jpg: This is not a picture", StringComparison.Ordinal));
        Assert.Equal("Filled with asphalt", crew.Typed("done"));
        Assert.Equal(["before.jpg"], Added());

        await crew.SubmitAsync();
        Assert.Contains(crew.Problems(), p => p.Contains("at least 2 files are needed. Added so far: 1", StringComparison.Ordinal));
        await crew.SubmitAsync(button: "upload", files: [("site", "wrong.jpg", Report.Jpeg), ("site", "after.jpg", Report.Jpeg)]);
        Assert.Empty(crew.Problems());
        Assert.Equal(["before.jpg", "wrong.jpg", "after.jpg"], Added());
        await crew.SubmitAsync(button: "Remove wrong.jpg");
        Assert.Equal(("Filled with asphalt", "Fixed"), (crew.Typed("done"), crew.Typed("Outcome")));
        Assert.Equal(["before.jpg", "after.jpg"], Added());

        await crew.SubmitAsync();
        Assert.Equal($"/officer/cases/{id}", crew.Address);
        Assert.Contains("before.jpg", crew.Text, StringComparison.Ordinal);
        var picture = crew.Page.QuerySelector(".city-files a")!.GetAttribute("href")!;
        Assert.Equal(HttpStatusCode.OK, (await crew.OpenAsync(picture)).Status);

        var reporter = await site.Visitor("en").OpenAsync(sent.Address);
        Assert.DoesNotContain("before.jpg", reporter.Text, StringComparison.Ordinal);
        await reporter.OpenAsync($"{sent.Address}/files/{picture.Split('/')[^1]}");
        Assert.Equal(HttpStatusCode.NotFound, reporter.Status);
    }

    [Fact]
    public async Task The_applicant_adds_files_to_an_answer_and_both_sides_see_them()
    {
        await crew.SubmitAsync(new { done = "Filled with asphalt", result = "repaired", Outcome = "Fixed" }, files: [("site", "1.jpg", Report.Jpeg), ("site", "2.jpg", Report.Jpeg)]);
        var reporter = await site.Visitor("en").OpenAsync(sent.Address);
        await reporter.OpenAsync(reporter.Page.QuerySelector(".city-ask a[href*='/answer/']")!.GetAttribute("href")!);
        await reporter.SubmitAsync(new { comment = new string('x', 1001) }, files: [("site", "mine.jpg", Report.Jpeg)]);
        Assert.Single(reporter.Problems());
        Assert.Contains("mine.jpg", reporter.Text, StringComparison.Ordinal);

        await reporter.SubmitAsync(new { comment = "Good work" });
        Assert.Equal(sent.Address, reporter.Address);
        await reporter.FollowAsync("mine.jpg");
        Assert.Equal(HttpStatusCode.OK, reporter.Status);
        await crew.OpenAsync($"/officer/cases/{id}");
        Assert.Contains("mine.jpg", crew.Text, StringComparison.Ordinal);
        Assert.Contains("Applicant", crew.Page.QuerySelectorAll(".city-files li").Single(l => l.TextContent.Contains("mine.jpg", StringComparison.Ordinal)).TextContent, StringComparison.Ordinal);
    }

    private string[] Added() => [.. crew.Page.QuerySelectorAll(".city-files .city-files__name").Select(n => n.TextContent.Trim())];
}

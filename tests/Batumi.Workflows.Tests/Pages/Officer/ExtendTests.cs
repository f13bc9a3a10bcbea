using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Tests.Support;

namespace Batumi.Workflows.Tests.Pages.Officer;

/// <summary>The page on which a head of unit extends a term.</summary>
public sealed class ExtendTests : IAsyncLifetime
{
    private readonly WorkflowCopy workflows = new WorkflowCopy().Replace("services/street-fault.json", "\"retentionDays\"",
        "\"extension\": { \"most\": \"5 working-days\", \"total\": \"3 months\" }, \"retentionDays\"");

    private Site site = null!;
    private Guid caseId;

    public async Task InitializeAsync()
    {
        site = new(settings: workflows.Settings);
        caseId = (await site.CaseAsync(await Report.FileAsync(site.Visitor()))).Id;
    }

    public async Task DisposeAsync()
    {
        await site.DisposeAsync();
        workflows.Dispose();
    }

    [Fact]
    public async Task A_head_extends_the_term_and_the_page_of_the_case_counts_it()
    {
        var head = await site.SignedInAsync("en", posts: new Post(Roles.UnitHead, "MSA"));
        await head.OpenAsync($"/officer/cases/{caseId}");
        await head.FollowAsync("Extend the term");
        await head.SubmitAsync(new { Count = "six", Reason = "The road has to be opened" });
        Assert.Contains("Enter a whole number, at most 5", head.Text, StringComparison.Ordinal);
        Assert.Equal("The road has to be opened", head.Page.QuerySelector("textarea")!.TextContent);

        await head.SubmitAsync(new { Count = "3" });
        Assert.Equal($"/officer/cases/{caseId}", head.Address);
        Assert.Contains("The term was extended by 3 working days.", head.Text, StringComparison.Ordinal);
        Assert.Contains("11 December 2026, 23:59", head.Text, StringComparison.Ordinal);

        await head.OpenAsync($"/officer/cases/{caseId}/extend");
        Assert.Contains("The term was extended once already.", head.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dispatcher_without_a_task_of_the_case_is_told_who_may()
    {
        var dispatcher = await site.SignedInAsync("en", posts: new Post(Roles.Dispatcher, "MSA"));
        await dispatcher.OpenAsync($"/officer/cases/{caseId}");
        Assert.DoesNotContain("Extend the term", dispatcher.Text, StringComparison.Ordinal);
        await dispatcher.OpenAsync($"/officer/cases/{caseId}/extend");
        Assert.Contains("The term is extended by whoever works on the case", dispatcher.Text, StringComparison.Ordinal);
    }
}

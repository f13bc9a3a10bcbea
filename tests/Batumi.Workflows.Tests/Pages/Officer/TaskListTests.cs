using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Tests.Support;

namespace Batumi.Workflows.Tests.Pages.Officer;

/// <summary>The list of tasks: mine, and those of my units.</summary>
public sealed class TaskListTests(SharedSite shared) : IClassFixture<SharedSite>
{
    private readonly Site site = shared.Site;

    [Theory]
    [InlineData("ka", "ახლა არცერთი დავალება არ გაქვთ.")]
    [InlineData("en", "You have no tasks right now.")]
    public async Task Whoever_has_nothing_to_do_reads_so(string language, string sentence)
    {
        var officer = await (await site.SignedInAsync(language, posts: new Post(Roles.Finance, "MSA"))).OpenAsync("/officer");
        Assert.Contains(sentence, officer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_report_is_among_the_tasks_of_its_unit_and_after_it_was_claimed_among_mine()
    {
        var sent = await Report.FileAsync(site.Visitor());
        var officer = await site.SignedInAsync("en", "Giorgi", new Post(Roles.Dispatcher, "MSA"));
        await officer.OpenAsync($"/officer?list=unit&q={sent.Number}");
        Assert.Equal([sent.Number], Numbers(officer));

        await officer.SubmitAsync(form: "table form");
        Assert.Contains($"You have claimed {sent.Number}.", officer.Text, StringComparison.Ordinal);
        Assert.Contains($"q={sent.Number}", officer.Address, StringComparison.Ordinal);
        Assert.Empty(officer.Page.QuerySelectorAll("table form"));

        await officer.OpenAsync("/officer");
        Assert.Equal([sent.Number], Numbers(officer));
    }

    [Theory]
    [InlineData("ka", "ეს დავალება უკვე აიღო: Giorgi.")]
    [InlineData("en", "Giorgi has already claimed this task.")]
    public async Task Of_two_who_claim_the_same_task_the_second_is_told_who_has_it(string language, string sentence)
    {
        var sent = await Report.FileAsync(site.Visitor());
        var list = $"/officer?list=unit&q={sent.Number}";
        var first = await (await site.SignedInAsync(language, "Giorgi", new Post(Roles.Dispatcher, "MSA"))).OpenAsync(list);
        var second = await (await site.SignedInAsync(language, "Tamar", new Post(Roles.Dispatcher, "MSA"))).OpenAsync(list);
        await first.SubmitAsync(form: "table form");
        await second.SubmitAsync(form: "table form");

        Assert.Contains(sentence, second.Text, StringComparison.Ordinal);
        Assert.Equal([sent.Number], Numbers(second));
    }

    [Fact]
    public async Task A_company_sees_its_own_tasks_only()
    {
        var officers = new Officers(site);
        var (ours, theirs) = (await Report.FileAsync(site.Visitor()), await Report.FileAsync(site.Visitor()));
        await officers.TriageAsync(await site.CaseAsync(ours));
        var crew = await (await officers.WithPostAsync(Roles.ProviderCrew, "INF")).OpenAsync("/officer?list=unit");
        Assert.Contains(ours.Number, Numbers(crew));
        Assert.DoesNotContain(theirs.Number, Numbers(crew));
    }

    [Fact]
    public async Task Overdue_tasks_are_found_and_say_so_in_words()
    {
        await using var later = new Site();
        var sent = await Report.FileAsync(later.Visitor());
        var officer = await later.SignedInAsync("en", "Giorgi", new Post(Roles.Dispatcher, "MSA"));
        await officer.OpenAsync("/officer?list=unit&overdue=true");
        Assert.Contains("No task matches these filters.", officer.Text, StringComparison.Ordinal);

        await later.PassAsync(TimeSpan.FromHours(30));
        await officer.OpenAsync("/officer?list=unit&overdue=true");
        Assert.Equal([sent.Number], Numbers(officer));
        Assert.NotNull(officer.Page.QuerySelector("td .city-tag--late"));
    }

    private static string[] Numbers(Visitor officer) => [.. officer.Page.QuerySelectorAll("tbody th a").Select(link => link.TextContent.Trim())];
}

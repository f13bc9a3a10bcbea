using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Tests.Support;

namespace Batumi.Workflows.Tests.Pages.Officer;

/// <summary>The pages on which heads assign tasks and people hand over their work.</summary>
public sealed class AssignTests(SharedSite shared) : IClassFixture<SharedSite>
{
    private readonly Site site = shared.Site;

    [Fact]
    public async Task A_head_finds_what_nobody_took_and_gives_it_to_somebody()
    {
        var sent = await Report.FileAsync(site.Visitor());
        var dispatcher = await site.SignedInAsync("en", "Giorgi Chosen", new Post(Roles.Dispatcher, "MSA"));
        var head = await site.SignedInAsync("en", "Head", new Post(Roles.UnitHead, "MSA"));
        await head.OpenAsync("/officer");
        await head.FollowAsync("Tasks nobody took");
        Assert.Contains(sent.Number, head.Text, StringComparison.Ordinal);
        await head.OpenAsync($"/officer/cases/{(await site.CaseAsync(sent)).Id}");
        await head.FollowAsync("Assign this task");

        await head.SubmitAsync(new { Why = "You know the street" });
        Assert.Contains("Choose who shall do it", head.Text, StringComparison.Ordinal);
        Assert.Equal("You know the street", head.Page.QuerySelector("textarea")!.TextContent);
        var chosen = head.Page.QuerySelectorAll("option").First(o => o.TextContent.StartsWith("Giorgi Chosen (has 0", StringComparison.Ordinal)).GetAttribute("value");
        await head.SubmitAsync(new { To = chosen });
        Assert.Contains("The task is assigned", head.Text, StringComparison.Ordinal);
        Assert.Contains("“Sort the report” was assigned to Giorgi Chosen You know the street", head.Text, StringComparison.Ordinal);

        await dispatcher.OpenAsync("/officer");
        Assert.Contains(sent.Number, dispatcher.Text, StringComparison.Ordinal);
        await head.OpenAsync("/officer?list=free");
        Assert.DoesNotContain(sent.Number, head.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_no_head_is_not_asked_whom_to_give_a_task()
    {
        var sent = await Report.FileAsync(site.Visitor());
        var officer = await site.SignedInAsync("en", posts: new Post(Roles.Dispatcher, "MSA"));
        await officer.OpenAsync($"/officer/cases/{(await site.CaseAsync(sent)).Id}");
        Assert.DoesNotContain("Assign this task", officer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Tasks nobody took", (await officer.OpenAsync("/officer")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_names_a_substitute_and_comes_back_early()
    {
        await site.SignedInAsync("en", "Substitute Person", new Post(Roles.Finance, "ADM"));
        var officer = await site.SignedInAsync("en", "Away Person", new Post(Roles.Auditor, "ADM"));
        await officer.OpenAsync("/officer/absences");
        Assert.Contains("Nobody is away, and nothing is planned.", officer.Text, StringComparison.Ordinal);
        await officer.SubmitAsync(new { First = "24.11.2026", Last = "2026-11-27" });
        Assert.Contains("Enter a date", officer.Text, StringComparison.Ordinal);
        Assert.Equal("2026-11-27", officer.Page.QuerySelector("#Last")!.GetAttribute("value"));
        await officer.SubmitAsync(new { First = "2026-11-24" });
        Assert.Contains("Choose another person of the same unit", officer.Text, StringComparison.Ordinal);

        var substitute = officer.Page.QuerySelectorAll("option").First(o => o.TextContent == "Substitute Person").GetAttribute("value");
        await officer.SubmitAsync(new { Substitute = substitute });
        Assert.Contains("The absence is saved.", officer.Text, StringComparison.Ordinal);
        Assert.Contains("Substitute: Substitute Person.", officer.Text, StringComparison.Ordinal);

        await officer.SubmitAsync(form: "form[action*='handler=End']");
        Assert.Contains("The absence has ended.", officer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Substitute: Substitute Person.", officer.Text, StringComparison.Ordinal);
    }
}

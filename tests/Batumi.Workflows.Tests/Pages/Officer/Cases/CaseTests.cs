using System.Net;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Tests.Support;

namespace Batumi.Workflows.Tests.Pages.Officer.Cases;

/// <summary>A case as those see it who work it, and not as others would like to.</summary>
public sealed class CaseTests(SharedSite shared) : IClassFixture<SharedSite>
{
    private readonly Site site = shared.Site;
    private readonly Officers officers = new(shared.Site);

    [Fact]
    public async Task The_case_shows_what_was_sent_its_clock_its_next_act_and_all_that_has_happened()
    {
        var sent = await Report.FileAsync(site.Visitor(), email: "nino@example.test");
        var c = await site.CaseAsync(sent);
        await officers.TriageAsync(c);
        var dispatcher = await (await officers.WithPostAsync(Roles.Dispatcher, "MSA")).OpenAsync($"/officer/cases/{c.Id}");

        Assert.Contains(Report.Description, dispatcher.Text, StringComparison.Ordinal);
        Assert.Contains("nino@example.test", dispatcher.Text, StringComparison.Ordinal);
        Assert.Contains("27 November 2026", dispatcher.Page.QuerySelector("section[aria-labelledby=clock]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Accept the work or send it back", dispatcher.Page.QuerySelector("section[aria-labelledby=next]")!.TextContent, StringComparison.Ordinal);
        var journal = dispatcher.Page.QuerySelectorAll(".city-journal > li").Select(entry => entry.TextContent).ToList();
        Assert.Equal(2, journal.Count);
        Assert.Contains("dispatcher MSA", journal[0], StringComparison.Ordinal);
        Assert.DoesNotContain(sent.Secret, dispatcher.Page.DocumentElement.OuterHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_has_nothing_to_do_with_a_case_does_not_see_it_nor_its_files()
    {
        var sent = await Report.FileAsync(site.Visitor("en"), files: ("pictures", "hole.jpg", Report.Jpeg));
        var c = await site.CaseAsync(sent);
        await officers.TriageAsync(c);
        var picture = (await (await officers.WithPostAsync(Roles.ProviderCrew, "INF")).OpenAsync($"/officer/cases/{c.Id}")).Page.QuerySelector(".city-files a")!.GetAttribute("href")!;
        var task = (await officers.WithPostAsync(Roles.ProviderCrew, "INF")).Page.QuerySelector("input[name=task]")!.GetAttribute("value");

        foreach (var stranger in new[] { new Post(Roles.ProviderCrew, "WAT"), new Post(Roles.UnitHead, "GRN"), new Post(Roles.Administrator, "ADM"), new Post(Roles.Administrator, "MSA") })
        {
            var officer = await site.SignedInAsync("ka", posts: stranger);
            foreach (var address in new[] { $"/officer/cases/{c.Id}", $"/officer/cases/{c.Id}/complete?task={task}", picture })
            {
                await officer.OpenAsync(address);
                Assert.True(officer.Status == HttpStatusCode.Forbidden, $"{stranger} {address}: {officer.Status}");
                Assert.Contains("ამ გვერდის გახსნის უფლება არ გაქვთ", officer.Text, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Pictures_open_for_whoever_works_the_case_and_may_not_run()
    {
        var c = await site.CaseAsync(await Report.FileAsync(site.Visitor("en"), files: ("pictures", "hole.jpg", Report.Jpeg)));
        var dispatcher = await (await officers.WithPostAsync(Roles.Dispatcher, "MSA")).OpenAsync($"/officer/cases/{c.Id}");
        using var answer = await dispatcher.Client.GetAsync(new Uri(dispatcher.Page.QuerySelector(".city-files a")!.GetAttribute("href")!, UriKind.Relative));

        Assert.Equal(Report.Jpeg, await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal(("inline", "hole.jpg"), (answer.Content.Headers.ContentDisposition!.DispositionType, answer.Content.Headers.ContentDisposition.FileName));
        Assert.Contains("nosniff", answer.Headers.GetValues("X-Content-Type-Options"));
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task A_task_is_claimed_and_given_back_on_the_case()
    {
        var c = await site.CaseAsync(await Report.FileAsync(site.Visitor()));
        var officer = await site.SignedInAsync("en", "Giorgi", new Post(Roles.Dispatcher, "MSA"));
        await officer.OpenAsync($"/officer/cases/{c.Id}");
        Assert.Contains("Nobody has claimed it yet", officer.Text, StringComparison.Ordinal);
        await officer.SubmitAsync(form: "form[action*='handler=Claim']");
        Assert.Contains("Claimed by Giorgi", officer.Text, StringComparison.Ordinal);
        await officer.SubmitAsync(form: "form[action*='handler=Release']");
        Assert.Contains("Nobody has claimed it yet", officer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_that_the_municipality_made_itself_break_no_page()
    {
        using var workflows = new WorkflowCopy().Replace("forms/street-fault-triage.json", "\"P3\"", "\"at-once\"")
            .Replace("definitions/street-fault.json", "\"value\": \"provider_crew\"", "\"value\": \"road_keeper\"");
        await using var city = new Site(settings: workflows.Settings);
        var c = await city.CaseAsync(await Report.FileAsync(city.Visitor()));
        var people = new Officers(city);
        await people.CompleteAsync(Roles.Dispatcher, "MSA", c.Id, new { category = "pothole", priority = "at-once", provider = "INF", Outcome = "Assign" });

        var head = await (await people.WithPostAsync(Roles.UnitHead, "MSA")).OpenAsync($"/officer/cases/{c.Id}");
        Assert.Contains("road_keeper", head.Text, StringComparison.Ordinal);
        Assert.Contains("at-once", head.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Roles.Dispatcher, "MSA", null)]
    [InlineData(Roles.ProviderCrew, "INF", Roles.Dispatcher)]
    public async Task The_head_gives_back_what_lies_with_somebody_who_is_away(string role, string unit, string? before)
    {
        var c = await site.CaseAsync(await Report.FileAsync(site.Visitor()));
        if (before is not null) await officers.TriageAsync(c);
        var away = await (await site.SignedInAsync("en", "Away", new Post(role, unit))).OpenAsync($"/officer/cases/{c.Id}");
        await away.SubmitAsync(form: "form[action*='handler=Claim']");

        var head = await (await site.SignedInAsync("en", "Head", new Post(Roles.UnitHead, unit))).OpenAsync($"/officer/cases/{c.Id}");
        Assert.Contains("Claimed by Away", head.Text, StringComparison.Ordinal);
        await head.SubmitAsync(form: "form[action*='handler=Release']");
        Assert.Contains("Nobody has claimed it yet", head.Text, StringComparison.Ordinal);
        Assert.Empty(head.Page.QuerySelectorAll("form[action*='handler=Claim']"));
    }
}

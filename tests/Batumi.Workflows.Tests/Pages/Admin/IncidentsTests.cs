using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Desk;
using Batumi.Workflows.Application.Incidents;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Tests.Support;

namespace Batumi.Workflows.Tests.Pages.Admin;

/// <summary>A step that failed: told in plain words, tried again, or passed over with a reason that the case's journal keeps.</summary>
public sealed class IncidentsTests : IAsyncLifetime
{
    private readonly WorkflowCopy workflows = new WorkflowCopy().Replace("definitions/street-fault.json", "\"({})\"", "\"missing()\"");
    private Site site = null!;
    private Visitor admin = null!;
    private Sent sent = null!;

    public async Task InitializeAsync()
    {
        site = new Site(settings: workflows.Settings);
        sent = await Report.FileAsync(site.Visitor("en"));
        admin = await site.SignedInAsync("en", "Eka", new Post(Roles.Administrator, "ADM"));
    }

    public async Task DisposeAsync()
    {
        await site.DisposeAsync();
        workflows.Dispose();
    }

    [Fact]
    public async Task A_failed_step_is_told_in_plain_words_and_waits()
    {
        await admin.OpenAsync("/admin/incidents");
        Assert.Contains("a formula has an error", admin.Page.QuerySelector(".city-incident h2")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(sent.Number, admin.Text, StringComparison.Ordinal);
        Assert.Equal("received", (await site.CaseAsync(sent)).Stage);
        await admin.OpenAsync("/admin");
        Assert.NotNull(admin.Page.QuerySelector(".city-areas li:first-child .city-tag--soon"));
    }

    [Fact]
    public async Task Trying_again_what_is_still_broken_leaves_one_open_incident()
    {
        await admin.OpenAsync("/admin/incidents");
        await admin.SubmitAsync(form: "form[action*='handler=Retry']");
        Assert.Empty(admin.Problems());
        Assert.Single(admin.Page.QuerySelectorAll(".city-incident"));
        Assert.Equal("received", (await site.CaseAsync(sent)).Stage);
    }

    [Fact]
    public async Task A_step_is_passed_over_with_a_reason_once_and_the_case_goes_on()
    {
        await admin.OpenAsync("/admin/incidents");
        var late = await (await site.SignedInAsync("en", posts: new Post(Roles.Administrator, "ADM"))).OpenAsync("/admin/incidents");
        await admin.SubmitAsync(new { Reason = "" }, form: "form[action*='handler=Skip']");
        Assert.Equal(["Say why it shall be passed over"], admin.Problems());

        await admin.SubmitAsync(new { Reason = "The letter is sent by post" }, form: "form[action*='handler=Skip']");
        Assert.Contains("It was passed over.", admin.Text, StringComparison.Ordinal);
        Assert.Equal("triage", (await site.CaseAsync(sent)).Stage);
        await late.SubmitAsync(new { Reason = "Me too" }, form: "form[action*='handler=Skip']");
        Assert.Equal(["This incident has already been settled."], late.Problems());

        var officer = await site.SignedInAsync("en", posts: new Post(Roles.Dispatcher, "MSA"));
        await officer.OpenAsync($"/officer/cases/{(await site.CaseAsync(sent)).Id}");
        Assert.Contains("The letter is sent by post", officer.Page.QuerySelector(".city-journal")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Eka", officer.Page.QuerySelector(".city-journal")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_list_of_incidents_has_pages_and_is_counted_whole()
    {
        var id = (await site.CaseAsync(sent)).Id;
        await site.AskAsync<CityDb, int>(db =>
        {
            for (var i = 0; i < IncidentDesk.PageSize; i++) db.Add(Incident.OfLetter($"letter {i}", id, "registered", "550", site.Time.GetUtcNow().UtcDateTime.AddMinutes(i + 1)));
            return db.SaveChangesAsync();
        });
        await admin.OpenAsync("/admin");
        Assert.Contains("21", admin.Page.QuerySelector(".city-areas li:first-child .city-tag--soon")!.TextContent, StringComparison.Ordinal);
        await admin.OpenAsync("/admin/incidents");
        Assert.Equal(IncidentDesk.PageSize, admin.Page.QuerySelectorAll(".city-incident").Length);

        await admin.FollowAsync("Next");
        await admin.SubmitAsync(new { Reason = "The letter is sent by post" }, form: "form[action*='handler=Skip']");       // the oldest, alone on its page
        Assert.Contains("It was passed over.", admin.Text, StringComparison.Ordinal);
        Assert.Equal(IncidentDesk.PageSize, admin.Page.QuerySelectorAll(".city-incident").Length);
        Assert.Null(admin.Page.QuerySelector(".govuk-pagination"));
    }
}

using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Notifications;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Register;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Application.Statistics;
using Batumi.Workflows.Application.Studio;
using Batumi.Workflows.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Tests.Pages.Admin;

/// <summary>A definition tried out: every role in one hand, a clock of its own, nothing in the register and nothing sent.</summary>
public sealed class TrialTests : IAsyncLifetime
{
    private const string Definition = "/admin/definitions/street-fault", Address = Definition + "/try";

    private readonly Site site = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await site.DisposeAsync();

    [Fact]
    public async Task A_street_fault_is_played_from_report_to_answer_and_leaves_no_trace_outside()
    {
        var before = await RowsAsync();
        var admin = await BeginAsync("en");
        Assert.Contains("This is a trial case", admin.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Nino Private", admin.Text, StringComparison.Ordinal);

        await DoAsync(admin, "Sort the report", "Assign", new() { ["priority"] = "P3", ["provider"] = "INF" });
        Assert.Contains("Accept the work", admin.Text, StringComparison.Ordinal);
        await DoAsync(admin, "Accept the work", "Accept", []);
        await DoAsync(admin, "Fix the fault", "Fixed", new() { ["done"] = "Filled and rolled.", ["result"] = "repaired" });
        Assert.Contains("Is the fault fixed?", admin.Text, StringComparison.Ordinal);

        // Five days of silence, by its own clock.
        await admin.SubmitAsync(form: "form[action*='handler=Pass']");
        Assert.Contains("Positive", admin.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Time has passed", admin.Text, StringComparison.Ordinal);
        var letters = admin.Page.QuerySelectorAll("details:has(.city-letter-body)");
        Assert.InRange(letters.Length, 2, 20);
        Assert.All(letters, letter => Assert.Equal(["ka", "en"], letter.QuerySelectorAll(".city-letter-body").Select(b => b.GetAttribute("lang"))));
        Assert.Contains("TRIAL-0000", letters[0].TextContent, StringComparison.Ordinal);

        await admin.SubmitAsync(form: "form[action*='handler=Send']:has([value=reopen])");
        Assert.DoesNotContain("Positive decision", admin.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(before, await RowsAsync());
        Assert.DoesNotContain("Nino Private", (await site.AskAsync<CityDb, Trial>(db => db.Set<Trial>().AsNoTracking().SingleAsync())).Steps, StringComparison.Ordinal);

        await admin.SubmitAsync(form: "form[action*='handler=Drop']");
        Assert.Equal(Address, admin.Address);
        Assert.Empty(await site.AskAsync<CityDb, List<Trial>>(db => db.Set<Trial>().ToListAsync()));
    }

    [Fact]
    public async Task A_draft_is_tried_before_it_is_published_and_a_trial_keeps_the_version_it_began_with()
    {
        var admin = await AdminAsync("en");
        await admin.OpenAsync($"{Definition}/steps/triage");
        await admin.SubmitAsync(new Dictionary<string, string> { ["Names[0].En"] = "Look at it closely" }, form: $"form[action='{Definition}/steps/triage']");
        await FileAsync(admin);
        var trial = admin.Address;
        Assert.Contains("Look at it closely", admin.Text, StringComparison.Ordinal);
        await admin.OpenAsync($"{Definition}/steps/triage");
        await admin.SubmitAsync(new Dictionary<string, string> { ["Names[0].En"] = "Look again" }, form: $"form[action='{Definition}/steps/triage']");
        await admin.OpenAsync(trial);
        Assert.Contains("Look at it closely", admin.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Look again", admin.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_typed_wrongly_is_said_and_a_stale_page_takes_no_step()
    {
        var admin = await BeginAsync("en");
        var trial = admin.Address;
        await admin.FollowAsync("Sort the report");
        await admin.SubmitAsync();
        Assert.NotEmpty(admin.Problems());
        var late = await AdminAsync("en");
        await late.OpenAsync(trial);
        await late.FollowAsync("Sort the report");
        await admin.OpenAsync(trial);
        await DoAsync(admin, "Sort the report", "Assign", new() { ["priority"] = "P3", ["provider"] = "INF" });
        await late.SubmitAsync(new Dictionary<string, string> { ["Outcome"] = "Duplicate", ["duplicateOf"] = "SF-2026-00000001" });
        Assert.Equal(trial, late.Address);      // the task no longer waits: the trial as it stands
        Assert.Contains("Accept the work", late.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_definition_that_cannot_be_read_is_not_begun_and_one_without_a_service_takes_its_input_as_json()
    {
        var admin = await AdminAsync("ka");
        await admin.OpenAsync("/admin/definitions");
        await admin.SubmitAsync(new { Name = "Plain", NewKey = "plain" }, form: "form[action='/admin/definitions']");
        await admin.OpenAsync("/admin/definitions/plain/try");
        await admin.SubmitAsync(new { Input = "{ nothing" });
        Assert.Single(admin.Problems());
        Assert.Equal("{ nothing", admin.Typed("Input"));
        await admin.SubmitAsync(new { Input = "{ \"a\": 1 }" });
        Assert.StartsWith("/admin/definitions/plain/try/", admin.Address, StringComparison.Ordinal);
        Assert.Contains("დასრულებულია", admin.Text, StringComparison.Ordinal);
        await admin.OpenAsync($"/admin/definitions/plain/try/{Guid.NewGuid()}");
        Assert.Equal(404, (int)admin.Status);
    }

    private async Task<Visitor> BeginAsync(string language)
    {
        var admin = await AdminAsync(language);
        await FileAsync(admin);
        return admin;
    }

    private static async Task FileAsync(Visitor admin)
    {
        await admin.OpenAsync(Address);
        await admin.SubmitAsync(new Dictionary<string, string> { ["category"] = "pothole", ["description"] = "A deep hole in the road.", ["danger"] = "no", ["place.district"] = "old-batumi", ["place.words"] = "In front of the theatre.", ["name"] = "Nino Private", ["email"] = "nino@example.test" });
        Assert.Matches($"^{Address}/[0-9a-f-]{{36}}$", admin.Address);
    }

    private static async Task DoAsync(Visitor admin, string task, string outcome, Dictionary<string, string> answers)
    {
        await admin.FollowAsync(task);
        answers["Outcome"] = outcome;
        await admin.SubmitAsync(answers);
        Assert.Empty(admin.Problems());
    }

    private Task<Visitor> AdminAsync(string language) => site.SignedInAsync(language, "Nana Admin", new Post(Roles.Administrator, Roles.CentralUnit));

    // Everything that a real case would leave.
    private Task<(int, int, int, int, int)> RowsAsync() => site.AskAsync<CityDb, (int, int, int, int, int)>(async db =>
        (await db.Set<Case>().CountAsync(), await db.Set<Run>().CountAsync(), await db.Set<Letter>().CountAsync(l => !l.Id.StartsWith(Letter.OfAccount)), await db.Set<WorkTask>().CountAsync(), await db.Set<StatFact>().CountAsync()));
}

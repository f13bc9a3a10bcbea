using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Tests.Support;

namespace Batumi.Workflows.Tests.Pages.Admin;

/// <summary>What the municipality's files are worth now: in force, waiting or broken; and services drawn from them.</summary>
public sealed class PublicationsTests : IAsyncLifetime
{
    private const string Form = "forms/street-fault-accept.json", Address = "/admin/publications/form/street-fault-accept";

    private readonly WorkflowCopy workflows = new();
    private Site site = null!;

    public Task InitializeAsync()
    {
        site = new Site(settings: workflows.Settings);
        _ = site.Services;       // started before its files change
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await site.DisposeAsync();
        workflows.Dispose();
    }

    [Theory]
    [InlineData("ka", "არაფერი ელოდება.")]
    [InlineData("en", "Nothing waits.")]
    public async Task When_every_file_is_in_force_nothing_waits(string language, string sentence)
    {
        var admin = await OpenAsync(language, "/admin/publications");
        Assert.Contains(sentence, admin.Text, StringComparison.Ordinal);
        await admin.OpenAsync(Address + "?v=1");
        Assert.Contains("\"key\": \"street-fault-accept\"", admin.Page.QuerySelector("pre")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Publish", "The draft is published and in force.")]
    [InlineData("Discard", "The draft has been put aside.")]
    public async Task A_file_that_meets_an_administrators_version_waits_with_its_differences_until_somebody_decides(string decision, string sentence)
    {
        await MeetAsync();
        var admin = await OpenAsync("en", "/admin");
        Assert.Contains("1", admin.Page.QuerySelector(".city-tag--soon")!.TextContent, StringComparison.Ordinal);
        await admin.OpenAsync("/admin/publications");
        await admin.FollowAsync("street-fault-accept");
        Assert.Contains("Taking it on", admin.Page.QuerySelector("del")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Accepting", admin.Page.QuerySelector("ins")!.TextContent, StringComparison.Ordinal);

        var late = await OpenAsync("en", Address);
        await admin.SubmitAsync(form: $"form[action*='handler={decision}']");
        Assert.Contains(sentence, admin.Text, StringComparison.Ordinal);
        await late.SubmitAsync(form: $"form[action*='handler={decision}']");
        Assert.NotEmpty(late.Problems());
        await admin.OpenAsync("/admin/publications");
        Assert.Contains("Nothing waits.", admin.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_file_says_file_place_found_and_expected()
    {
        await ImportAsync(workflows.Replace(Form, "\"textarea\"", "\"textbox\""));
        var admin = await OpenAsync("en", Address);
        var cells = admin.Page.QuerySelector("tbody tr")!.QuerySelectorAll("td").Select(cell => cell.TextContent.Trim()).ToList();
        Assert.Equal(Form, cells[0]);
        Assert.All(cells, cell => Assert.NotEqual("", cell));
    }

    [Theory]
    [InlineData("ka")]
    [InlineData("en")]
    public async Task A_service_is_drawn_and_told_step_by_step(string language)
    {
        var admin = await OpenAsync(language, "/admin/services");
        await admin.OpenAsync(admin.Page.QuerySelector("tbody th a")!.GetAttribute("href")!);
        var steps = admin.Page.QuerySelectorAll(".city-steps > li").Length;
        Assert.InRange(steps, 20, 200);
        Assert.Equal(steps, admin.Page.QuerySelectorAll("svg g.city-flow__box").Length);
        Assert.All(admin.Page.QuerySelectorAll(".city-steps a"), link => Assert.NotNull(admin.Page.QuerySelector(link.GetAttribute("href")!)));
        Assert.All(admin.Page.QuerySelectorAll("svg g rect"), box => Assert.NotNull(box.GetAttribute("x")));
    }

    private async Task MeetAsync()
    {
        var mine = (await File.ReadAllTextAsync(Path.Combine(workflows.Folder, Form))).Replace("Acceptance", "Taking it on", StringComparison.Ordinal);
        Assert.Null(await site.AskAsync<Publications, Refusal?>(p => p.PublishAsync("form", "street-fault-accept", mine, Actor.System, default)));
        await ImportAsync(workflows.Replace(Form, "Acceptance", "Accepting"));
    }

    private async Task ImportAsync(WorkflowCopy changed)
    {
        site.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await site.AskAsync<WorkflowFolder, int>(folder => folder.ImportAsync(changed.Folder, default)));
    }

    private async Task<Visitor> OpenAsync(string language, string address) =>
        await (await site.SignedInAsync(language, posts: new Post(Roles.Administrator, "ADM"))).OpenAsync(address);
}

using System.Text.RegularExpressions;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Tests.Architecture;
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
        await admin.SubmitAsync(decision == "Publish" ? new { Reason = "To see whether it works." } : null, form: $"form[action*='handler={decision}']");
        Assert.Contains("Eka", admin.Page.QuerySelector("tbody tr")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(sentence, admin.Text, StringComparison.Ordinal);
        await late.SubmitAsync(decision == "Publish" ? new { Reason = "To see whether it works." } : null, form: $"form[action*='handler={decision}']");
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

    [Theory]
    [InlineData("ka", "შემოწმება", "ტექსტში შეცდომაა. სად და რა, ცხრილში წერია.", "შეცდომა არ მოიძებნა.", "თქვენი ტექსტი გამოქვეყნდა")]
    [InlineData("en", "Check", "The text has a mistake. The table says where and which.", "No mistake was found.", "Your text is published and in force.")]
    public async Task An_administrator_changes_a_text_checks_it_and_puts_it_in_force(string language, string check, string wrong, string fine, string done)
    {
        var admin = await OpenAsync(language, Address + "/edit");
        var (old, mine) = (admin.Typed("Text")!, admin.Typed("Text")!.Replace("Acceptance", "Taking it on", StringComparison.Ordinal));
        Assert.NotEqual(old, mine);

        var broken = mine.Replace("\"textarea\"", "\"textbox\"", StringComparison.Ordinal);
        await admin.SubmitAsync(new { Text = broken }, button: check);
        Assert.Equal([wrong], admin.Problems());
        Assert.Equal(broken, admin.Typed("Text"));
        Assert.Equal(Form, admin.Page.QuerySelector("tbody td")!.TextContent);
        Assert.Contains("textbox", admin.Page.QuerySelector("tbody tr")!.TextContent, StringComparison.Ordinal);
        await admin.SubmitAsync(new { Reason = "To see whether it works." }, form: "form[action*='handler=Publish']");
        Assert.Single(admin.Problems());
        Assert.Equal(broken, admin.Typed("Text"));

        await admin.SubmitAsync(new { Text = mine }, button: check);
        Assert.Contains(fine, admin.Text, StringComparison.Ordinal);
        Assert.Contains("Taking it on", admin.Page.QuerySelector("ins")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Acceptance", await TitleAsync());
        await admin.SubmitAsync(new { Reason = "To see whether it works." }, form: "form[action*='handler=Publish']");

        Assert.Equal(Address, admin.Address);
        Assert.Contains(done, admin.Text, StringComparison.Ordinal);
        Assert.Equal("Taking it on", await TitleAsync());
        Assert.Contains("Eka", admin.Page.QuerySelector("tbody tr")!.TextContent, StringComparison.Ordinal);
        await admin.OpenAsync(Address + "/edit?v=1");
        Assert.Equal(old, admin.Typed("Text"));
        await admin.OpenAsync("/admin/publications");
        Assert.Contains("Eka", admin.Page.QuerySelector($"tr:has(a[href='{Address}'])")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_sent_twice_is_published_once()
    {
        var admin = await OpenAsync("en", Address + "/edit");
        var twin = await (await site.SignedInAsync("en", posts: new Post(Roles.Administrator, "ADM"))).OpenAsync(Address + "/edit");
        var mine = new { Intent = admin.Typed("Intent"), Reason = "Sent twice.", Text = admin.Typed("Text")!.Replace("Acceptance", "Taking it on", StringComparison.Ordinal) };
        foreach (var visitor in new[] { admin, twin })
        {
            await visitor.SubmitAsync(mine, form: "form[action*='handler=Publish']");
            Assert.Equal(Address, visitor.Address);
        }

        Assert.Equal(2, admin.Page.QuerySelectorAll("tbody tr").Length);
        Assert.Equal(2, twin.Page.QuerySelectorAll("tbody tr").Length);
    }

    [Fact]
    public async Task Who_publishes_second_is_told_of_the_newer_version_and_keeps_the_text()
    {
        var (first, second) = (await OpenAsync("en", Address + "/edit"), await OpenAsync("en", Address + "/edit"));
        var text = first.Typed("Text")!;
        await first.SubmitAsync(new { Reason = "To see whether it works." }, form: "form[action*='handler=Publish']");
        Assert.Equal(["Nothing has changed: this very text is in force."], first.Problems());
        await first.SubmitAsync(new { Text = text.Replace("Acceptance", "Taking it on", StringComparison.Ordinal), Reason = "To see whether it works." }, form: "form[action*='handler=Publish']");

        var mine = text.Replace("Acceptance", "Accepting", StringComparison.Ordinal);
        await second.SubmitAsync(new { Text = mine, Reason = "To see whether it works." }, form: "form[action*='handler=Publish']");
        Assert.StartsWith("Version 2 was added while you were writing", Assert.Single(second.Problems()), StringComparison.Ordinal);
        Assert.Equal(mine, second.Typed("Text"));
        Assert.Contains("Taking it on", second.Page.QuerySelector("del")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Taking it on", await TitleAsync());

        await second.SubmitAsync(new { Reason = "To see whether it works." }, form: "form[action*='handler=Publish']");
        Assert.Equal("Accepting", await TitleAsync());
        Assert.Equal(3, second.Page.QuerySelectorAll("tbody tr").Length);
    }

    [Fact]
    public async Task A_text_corrected_in_the_browser_opens_its_service_again()
    {
        await ImportAsync(workflows.Replace("services/street-fault.json", "\"10 working-days\"", "\"ten days\""));
        var visitor = await site.Visitor("en").OpenAsync("/services/street-fault/request");
        Assert.NotEqual("/services/street-fault/request/category", visitor.Address);

        var admin = await OpenAsync("en", "/admin/publications/service/street-fault/edit");
        await admin.SubmitAsync(new { Text = admin.Typed("Text")!.Replace("\"ten days\"", "\"11 working-days\"", StringComparison.Ordinal), Reason = "To see whether it works." }, form: "form[action*='handler=Publish']");
        Assert.Equal("/admin/publications/service/street-fault", admin.Address);
        await visitor.OpenAsync("/services/street-fault/request");
        Assert.NotNull(visitor.Page.QuerySelector("main form"));
    }

    [Theory]
    [InlineData("ka", "[ა-ჰ]", true)]
    [InlineData("en", "[ა-ჰ]", false)]
    public async Task The_steps_of_a_service_and_their_ways_out_are_named_in_the_language_of_the_page(string language, string letters, bool isSo)
    {
        var admin = await OpenAsync(language, "/admin/services");
        foreach (var link in admin.Page.QuerySelectorAll("tbody th a").Select(a => a.GetAttribute("href")!).ToList())
        {
            await admin.OpenAsync(link);
            Broken.None(admin.Page.QuerySelectorAll(".city-steps p, .city-steps ul > li, svg text").Select(said => said.TextContent.Trim())
                .Where(said => Regex.IsMatch(said, letters) != isSo).Select(said => $"{link}: {said}"));
        }
    }

    private Task<string?> TitleAsync() => site.AskAsync<Application.Catalog.ServiceCatalog, string?>(async c => (await c.FormAsync("street-fault-accept", default))?.Title.En);

    private async Task MeetAsync()
    {
        var mine = (await File.ReadAllTextAsync(Path.Combine(workflows.Folder, Form))).Replace("Acceptance", "Taking it on", StringComparison.Ordinal);
        Assert.Null(await site.AskAsync<Publications, Refusal?>(async p => (await p.PublishAsync(new("form", "street-fault-accept", 1, mine, "A test needs it.", IntentKey.New()), Actor.System, default)).Refused));
        await ImportAsync(workflows.Replace(Form, "Acceptance", "Accepting"));
    }

    private async Task ImportAsync(WorkflowCopy changed)
    {
        site.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await site.AskAsync<WorkflowFolder, int>(folder => folder.ImportAsync(changed.Folder, default)));
    }

    private async Task<Visitor> OpenAsync(string language, string address) =>
        await (await site.SignedInAsync(language, "Eka", posts: new Post(Roles.Administrator, "ADM"))).OpenAsync(address);
}

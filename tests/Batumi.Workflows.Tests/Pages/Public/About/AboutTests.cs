using System.Net;
using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Tests.Support;
using Batumi.Workflows.Tests.Workflows;

namespace Batumi.Workflows.Tests.Pages.Public.About;

/// <summary>What everybody may want to know of the site: written by the municipality, reached from the foot of every page.</summary>
public sealed class AboutTests(SharedSite shared) : IClassFixture<SharedSite>
{
    private readonly Site site = shared.Site;

    [Theory]
    [InlineData("ka", "პირადი მონაცემების დაცვა")]
    [InlineData("en", "Privacy")]
    public async Task Every_page_leads_to_them_and_each_opens_without_an_account(string language, string privacy)
    {
        var visitor = await site.Visitor(language).OpenAsync("/");
        var links = visitor.Page.QuerySelectorAll("footer a[href^='/about/']").ToDictionary(a => a.GetAttribute("href")!["/about/".Length..], a => a.TextContent.Trim());

        Assert.Equal(privacy, links["privacy"]);
        Assert.Equal(WorkflowFiles.Keys("pages"), links.Keys.Order(StringComparer.Ordinal));
        foreach (var key in links.Keys)
        {
            await visitor.OpenAsync($"/about/{key}");
            Assert.Equal(HttpStatusCode.OK, visitor.Status);
            Assert.True(visitor.Page.QuerySelectorAll("main h2").Length > 1, key);
        }
    }

    [Fact]
    public async Task Every_cookie_that_the_notice_speaks_of_lasts_as_long_as_it_says()
    {
        var en = string.Join('\n', SitePage.Read(WorkflowFiles.Text("pages", "privacy"), "pages/privacy.json").Page!.Sections.SelectMany(s => s.Paragraphs).Select(p => p.En));

        Assert.Contains($"{Application.Requests.Drafts.Life.Days} days after its last change", en, StringComparison.Ordinal);
        using var answer = await site.Visitor().Client.GetAsync("/?lang=en");
        var language = Assert.Single(answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith("workflows.language=", StringComparison.Ordinal));
        Assert.Contains("max-age=31536000", language, StringComparison.Ordinal);
        Assert.Contains("The language you chose: one year.", en, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ }", "$.title")]
    [InlineData("""{ "title": { "ka": "ა", "en": "a" } }""", "$.sections")]
    [InlineData("""{ "title": { "ka": "ა", "en": "a" }, "sections": [{ "title": { "ka": "ა", "en": "a" } }] }""", "$.sections[0].paragraphs")]
    [InlineData("""{ "title": { "ka": "ა", "en": "a" }, "sections": [{ "title": { "ka": "ა", "en": "a" }, "paragraphs": [{ "ka": "ა" }] }] }""", "$.sections[0].paragraphs[0].en")]
    public void What_is_wrong_with_a_page_is_said_with_its_place(string text, string place) => Assert.Contains(SitePage.Read(text, "pages/x.json").Errors, e => e.Place == place);

    [Fact]
    public async Task An_administrator_edits_a_page_and_everybody_reads_it()
    {
        await using var own = new Site();
        var administrator = await own.SignedInAsync("en", posts: new Application.Primitives.Post(Application.Primitives.Roles.Administrator, "ADM"));
        await administrator.OpenAsync("/admin/publications/page/contact/edit");
        var text = administrator.Typed("Text")!.Replace("City Hall puts its address, telephone and email here before the site is opened.", "Luka Asatiani Street 25, Batumi.", StringComparison.Ordinal);
        await administrator.SubmitAsync(new { Text = text, Reason = "The address has changed." }, form: "form[action*='handler=Publish']");

        await administrator.OpenAsync("/about/contact");
        Assert.Contains("Luka Asatiani Street 25, Batumi.", administrator.Text, StringComparison.Ordinal);
    }
}

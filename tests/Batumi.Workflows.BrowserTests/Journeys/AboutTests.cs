using Batumi.Workflows.BrowserTests.Support;

namespace Batumi.Workflows.BrowserTests.Journeys;

/// <summary>The pages that the municipality writes: read by everybody.</summary>
[Collection(nameof(LiveSite))]
public sealed class AboutTests(LiveSite site)
{
    [BrowserTheory]
    [InlineData("ka-GE", true)]
    [InlineData("ka-GE", false)]
    [InlineData("en-GB", true)]
    [InlineData("en-GB", false)]
    public Task Every_page_that_the_footer_leads_to_is_accessible(string locale, bool narrow) => site.VisitAsync(async visit =>
    {
        var page = visit.Page;
        await page.GotoAsync(visit.Home());
        var links = await page.Locator("footer a[href*='/about/']").EvaluateAllAsync<string[]>("links => links.map(link => link.getAttribute('href'))");
        Assert.Superset(new HashSet<string> { "/about/accessibility", "/about/contact", "/about/privacy", "/about/terms" }, links.ToHashSet());
        foreach (var link in links.Append("/about/security").Distinct())
        {
            Assert.Equal(200, (await page.GotoAsync(link))!.Status);
            await visit.SeeAsync("about-" + link.Split('/')[^1]);
        }
    }, new(Locale: locale, Narrow: narrow));
}

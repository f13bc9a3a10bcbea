using Batumi.Workflows.BrowserTests.Support;
using Microsoft.Playwright;

namespace Batumi.Workflows.BrowserTests.Journeys;

/// <summary>What somebody writes is kept while they write it.</summary>
[Collection(nameof(SecondSiteCollection))]
public sealed class DraftTests(LiveSite site)
{
    [BrowserTheory]
    [InlineData("ka-GE", true)]
    [InlineData("en-GB", false)]
    public Task A_page_that_was_never_sent_is_there_again(string locale, bool narrow) => site.VisitAsync(async visit =>
    {
        var page = visit.Page;
        await page.GotoAsync($"/services/street-fault/request?lang={locale[..2]}");
        await page.FillAsync("[name=description]", visit.What());
        await Assertions.Expect(page.Locator("main form [role=status]")).ToContainTextAsync(visit.Says("დაწერილი შენახულია", "What you wrote is kept"));
        await visit.SeeAsync("kept");

        // The window is closed at the next words, before anything is sent by hand.
        await page.CheckAsync("[name=category][value=pothole]");
        await page.GotoAsync("/services");
        await page.GotoAsync("/services/street-fault/request");
        await Assertions.Expect(page.Locator("[name=description]")).ToHaveValueAsync(visit.What());
    }, new(Locale: locale, Narrow: narrow));

    [BrowserTheory]
    [InlineData("ka-GE", true)]
    [InlineData("en-GB", false)]
    public Task What_an_account_began_goes_on_from_its_list(string locale, bool narrow) => site.VisitAsync(async visit =>
    {
        var page = visit.Page;
        await visit.SignInAsync("citizen");
        await page.GotoAsync($"/services/street-fault/request?lang={locale[..2]}");
        await page.FillAsync("[name=description]", visit.What());
        await Assertions.Expect(page.Locator("main form [role=status]")).Not.ToBeEmptyAsync();

        await visit.SignInAsync("citizen");         // without the cookies of before
        await page.GotoAsync("/requests");
        await visit.SeeAsync("unfinished");
        await page.GetByRole(AriaRole.Button, new() { Name = visit.Says("გაგრძელება", "Go on") }).First.ClickAsync();
        await Assertions.Expect(page.Locator("[name=description]")).ToHaveValueAsync(visit.What());

        await page.GotoAsync("/requests");
        await page.GetByRole(AriaRole.Button, new() { Name = visit.Says("წაშლა", "Delete") }).First.ClickAsync();
        await Assertions.Expect(page.Locator("main input[name=draft]")).ToHaveCountAsync(0);
    }, new(Locale: locale, Narrow: narrow));
}

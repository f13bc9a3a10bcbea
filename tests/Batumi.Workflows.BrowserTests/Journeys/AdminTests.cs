using Batumi.Workflows.BrowserTests.Support;
using Microsoft.Playwright;

namespace Batumi.Workflows.BrowserTests.Journeys;

/// <summary>Administrators: people and posts, services drawn, files, letters, what failed; and the pages of the demo.</summary>
[Collection(nameof(SecondSiteCollection))]
public sealed class AdminTests(LiveSite site)
{
    [BrowserTheory]
    [InlineData("ka-GE", false)]
    [InlineData("en-GB", true)]
    public Task Every_page_of_the_administration_opens_and_is_accessible(string locale, bool narrow) => site.VisitAsync(async visit =>
    {
        var page = visit.Page;
        await visit.SignInAsync("admin");
        await page.GotoAsync("/admin");
        await visit.SeeAsync("admin");
        foreach (var link in await LinksAsync(page, "main a[href^='/admin/']"))
        {
            Assert.Equal(200, (await page.GotoAsync(link))!.Status);
            await visit.SeeAsync("admin-" + link.Split('/', '?')[2]);
        }

        foreach (var (list, first) in new[] { ("/admin/services", "admin-service"), ("/admin/publications", "admin-publication"), ("/admin/people", "admin-person") })
        {
            await page.GotoAsync(list);
            var links = await LinksAsync(page, $"main a[href^='{list}/']");
            Assert.NotEmpty(links);
            Assert.Equal(200, (await page.GotoAsync(links[^1]))!.Status);
            await visit.SeeAsync(first);
        }

        await page.GotoAsync("/admin/publications/letter/registered/edit");
        await visit.SeeAsync("admin-edit");
        await page.Locator("#Text").FillAsync("{}");
        await page.Locator("button[formaction$='handler=Check']").ClickAsync();
        await Assertions.Expect(page.Locator(".govuk-error-summary")).ToBeVisibleAsync();
        await visit.SeeAsync("admin-edit-wrong");
    }, new(Locale: locale, Narrow: narrow));

    [BrowserTheory]
    [InlineData("ka-GE")]
    [InlineData("en-GB")]
    public Task A_new_colleague_gets_a_password_for_once_and_chooses_their_own(string locale) => site.VisitAsync(async visit =>
    {
        var page = visit.Page;
        var email = $"tamar.{locale[..2]}@city.test";
        await visit.SignInAsync("admin");
        var once = await visit.NewColleagueAsync("Tamar Tester", email);
        await page.Locator("main a[href^='/admin/people/']").Last.ClickAsync();
        await page.Locator("form[action$='handler=Renew'] button").ClickAsync();
        once = await page.Locator(".city-one-time code").InnerTextAsync();           // the first one was lost
        await visit.SeeAsync("person-renewed");

        await visit.SignInAsync(email, once);
        await page.GotoAsync("/requests");
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/account/password"));       // nothing else opens before
        await visit.SignInAsync(email, await visit.ChoosePasswordAsync(once));
    }, new(Locale: locale));

    [BrowserTheory]
    [InlineData("ka-GE", true)]
    [InlineData("en-GB", false)]
    public Task A_page_of_the_site_is_edited_and_everybody_reads_it(string locale, bool narrow) => site.VisitAsync(async visit =>
    {
        var page = visit.Page;
        var (georgian, english) = ($"ტელეფონი: 0422 27 26 2{locale.Length}{(narrow ? 1 : 2)}", $"Telephone: 0422 27 26 2{locale.Length}{(narrow ? 1 : 2)}");
        await visit.SignInAsync("admin");
        await page.GotoAsync("/admin/publications/page/contact/edit");
        await visit.SeeAsync("page-edit");
        var text = await page.Locator("#Text").InputValueAsync();
        await page.FillAsync("#Text", text.Replace("\"paragraphs\"", "\"words\"", StringComparison.Ordinal));
        await page.Locator("button[formaction$='handler=Check']").ClickAsync();
        await visit.SeeAsync("page-edit-wrong");
        await Assertions.Expect(page.Locator("#Text")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("\"words\""));      // what was typed stays

        var at = text.IndexOf("\"paragraphs\": [", StringComparison.Ordinal) + "\"paragraphs\": [".Length;
        await page.FillAsync("#Text", text.Insert(at, $"{{ \"ka\": \"{georgian}\", \"en\": \"{english}\" }},"));
        await page.Locator("button[formaction$='handler=Check']").ClickAsync();
        await Assertions.Expect(page.Locator("[role=status]")).ToBeVisibleAsync();
        await visit.SeeAsync("page-edit-fine");
        await page.FillAsync("#Reason", visit.Says("ტელეფონი შეიცვალა.", "The telephone has changed."));
        await page.Locator("form[action$='handler=Publish'] button:not([formaction])").ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/admin/publications/page/contact(\\?.*)?$"));
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync($"/about/contact?lang={locale[..2]}");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync(visit.Says(georgian, english));
    }, new(Locale: locale, Narrow: narrow));

    [BrowserTheory]
    [InlineData("ka-GE", true)]
    [InlineData("ka-GE", false)]
    [InlineData("en-GB", true)]
    [InlineData("en-GB", false)]
    public Task A_data_incident_is_entered_and_told_to_the_Service(string locale, bool narrow) => site.VisitAsync(async visit =>
    {
        var page = visit.Page;
        var what = visit.Says("სია სხვის მისამართზე გაიგზავნა", "A list went to a wrong address") + (narrow ? " 1" : " 2");
        await visit.SignInAsync("admin");
        await page.GotoAsync("/admin/data-incidents/new");
        await visit.SeeAsync("incident-new");
        await visit.ContinueAsync();
        await Assertions.Expect(page.Locator(".govuk-error-summary")).ToBeVisibleAsync();
        await visit.SeeAsync("incident-missing");
        await page.FillAsync("[name=Noticed]", Planning.Day(-1) + "T09:30");
        await page.FillAsync("[name=What]", what);
        await page.FillAsync("[name=Affected]", visit.Says("12 ადამიანი, სახელები და ქუჩები", "12 people, names and streets"));
        await visit.ContinueAsync();
        await Assertions.Expect(page.Locator(".city-incident")).ToHaveCountAsync(1);
        await visit.SeeAsync("incident");
        await page.FillAsync("[name=What]", visit.Says("სამსახურს წერილი მივწერეთ", "We wrote to the Service"));
        await page.FillAsync("[name=Notified]", Planning.Day(-1) + "T11:00");
        await visit.ContinueAsync();
        await Assertions.Expect(page.Locator(".city-incident")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator(".city-incident").First).ToContainTextAsync(what);
        await page.GotoAsync("/admin/data-incidents");
        await Assertions.Expect(page.Locator("tr", new() { HasText = what })).ToContainTextAsync(visit.Says("სამსახურს", "The Service was told"));
        await visit.SeeAsync("incidents");
    }, new(Locale: locale, Narrow: narrow));

    [BrowserTheory]
    [InlineData("ka-GE")]
    [InlineData("en-GB")]
    public Task The_demo_signs_in_with_one_press_shows_its_mail_and_moves_its_clock(string locale) => site.VisitAsync(async visit =>
    {
        var page = visit.Page;
        await page.GotoAsync($"/demo?lang={locale[..2]}");
        await visit.SeeAsync("demo");
        await page.GotoAsync("/demo/clock");
        await page.FillAsync("#Days", "1000");
        await visit.ContinueAsync();
        await Assertions.Expect(page.Locator(".govuk-error-summary")).ToBeVisibleAsync();
        await visit.SeeAsync("clock-wrong");
        await visit.MoveClockAsync("1");
        await visit.SeeAsync("clock");
        await page.GotoAsync("/demo");
        await page.Locator("main form button").First.ClickAsync();
        await Assertions.Expect(page.Locator("form[action$='/account/sign-out'], a[href$='/account/sign-out']").First).ToBeVisibleAsync();
    }, new(Locale: locale));

    private static async Task<IReadOnlyList<string>> LinksAsync(IPage page, string selector) =>
        [.. (await page.Locator(selector).EvaluateAllAsync<string[]>("links => links.map(link => link.getAttribute('href'))")).Distinct()];
}

using System.Text.RegularExpressions;
using Batumi.Workflows.BrowserTests.Support;
using Microsoft.Playwright;

namespace Batumi.Workflows.BrowserTests.Journeys;

/// <summary>A resident reports a street fault: with and without scripts, on a telephone and on a desk, in both languages.</summary>
[Collection(nameof(LiveSite))]
public sealed partial class ReporterTests(LiveSite site)
{
    [BrowserTheory]
    [InlineData("ka-GE", false, true)]
    [InlineData("en-GB", false, true)]
    [InlineData("ka-GE", true, true)]
    [InlineData("en-GB", true, true)]
    [InlineData("ka-GE", true, false)]
    [InlineData("en-GB", false, false)]
    public Task Somebody_without_an_account_finds_the_service_reports_corrects_and_follows(string locale, bool narrow, bool scripts) => site.VisitAsync(async visit =>
    {
        var page = visit.Page;
        await page.GotoAsync(visit.Home());
        await visit.SeeAsync("home");

        await page.FillAsync("main input[type=search], main input[name=q]", locale == "ka-GE" ? "ორმო" : "pothole");
        await page.Locator("main form button").First.ClickAsync();
        await visit.SeeAsync("found");
        await page.Locator("main a[href$='/services/street-fault']").ClickAsync();
        await visit.SeeAsync("service");
        await page.Locator("main a.govuk-button").First.ClickAsync();

        // What: first nothing, then everything.
        await visit.SeeAsync("what");
        await visit.ContinueAsync();
        await Assertions.Expect(page.Locator(".govuk-error-summary a")).ToHaveCountAsync(2);
        await visit.SeeAsync("what-missing");
        await page.CheckAsync("[name=category][value=pothole]");
        await page.FillAsync("[name=description]", "<b>Deep</b> hole, =1+1");
        await visit.ContinueAsync();

        // Where: a press on the map, in words, and back without losing either.
        await visit.SeeAsync("where");
        await page.Locator("main input[type=image]:visible").ClickAsync(new() { Position = narrow ? new() { X = 150, Y = 120 } : new() { X = 240, Y = 250 } });
        await Assertions.Expect(page.Locator("main details, main .city-map").First).ToBeVisibleAsync();
        await visit.SeeAsync("where-marked");
        await page.FillAsync("[name='place.words']", visit.Where());
        await visit.ContinueAsync();
        await page.Locator(".govuk-back-link").ClickAsync();
        await Assertions.Expect(page.Locator("[name='place.words']")).ToHaveValueAsync(visit.Where());
        await visit.ContinueAsync();

        await visit.SeeAsync("danger");
        await page.CheckAsync("[name=danger] >> nth=1");
        await visit.ContinueAsync();

        // Pictures: one that is none by its content is refused, the good one stays.
        await visit.SeeAsync("pictures");
        await page.SetInputFilesAsync("[name=pictures]", [Walk.Picture(), new() { Name = "text.jpg", MimeType = "image/jpeg", Buffer = "not a picture"u8.ToArray() }]);
        await visit.ContinueAsync();
        await Assertions.Expect(page.Locator(".govuk-error-summary")).ToContainTextAsync("text.jpg");
        await Assertions.Expect(page.Locator(".city-files")).ToContainTextAsync("hole.png");
        await visit.SeeAsync("pictures-refused");
        await visit.ContinueAsync();

        await page.FillAsync("[name=email]", "nino@");
        await visit.ContinueAsync();
        await Assertions.Expect(page.Locator("[name=email]")).ToHaveValueAsync("nino@");
        await visit.SeeAsync("contact-wrong");
        await page.FillAsync("[name=email]", "nino@example.test");
        await page.FillAsync("[name=phone]", "555 12 34 56");
        await visit.ContinueAsync();

        // Check: what is shown is what was typed; one answer is changed.
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("<b>Deep</b> hole, =1+1");
        await visit.SeeAsync("check");
        await page.Locator("main a[href*='/request/what']").First.ClickAsync();
        await page.FillAsync("[name=description]", visit.What());
        await visit.ContinueAsync();
        await Assertions.Expect(page).ToHaveURLAsync(Check());
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync(visit.What());
        await visit.ContinueAsync();

        var filed = await visit.FiledAsync();
        await visit.SeeAsync("receipt");
        await page.GoBackAsync();
        await page.ReloadAsync();
        Assert.Equal(filed, await visit.FiledAsync());              // the back button shows the receipt again and files nothing twice

        // Followed by number and code, as somebody does who wrote them down.
        await page.GotoAsync("/follow");
        await visit.SeeAsync("follow");
        await page.FillAsync("[name=Number]", filed.Number);
        await page.FillAsync("[name=Code]", "wrong");
        await visit.ContinueAsync();
        await Assertions.Expect(page.Locator(".govuk-error-summary")).ToBeVisibleAsync();
        await visit.SeeAsync("follow-wrong");
        await page.FillAsync("[name=Code]", filed.Path.Split('/')[^1]);
        await visit.ContinueAsync();
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync(filed.Number);
        await visit.SeeAsync("case", whole: true);
    }, new(scripts, locale, narrow));

    [BrowserTheory]
    [InlineData("ka-GE", false)]
    [InlineData("en-GB", true)]
    public Task Somebody_with_an_account_finds_their_requests_again(string locale, bool narrow) => site.VisitAsync(async visit =>
    {
        await visit.SignInAsync("citizen");
        var filed = await visit.ReportAsync();

        await visit.Page.GotoAsync("/requests");
        await visit.SeeAsync("my-requests");
        await visit.Page.GetByText(filed.Number).ClickAsync();
        await Assertions.Expect(visit.Page).ToHaveURLAsync(Own());
        await visit.SeeAsync("my-request");
    }, new(Locale: locale, Narrow: narrow));

    [BrowserFact]
    public Task The_reporter_can_do_everything_from_the_keyboard() => site.VisitAsync(async visit =>
    {
        var page = visit.Page;
        await page.GotoAsync("/services/street-fault");
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Locator(".govuk-skip-link")).ToBeFocusedAsync();
        await visit.TabToAsync("main a.govuk-button");
        await visit.EnterAsync();

        await visit.TabToAsync("[name=category]");
        await page.Keyboard.PressAsync("Space");
        await visit.TabToAsync("[name=description]");
        await page.Keyboard.TypeAsync(visit.What());
        await visit.PressContinueAsync();

        // The map without a mouse: its buttons set the point.
        await visit.TabToAsync("main summary");
        await page.Keyboard.PressAsync("Enter");
        await visit.TabToAsync("[name='map-do'][value=north]");
        await visit.EnterAsync();
        await Assertions.Expect(page.Locator("[name='place.lat']")).Not.ToHaveValueAsync("");
        await visit.TabToAsync("[name='place.words']");
        await page.Keyboard.TypeAsync(visit.Where());
        await visit.PressContinueAsync();

        await visit.TabToAsync("[name=danger]");
        await page.Keyboard.PressAsync("ArrowDown");
        await visit.PressContinueAsync();
        await visit.PressContinueAsync();
        await visit.TabToAsync("[name=email]");
        await page.Keyboard.TypeAsync("nino@example.test");
        await visit.PressContinueAsync();
        await Assertions.Expect(page).ToHaveURLAsync(Check());
        await visit.PressContinueAsync();

        await visit.FiledAsync();
    });

    [BrowserTheory]
    [InlineData("ka-GE", "large.png: ფაილი 10 მბ-ზე დიდია")]
    [InlineData("en-GB", "large.png: the file is larger than 10 MB")]
    public Task A_picture_that_is_too_large_is_named_before_it_is_sent_and_the_others_go(string locale, string sentence) => site.VisitAsync(async visit =>
    {
        var page = visit.Page;
        await page.GotoAsync($"/services/street-fault/request/what?lang={locale[..2]}");
        await page.CheckAsync("[name=category][value=pothole]");
        await page.FillAsync("[name=description]", visit.What());
        await visit.ContinueAsync();
        await page.GotoAsync("/services/street-fault/request/pictures");

        var large = new FilePayload { Name = "large.png", MimeType = "image/png", Buffer = new byte[(10 * 1024 * 1024) + 1] };
        await page.SetInputFilesAsync("[name=pictures]", [large, .. Enumerable.Range(1, 6).Select(n => Walk.Picture($"{n}.png"))]);
        await Assertions.Expect(page.Locator("[aria-live] p")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("[aria-live] p").First).ToContainTextAsync(sentence);
        await Assertions.Expect(page.Locator("[aria-live] p").Last).ToContainTextAsync("6.png");
        await visit.SeeAsync("pictures-left-out");

        await page.ClickAsync("[name=do][value=upload]");
        await Assertions.Expect(page.Locator(".city-files__name")).ToHaveTextAsync(["1.png", "2.png", "3.png", "4.png", "5.png"]);
    }, new(Locale: locale));

    [BrowserTheory]
    [InlineData("/services/no-such-service")]
    [InlineData("/follow/SF-2026-00000000/nothing")]
    [InlineData("/no/such/page")]
    public Task What_is_not_there_is_said_in_plain_words(string address) => site.VisitAsync(async visit =>
    {
        var answer = await visit.Page.GotoAsync(address);

        Assert.Equal(404, answer!.Status);
        await Assertions.Expect(visit.Page.Locator("h1")).ToBeVisibleAsync();
        await visit.SeeAsync("not-found");
    }, new(Narrow: true));

    [GeneratedRegex("/request/check$")]
    private static partial Regex Check();

    [GeneratedRegex("/requests/[0-9a-f-]{36}$")]
    private static partial Regex Own();
}

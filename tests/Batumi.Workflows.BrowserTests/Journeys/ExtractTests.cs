using System.Text.RegularExpressions;
using Batumi.Workflows.BrowserTests.Support;
using Microsoft.Playwright;

namespace Batumi.Workflows.BrowserTests.Journeys;

/// <summary>The extract on a plot's functional zone: asked for at home and at the counter, looked up by one person and signed by another.</summary>
[Collection(nameof(LiveSite))]
public sealed class ExtractTests(LiveSite site)
{
    [BrowserTheory]
    [InlineData("ka-GE", true)]
    [InlineData("en-GB", false)]
    public Task Without_scripts_an_applicant_changes_answers_corrects_a_shortcoming_writes_and_reads_how_to_appeal(string locale, bool narrow) => site.VisitAsync(async visit =>
    {
        var page = visit.Page;
        await visit.SignInAsync("citizen");
        await visit.BeginAsync(Planning.Extract);
        await visit.AnswerAsync("who", one => one.CheckAsync("[name=applicantKind][value=company]"));
        await visit.AnswerAsync("company", async one =>
        {
            await one.FillAsync("[name=companyName]", "Sea View");
            await one.FillAsync("[name=companyCode]", "245123456");
        });
        await visit.AnswerAsync("acting", async one =>
        {
            await one.CheckAsync("[name=isRepresentative][value=yes]");
            await one.CheckAsync("[name=authority][value=power]");
            await one.SetInputFilesAsync("[name=authorityPaper]", Planning.Paper("power.pdf"));
        });
        await visit.SayPlotAsync();
        await visit.SayPurposeAsync();
        await visit.SayContactAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Sea View");

        // It is a person after all: what was said about the company is gone from the check page and from the case.
        await page.Locator("main a[href*='/request/who']").First.ClickAsync();
        await visit.AnswerAsync("who", one => one.CheckAsync("[name=applicantKind][value=person]"));
        await visit.AnswerAsync("person", one => one.FillAsync("[name=personalNumber]", "61001012345"));
        foreach (var step in new[] { "acting", "plot", "purpose", "contact" }) await visit.AnswerAsync(step, _ => Task.CompletedTask);       // all still there
        await Assertions.Expect(page.Locator("main")).Not.ToContainTextAsync("Sea View");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("power.pdf");
        var filed = await visit.SendAsync();

        await visit.WorkAsync("officer", filed, "Flaw", "formal-check", ("missing", visit.Missing()), ("flawDays", "7"));
        await visit.FollowAsync(filed);
        await Assertions.Expect(page.Locator("main")).Not.ToContainTextAsync("Sea View");
        await visit.CorrectAsync();
        await visit.WriteAsync(visit.Says("მინდობილობა ნოტარიუსთანაც არის", "The notary has the power of attorney, too"));

        await visit.WorkAsync("officer", filed, "Complete", "formal-check");
        await visit.WorkOnAsync(filed, "NoRight", "right", ("reasonCode", "no-authority"),
            ("reason", visit.Says("მინდობილობის ვადა 2026 წლის მაისში გავიდა.", "The power of attorney ended in May 2026.")));
        await visit.WorkAsync("signatory", filed, "Sign", "sign");

        await visit.MoveClockAsync("1");
        await visit.FollowAsync(filed);
        await Assertions.Expect(page.Locator("#outcome ~ p.city-kept")).ToContainTextAsync(visit.Says("მაისში გავიდა", "ended in May 2026"));
        await page.Locator("summary", new() { HasText = visit.Says("უარი თქვენს მიმართვაზე", "your request is refused") }).ClickAsync();
        await Assertions.Expect(page.GetByText(new Regex(visit.Says("ბოლო დღე, თუ წერილი დღეს მიიღეთ: \\d", "The last day, if you got this letter today: \\d")))).ToBeVisibleAsync();
        await visit.SeeAsync("extract-refused");
    }, new(Scripts: false, locale, narrow));

    [BrowserTheory]
    [InlineData("ka-GE", false)]
    [InlineData("en-GB", true)]
    public Task A_clerk_files_for_somebody_without_email_and_prints_the_code(string locale, bool narrow) => site.VisitAsync(async visit =>
    {
        var page = visit.Page;
        await page.AddInitScriptAsync("window.print = () => { document.documentElement.dataset.printed = 'true'; };");
        await visit.SignInAsync("registrar");
        await page.GotoAsync("/officer/counter");
        await visit.SeeAsync("counter");
        await page.Locator($"form:has([name=service][value='{Planning.Extract}']) button").ClickAsync();
        await visit.SayWhoAsync();
        await visit.SayPlotAsync();
        await visit.SayPurposeAsync();
        await visit.SayContactAsync(email: null);
        await visit.SeeAsync("counter-check");
        await visit.ContinueAsync();

        await Assertions.Expect(page.Locator(".govuk-panel--confirmation")).ToBeVisibleAsync();
        await visit.SeeAsync("counter-receipt");
        var link = await page.Locator(".city-secret a").GetAttributeAsync("href");
        await page.Locator("button[data-print]").ClickAsync();
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("data-printed", "true");
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await Assertions.Expect(page.Locator(".city-secret")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("main .city-no-print")).ToBeHiddenAsync();
        var number = await page.Locator(".govuk-panel .city-number").InnerTextAsync();
        await page.EmulateMediaAsync(new() { Media = Media.Screen });

        await visit.FollowAsync(new(number, new Uri(new Uri(page.Url), link).AbsolutePath));
        await visit.SeeAsync("counter-followed");
    }, new(Locale: locale, Narrow: narrow));

    [BrowserTheory]
    [InlineData("ka-GE", true)]
    [InlineData("en-GB", false)]
    public Task Whoever_looked_up_the_register_may_not_sign_even_with_both_posts(string locale, bool narrow) => site.VisitAsync(async visit =>
    {
        var page = visit.Page;
        var email = $"both.{locale[..2]}@city.test";
        await visit.SignInAsync("admin");
        var once = await visit.NewColleagueAsync(visit.Says("ანა ორთანამდებობიანი", "Ana Twoposts"), email, "case_officer", "URB");
        await page.Locator("main a[href^='/admin/people/']").Last.ClickAsync();
        await page.SelectOptionAsync("[name=Role]", "signatory");
        await page.SelectOptionAsync("[name=Unit]", "URB");
        await page.Locator("form[action$='handler=Give'] button").ClickAsync();
        await Assertions.Expect(page.Locator(".city-posts li")).ToHaveCountAsync(2);
        await visit.SeeAsync("person-changed");

        await visit.SignInAsync("citizen");
        var filed = await visit.FileExtractAsync();

        await visit.SignInAsync(email, once);
        var own = await visit.ChoosePasswordAsync(once);
        await visit.SignInAsync(email, own);
        await visit.WorkOnAsync(filed, "Complete", "formal-check");
        await visit.WorkOnAsync(filed, "RightOk", "right", ("ground", "owner"));
        await visit.WorkOnAsync(filed, "Found", "lookup", ("zone", "residential-medium"), ("functions", visit.Says("საცხოვრებელი სახლები", "Houses to live in")), ("k1", "0.5"), ("k2", "2.5"), ("k3", "0.2"));
        await page.Locator("form[action*='handler=Claim'] button").First.ClickAsync();
        await Assertions.Expect(page.Locator(".govuk-error-summary")).ToContainTextAsync(visit.Says("წინა ნაბიჯი თქვენ შეასრულეთ", "You did the earlier step of this case"));
        await visit.SeeAsync("four-eyes");

        await visit.WorkAsync("signatory", filed, "Sign", "sign");
        await visit.MoveClockAsync("1");
        await visit.FollowAsync(filed);
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync(visit.Says("საშუალო ინტენსივობის საცხოვრებელი ზონა", "Medium-density residential zone"));
        await visit.SeeAsync("extract-issued");
    }, new(Locale: locale, Narrow: narrow));

    [BrowserFact]
    public Task Case_officer_and_applicant_need_no_mouse() => site.VisitAsync(async visit =>
    {
        var page = visit.Page;
        await visit.SignInAsync("citizen");
        var filed = await visit.FileExtractAsync();

        await visit.SignInAsync("officer");
        await page.GotoAsync($"/officer?list=unit&q={filed.Number}");
        await visit.TabToAsync("a[data-open]");
        await visit.EnterAsync();
        await visit.TabToAsync("form[action*='handler=Claim'] button");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("a[href*='/complete']")).ToBeVisibleAsync();
        await visit.TabToAsync("a[href*='/complete']");
        await visit.EnterAsync();
        await visit.TabToAsync("[name=note]");
        await page.Keyboard.TypeAsync(visit.Missing());
        await visit.TabToAsync("[name=Outcome]");
        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(page.Locator("[name=Outcome][value=Flaw]")).ToBeCheckedAsync();
        await page.Keyboard.PressAsync("Shift+Tab");
        await visit.TabBackToAsync("[name=missing]");
        await page.Keyboard.TypeAsync(visit.Missing());
        await visit.PressContinueAsync();
        await Assertions.Expect(page.Locator("[role=status]")).ToBeVisibleAsync();

        await page.GotoAsync(filed.Path);
        await visit.TabToAsync(".city-ask a.govuk-button");
        await visit.EnterAsync();
        await visit.TabToAsync("[name=answer]");
        await page.Keyboard.TypeAsync(visit.Says("ხელმოწერილი გეგმა დავამატე", "The signed plan is added"));
        await visit.TabToAsync("main form .govuk-button-group button.govuk-button");
        await visit.EnterAsync();
        await Assertions.Expect(page.Locator(".govuk-notification-banner--success")).ToBeVisibleAsync();
    });
}

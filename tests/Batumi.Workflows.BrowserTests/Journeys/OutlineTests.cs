using Batumi.Workflows.BrowserTests.Support;
using Microsoft.Playwright;

namespace Batumi.Workflows.BrowserTests.Journeys;

/// <summary>A workflow changed without its canvas: by keyboard, on a phone, without scripts.</summary>
[Collection(nameof(SecondSiteCollection))]
public sealed class OutlineTests(LiveSite site)
{
    [BrowserTheory]
    [InlineData("ka-GE", false, true, "zone-extract")]
    [InlineData("en-GB", true, true, "construction-permit-ii")]
    [InlineData("en-GB", true, false, "street-fault")]
    public Task A_step_is_added_filled_in_and_switched_off_and_the_draft_put_aside(string locale, bool narrow, bool scripts, string key) => site.VisitAsync(async visit =>
    {
        var page = visit.Page;
        await visit.SignInAsync("admin");
        await page.GotoAsync("/admin/definitions");
        await visit.SeeAsync("definitions");
        await page.Locator($"main a[href='/admin/definitions/{key}']").ClickAsync();
        await visit.SeeAsync("outline", whole: true);

        await page.Locator("main nav a[href$='/add']").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/add");
        await page.Locator("#Behind").SelectOptionAsync("received|Done");
        await visit.SeeAsync("outline-add");
        await page.Locator("#Type").SelectOptionAsync("Municipal.Task");
        await page.Locator("main form button").First.ClickAsync();
        await page.WaitForURLAsync("**/steps/task-1");
        await page.Locator("[name='Names[0].Ka']").FillAsync("იურიდიული შემოწმება");
        await page.Locator("[name='Names[0].En']").FillAsync("Legal check");
        await page.Locator("[name='Inputs[role].Fixed']").SelectOptionAsync("lawyer");
        await page.Locator("[name='Inputs[due].Fixed']").FillAsync("two");
        await page.Locator("[name='Inputs[outcomes].Fixed']").FillAsync("Fine\nWrong");
        await page.Locator("main form button").First.ClickAsync();
        await Assertions.Expect(page.Locator(".govuk-error-summary li")).ToHaveCountAsync(1);
        await visit.SeeAsync("outline-step-wrong", whole: true);
        Assert.Equal("two", await page.Locator("[name='Inputs[due].Fixed']").InputValueAsync());
        await page.Locator("[name='Inputs[due].Fixed']").FillAsync("2");
        await page.Locator("main form button").First.ClickAsync();
        await page.WaitForURLAsync($"**/admin/definitions/{key}**");
        var step = page.Locator("#step-task-1");
        await Assertions.Expect(step).ToContainTextAsync(locale == "en-GB" ? "Legal check" : "იურიდიული შემოწმება");

        await step.Locator("a[href$='/steps/task-1']").ClickAsync();
        await visit.SeeAsync("outline-step", whole: true);
        await page.Locator("#OffBy").SelectOptionAsync("Wrong");
        await page.Locator("main form button").First.ClickAsync();
        await Assertions.Expect(step.Locator(".govuk-tag")).ToHaveCountAsync(1);

        await page.GotoAsync($"/admin/definitions/{key}/names");
        await visit.SeeAsync("outline-names");
        await page.GotoAsync($"/admin/definitions/{key}/settings");
        await visit.SeeAsync("outline-settings");
        await page.GotoAsync($"/admin/definitions/{key}/publish");
        await Assertions.Expect(page.Locator(".city-changes li").First).ToBeVisibleAsync();
        await visit.SeeAsync("outline-publish", whole: true);
        await page.Locator("form[action*='handler=Discard'] button").ClickAsync();
        await page.WaitForURLAsync($"**/admin/definitions/{key}");
        await Assertions.Expect(step).ToHaveCountAsync(0);
    }, new(Locale: locale, Narrow: narrow, Scripts: scripts));

    [BrowserTheory]
    [InlineData("ka-GE", true)]
    [InlineData("en-GB", false)]
    public Task A_workflow_is_tried_out_in_every_role_and_by_its_own_clock(string locale, bool narrow) => site.VisitAsync(async visit =>
    {
        var page = visit.Page;
        await visit.SignInAsync("admin");
        await page.GotoAsync("/admin/definitions/street-fault");
        await page.Locator("main nav a[href$='/try']").ClickAsync();
        await page.Locator("[name=category][value=pothole]").CheckAsync();
        await page.Locator("[name=description]").FillAsync("A deep hole.");
        await page.Locator("[name=danger][value=no]").CheckAsync();
        await page.Locator("[name='place.district']").SelectOptionAsync("old-batumi");
        await page.Locator("[name='place.words']").FillAsync("By the theatre.");
        await visit.SeeAsync("trial-begin", whole: true);
        await page.Locator("main form button").Last.ClickAsync();
        await visit.SeeAsync("trial", whole: true);
        await page.Locator("main .city-task a").First.ClickAsync();
        await visit.SeeAsync("trial-task", whole: true);
        await page.Locator("[name=Outcome][value=NotOurs]").CheckAsync();
        await page.Locator("main form button").Last.ClickAsync();
        await page.WaitForURLAsync(new System.Text.RegularExpressions.Regex("/try/[0-9a-f-]{36}"));
        await page.Locator(".city-journal details summary").First.ClickAsync();
        await visit.SeeAsync("trial-after", whole: true);
        await page.Locator("form[action*='handler=Drop'] button").ClickAsync();
        await Assertions.Expect(page.Locator("[role=status]")).ToBeVisibleAsync();
    }, new(Locale: locale, Narrow: narrow));

    [BrowserTheory]
    [InlineData("ka-GE", false)]
    [InlineData("en-GB", true)]
    public Task Forms_and_letters_are_written_without_their_files(string locale, bool narrow) => site.VisitAsync(async visit =>
    {
        var page = visit.Page;
        await visit.SignInAsync("admin");
        await page.GotoAsync("/admin/publications/form/street-fault-work/design");
        await page.Locator("button[value^='add:']").First.ClickAsync();
        await page.Locator("[name=LabelKa]").FillAsync("რატომ?");
        await page.Locator("[name=LabelEn]").FillAsync("Why?");
        await visit.SeeAsync("form-design", whole: true);
        await page.Locator($"button[value='preview:{locale[..2]}']").ClickAsync();
        await Assertions.Expect(page.Locator(".city-phone")).ToContainTextAsync(visit.Says("რატომ?", "Why?"));
        await visit.SeeAsync("form-preview", whole: true);
        await page.GotoAsync("/admin/publications/letter/registered/write");
        await page.Locator("[name=SubjectEn]").FillAsync("Received: {{ caseNumber }}");
        await page.Locator("button[formaction$='handler=Preview']").ClickAsync();
        await Assertions.Expect(page.Locator("article.city-card")).ToHaveCountAsync(2);
        await visit.SeeAsync("letter-write", whole: true);
    }, new(Locale: locale, Narrow: narrow));
}

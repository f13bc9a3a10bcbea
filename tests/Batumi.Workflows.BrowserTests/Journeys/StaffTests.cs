using Batumi.Workflows.BrowserTests.Support;
using Microsoft.Playwright;

namespace Batumi.Workflows.BrowserTests.Journeys;

/// <summary>Dispatcher, company and head of unit bring a fault to its answer; the reporter verifies; the public sees the figures.</summary>
[Collection(nameof(LiveSite))]
public sealed class StaffTests(LiveSite site)
{
    [BrowserTheory]
    [InlineData("ka-GE", false)]
    [InlineData("en-GB", true)]
    public Task A_fault_is_sorted_accepted_repaired_verified_and_counted(string locale, bool narrow) => site.VisitAsync(async visit =>
    {
        var page = visit.Page;
        var filed = await visit.ReportAsync();
        var (received, positive) = await FiguresAsync(visit);

        await visit.SignInAsync("dispatcher");
        await visit.SeeAsync("tasks-mine");
        await page.GotoAsync("/officer?list=unit");
        await visit.SeeAsync("tasks-unit");
        await visit.TakeTaskAsync(filed.Number);
        await visit.SeeAsync("triage");
        await Assertions.Expect(page.Locator("[name=category]")).ToHaveValueAsync("pothole");       // what the reporter said is there already
        await visit.ContinueAsync();
        await Assertions.Expect(page.Locator(".govuk-error-summary")).ToBeVisibleAsync();
        await visit.SeeAsync("triage-missing");
        await page.FillAsync("[name=note]", "Kept while the rest is missing");
        await visit.ContinueAsync();
        await Assertions.Expect(page.Locator("[name=note]")).ToHaveValueAsync("Kept while the rest is missing");
        await visit.TriageAsync();
        await visit.SeeAsync("case-sorted", whole: true);

        await visit.SignInAsync("crew");
        await visit.TakeTaskAsync(filed.Number);
        await visit.SeeAsync("accept");
        await visit.EndTaskAsync("Accept");
        await visit.TakeTaskAsync(filed.Number);
        await page.FillAsync("[name=done]", visit.Done());
        await page.SelectOptionAsync("[name=result]", "repaired");
        await visit.SeeAsync("work");
        await visit.EndTaskAsync("Fixed");

        await page.GotoAsync(filed.Path);
        await visit.SeeAsync("case-asked", whole: true);
        await page.Locator(".city-ask a.govuk-button").First.ClickAsync();
        await visit.SeeAsync("verify");
        await visit.ContinueAsync();
        await Assertions.Expect(page.Locator(".govuk-notification-banner--success")).ToBeVisibleAsync();
        await visit.SeeAsync("case-answered", whole: true);

        Assert.Equal(4, (await visit.LettersAsync(filed.Number)).Count);       // registered, to the company, please verify, answered
        await visit.SeeAsync("mailbox");
        await page.Locator("main tbody a").First.ClickAsync();
        await visit.SeeAsync("letter");
        Assert.Equal((received, positive + 1), await FiguresAsync(visit));
        await visit.SeeAsync("statistics", whole: true);

        // Once within fourteen days, the case opens again.
        await page.GotoAsync(filed.Path);
        await page.Locator("a[href$='/reopen']").ClickAsync();
        await visit.ContinueAsync();
        await Assertions.Expect(page.Locator(".govuk-error-summary")).ToBeVisibleAsync();
        await visit.SeeAsync("reopen-missing");
        await page.FillAsync("[name=Reason]", visit.Says("ორმო ისევ გაჩნდა", "The hole is back"));
        await visit.ContinueAsync();
        await Assertions.Expect(page.Locator(".govuk-notification-banner--success")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("a[href$='/reopen']")).ToHaveCountAsync(0);
    }, new(Locale: locale, Narrow: narrow));

    [BrowserFact]
    public Task The_work_list_is_worked_from_the_keyboard() => site.VisitAsync(async visit =>
    {
        var page = visit.Page;
        var filed = await visit.ReportAsync();
        await visit.SignInAsync("dispatcher");
        await page.GotoAsync($"/officer?list=unit&q={filed.Number}");

        await page.Keyboard.PressAsync("j");
        await Assertions.Expect(page.Locator("tr.is-current")).ToContainTextAsync(filed.Number);
        await page.Keyboard.PressAsync("c");
        await Assertions.Expect(page.Locator("[role=status]")).ToContainTextAsync(filed.Number);
        await page.WaitForLoadStateAsync();         // the keys work once the new page's script has run
        await page.Keyboard.PressAsync("j");
        await Assertions.Expect(page.Locator("tr.is-current")).ToContainTextAsync(filed.Number);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync(filed.Number);
        await visit.TabToAsync("a[href*='/complete']");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("[name=Outcome]").First).ToBeVisibleAsync();
    });

    [BrowserFact]
    public Task Two_officers_meet_and_the_second_reads_who_was_first_and_keeps_what_was_typed() => site.VisitAsync(async visit =>
    {
        var page = visit.Page;
        var filed = await visit.ReportAsync();
        await visit.SignInAsync("dispatcher");
        await visit.TakeTaskAsync(filed.Number);
        var second = await page.Context.NewPageAsync();
        await second.GotoAsync(page.Url);
        await visit.TriageAsync();

        await second.FillAsync("[name=note]", "Typed on the page that is old");
        await second.CheckAsync("[name=priority][value=P2]");
        await second.SelectOptionAsync("[name=provider]", "INF");
        await second.CheckAsync("[name=Outcome][value=Assign]");
        await second.Locator("main form button.govuk-button").Last.ClickAsync();

        await Assertions.Expect(second.Locator("[role=alert]")).ToBeVisibleAsync();
        await Assertions.Expect(second.Locator("main")).ToContainTextAsync("Typed on the page that is old");
    });

    private static async Task<(int Received, int Positive)> FiguresAsync(Visit visit)
    {
        await visit.Page.GotoAsync("/statistics/services/street-fault");
        return (await FigureAsync("received"), await FigureAsync("positive"));

        async Task<int> FigureAsync(string name) =>
            int.Parse((await visit.Page.Locator($"[data-figure={name}]").InnerTextAsync()).Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
    }
}

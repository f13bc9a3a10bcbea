using Batumi.Workflows.BrowserTests.Support;
using Microsoft.Playwright;

namespace Batumi.Workflows.BrowserTests.Journeys;

/// <summary>The construction permit of class II: an applicant and everybody of the city and its neighbours who has a say.</summary>
[Collection(nameof(SecondSiteCollection))]
public sealed class PermitTests(LiveSite site)
{
    [BrowserTheory]
    [InlineData("ka-GE", false)]
    [InlineData("en-GB", true)]
    public Task From_the_request_through_every_office_to_the_signed_permit(string locale, bool narrow) => site.VisitAsync(async visit =>
    {
        var page = visit.Page;
        await visit.SignInAsync("citizen");
        var filed = await visit.FilePermitAsync();

        await visit.WorkAsync("officer", filed, "Flaw", "formal-check", ("missing", visit.Missing()), ("flawDays", "7"));
        await visit.SeeAsync("permit-flaw");
        var folder = page.Url;
        await visit.FollowAsync(filed);
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync(visit.Missing());
        await visit.SeeAsync("permit-asked");
        await page.Locator("a[href*='/more-time/']").ClickAsync();
        await visit.SeeAsync("more-time");
        await page.FillAsync("[name=Count]", "5");
        await visit.ContinueAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync(visit.Says("დრო დაგემატათ", "You have more time"));
        await visit.CorrectAsync();
        await visit.WriteAsync(visit.Says("როდის მოვა ინსპექტორი?", "When does the inspector come?"));

        await visit.SignInAsync("planning-head");
        await page.GotoAsync(folder);
        await page.Locator("a[href$='/extend']").ClickAsync();
        await visit.SeeAsync("extend");
        await page.FillAsync("[name=Count]", "5");
        await page.FillAsync("[name=Reason]", visit.Says("კონსტრუქციული პროექტი მრავალსართულიანია და ექსპერტს დრო სჭირდება.", "The structural design is large, and its reviewer needs more time."));
        await visit.ContinueAsync();
        await Assertions.Expect(page.Locator("[role=status]")).ToContainTextAsync(visit.Says("ვადა გაგრძელდა", "The term is extended"));
        await visit.SeeAsync("permit-extended");

        await page.Locator("a[href*='/assign?']").First.ClickAsync();
        await visit.SeeAsync("assign");
        await page.GotoAsync("/officer/absences");
        await visit.SeeAsync("absences");

        // Two agencies and the inspector work at the same time, in no set order.
        await visit.WorkAsync("officer", filed, "Complete", "formal-check");
        await visit.WorkAsync("inspector", filed, "Done", "inspection", ("visitedOn", Planning.Day(-1)), ("measurements", "598 m²"), ("violations", "no"), ("recommendation", "issue"), ("pictures", "street.png yard.png"));
        await visit.WorkAsync("water", filed, "AgreeWithConditions", "opinion", ("conditions", visit.Says("ძველი მილი ადგილზე რჩება", "The old pipe stays where it is")));
        await visit.WorkAsync("heritage", filed, "Agree", "opinion");

        await visit.WorkAsync("officer", filed, "Permit", "draft", ("months", "24"), ("fee", "1200"),
            ("reason", visit.Says("პროექტი პირველი სტადიის პირობებს იცავს.", "The design keeps to the conditions of the first stage.")));
        await visit.WorkAsync("lawyer", filed, "Ok", "legal");
        await visit.WorkAsync("signatory", filed, "Sign", "sign");
        await visit.WorkAsync("cashier", filed, "Paid", "fee");

        await visit.MoveClockAsync("1");
        await visit.FollowAsync(filed);
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync(visit.Says("პროექტი პირველი სტადიის პირობებს იცავს", "The design keeps to the conditions"));
        await visit.SeeAsync("permit-issued", whole: true);
    }, new(Locale: locale, Narrow: narrow));

    [BrowserTheory]
    [InlineData("ka-GE", true)]
    [InlineData("en-GB", false)]
    public Task Without_scripts_papers_are_added_an_answer_is_changed_and_the_request_is_withdrawn(string locale, bool narrow) => site.VisitAsync(async visit =>
    {
        var page = visit.Page;
        await visit.SignInAsync("citizen");
        await visit.BeginAsync(Planning.Permit);
        await visit.SayWhoAsync();
        await visit.SayPlotAsync();

        // Co-owners need their consent on paper; then it turns out that there are none.
        await visit.AnswerAsync("owners", one => one.CheckAsync("[name=hasCoOwners][value=yes]"));
        await Assertions.Expect(page.Locator(".govuk-error-summary")).ToBeVisibleAsync();
        await visit.AnswerAsync("owners", one => one.SetInputFilesAsync("[name=coOwnerConsent]", Planning.Paper("consent.pdf")));
        await visit.SayBuildingAsync();
        await visit.SayFirstStageAsync();
        await visit.AddPapersAsync();
        await visit.SayContactAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("consent.pdf");
        await page.Locator("main a[href*='/request/owners']").First.ClickAsync();
        await visit.AnswerAsync("owners", one => one.CheckAsync("[name=hasCoOwners][value=no]"));
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("architecture.pdf");
        await Assertions.Expect(page.Locator("main")).Not.ToContainTextAsync("consent.pdf");
        var filed = await visit.SendAsync();

        await visit.FollowAsync(filed);
        await Assertions.Expect(page.Locator("main")).Not.ToContainTextAsync("consent.pdf");
        await page.Locator("a[href$='/withdraw']").ClickAsync();
        await visit.SeeAsync("withdraw");
        await visit.ContinueAsync();
        await Assertions.Expect(page.Locator(".govuk-notification-banner--success")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("a[href$='/withdraw']")).ToHaveCountAsync(0);
        await visit.SeeAsync("withdrawn");
    }, new(Scripts: false, locale, narrow));
}

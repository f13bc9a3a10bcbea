using System.Text.RegularExpressions;
using Batumi.Workflows.BrowserTests.Support;
using Microsoft.Playwright;

namespace Batumi.Workflows.BrowserTests.Journeys;

/// <summary>What people do with extracts and permits, page by page. Every page is seen on the way.</summary>
internal static partial class Planning
{
    public const string Extract = "zone-extract", Permit = "construction-permit-ii";

    public static string Missing(this Visit visit) => visit.Says("გეგმაზე ხელმოწერა არ არის", "The plan is not signed");

    public static FilePayload Paper(string name) => new() { Name = name, MimeType = "application/pdf", Buffer = "%PDF-1.7 plan"u8.ToArray() };

    /// <summary>From the page of the service, which needs an account, to its first question.</summary>
    public static async Task BeginAsync(this Visit visit, string service)
    {
        await visit.Page.GotoAsync($"/services/{service}?lang={visit.Options.Locale[..2]}");
        await visit.SeeAsync($"{service}-service");
        await visit.Page.Locator("main a.govuk-button").First.ClickAsync();
    }

    /// <summary>One page of questions: seen, answered, sent.</summary>
    public static async Task AnswerAsync(this Visit visit, string step, Func<IPage, Task> answer)
    {
        await Assertions.Expect(visit.Page).ToHaveURLAsync(new Regex($"/request/{step}(\\?.*)?$"));
        await visit.SeeAsync("planning-" + step);
        await answer(visit.Page);
        await visit.ContinueAsync();
    }

    /// <summary>A person for themselves: who they are and that nobody acts for them.</summary>
    public static async Task SayWhoAsync(this Visit visit)
    {
        await visit.AnswerAsync("who", page => page.CheckAsync("[name=applicantKind][value=person]"));
        await visit.AnswerAsync("person", page => page.FillAsync("[name=personalNumber]", "61001012345"));
        await visit.AnswerAsync("acting", page => page.CheckAsync("[name=isRepresentative][value=no]"));
    }

    public static Task SayPlotAsync(this Visit visit) => visit.AnswerAsync("plot", async page =>
    {
        await page.FillAsync("[name=cadastralCode]", "05.24.03.010");
        await page.FillAsync("[name=plotArea]", "600");
        await page.FillAsync("[name='place.words']", visit.Where());
    });

    public static Task SayPurposeAsync(this Visit visit) => visit.AnswerAsync("purpose", page => page.CheckAsync("[name=category][value=bank]"));

    public static Task SayContactAsync(this Visit visit, string? email = "nino@example.test") => visit.AnswerAsync("contact", async page =>
    {
        await page.FillAsync("[name=name]", visit.Says("ნინო აბაშიძე", "Nino Abashidze"));
        await page.FillAsync("[name=phone]", "555 12 34 56");
        if (email is not null) await page.FillAsync("[name=email]", email);
    });

    public static Task SayBuildingAsync(this Visit visit) => visit.AnswerAsync("building", async page =>
    {
        await page.CheckAsync("[name=category][value=dwelling]");
        await page.CheckAsync("[name=work][value=new]");
        await page.FillAsync("[name=floorArea]", "240");
        await page.FillAsync("[name=floors]", "2");
    });

    public static Task SayFirstStageAsync(this Visit visit) => visit.AnswerAsync("first-stage", async page =>
    {
        await page.FillAsync("[name=conditionsNumber]", "14.2026");
        await page.FillAsync("[name=conditionsDate]", Day(-180));
    });

    public static Task AddPapersAsync(this Visit visit) => visit.AnswerAsync("papers", async page =>
    {
        foreach (var paper in new[] { "architecture", "structure", "organisation" }) await page.SetInputFilesAsync($"[name={paper}]", Paper(paper + ".pdf"));
    });

    public static async Task<Filed> FileExtractAsync(this Visit visit)
    {
        await visit.BeginAsync(Extract);
        await visit.SayWhoAsync();
        await visit.SayPlotAsync();
        await visit.SayPurposeAsync();
        await visit.SayContactAsync();
        return await visit.SendAsync();
    }

    public static async Task<Filed> FilePermitAsync(this Visit visit)
    {
        await visit.BeginAsync(Permit);
        await visit.SayWhoAsync();
        await visit.SayPlotAsync();
        await visit.AnswerAsync("owners", page => page.CheckAsync("[name=hasCoOwners][value=no]"));
        await visit.SayBuildingAsync();
        await visit.SayFirstStageAsync();
        await visit.AddPapersAsync();
        await visit.SayContactAsync();
        return await visit.SendAsync();
    }

    /// <summary>The check page is seen and sent.</summary>
    public static async Task<Filed> SendAsync(this Visit visit)
    {
        await Assertions.Expect(visit.Page).ToHaveURLAsync(Check());
        await visit.SeeAsync("planning-check");
        await visit.ContinueAsync();
        var filed = await visit.FiledAsync();
        await visit.SeeAsync("planning-receipt");
        return filed;
    }

    /// <summary>By number and secret code, as somebody does who wrote them down.</summary>
    public static async Task FollowAsync(this Visit visit, Filed filed)
    {
        await visit.Page.Context.ClearCookiesAsync();
        await visit.Page.GotoAsync($"/follow?lang={visit.Options.Locale[..2]}");
        await visit.Page.FillAsync("[name=Number]", filed.Number);
        await visit.Page.FillAsync("[name=Code]", filed.Path.Split('/')[^1]);
        await visit.ContinueAsync();
        await Assertions.Expect(visit.Page.Locator("h1")).ToContainTextAsync(filed.Number);
    }

    /// <summary>Somebody of the staff signs in, takes the case's task, sees its form, fills it and ends it.</summary>
    public static async Task WorkAsync(this Visit visit, string who, Filed filed, string outcome, string form, params (string Field, string Value)[] answers)
    {
        await visit.SignInAsync(who);
        await visit.WorkOnAsync(filed, outcome, form, answers);
    }

    /// <summary>The same by somebody who is signed in.</summary>
    public static async Task WorkOnAsync(this Visit visit, Filed filed, string outcome, string form, params (string Field, string Value)[] answers)
    {
        await visit.TakeTaskAsync(filed.Number);
        await visit.SeeAsync("task-" + form);
        foreach (var (field, value) in answers)
        {
            var control = visit.Page.Locator($"[name='{field}']");
            var kind = await control.First.EvaluateAsync<string>("control => control.type");
            if (kind == "radio") await visit.Page.CheckAsync($"[name='{field}'][value='{value}']");
            else if (kind == "file") await control.SetInputFilesAsync([.. value.Split(' ').Select(Walk.Picture)]);
            else if (kind == "select-one") await control.SelectOptionAsync(value);
            else await control.FillAsync(value);
        }

        await visit.EndTaskAsync(outcome);
    }

    /// <summary>The applicant, on the page of the case, says what is corrected.</summary>
    public static async Task CorrectAsync(this Visit visit)
    {
        await visit.Page.Locator(".city-ask a.govuk-button").First.ClickAsync();
        await visit.SeeAsync("correct");
        await visit.ContinueAsync();
        await Assertions.Expect(visit.Page.Locator(".govuk-error-summary")).ToBeVisibleAsync();
        await visit.Page.FillAsync("[name=answer]", visit.Says("ხელმოწერილი გეგმა დავამატე", "The signed plan is added"));
        await visit.ContinueAsync();
        await Assertions.Expect(visit.Page.Locator(".govuk-notification-banner--success")).ToBeVisibleAsync();
    }

    public static async Task WriteAsync(this Visit visit, string words)
    {
        await visit.Page.Locator("main a[href$='/message']").ClickAsync();
        await visit.SeeAsync("message");
        await visit.Page.FillAsync("[name=Text]", words);
        await visit.ContinueAsync();
        await Assertions.Expect(visit.Page.Locator("main")).ToContainTextAsync(words);
    }

    /// <param name="days">From today, as a date field takes it.</param>
    public static string Day(int days) => DateTime.UtcNow.AddDays(days).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex("/request/check$")]
    private static partial Regex Check();
}

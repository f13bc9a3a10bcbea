using Batumi.Workflows.BrowserTests.Support;
using Microsoft.Playwright;

namespace Batumi.Workflows.BrowserTests.Journeys;

/// <summary>What people do on the pages, in the words of the pages' own controls.</summary>
internal static class Walk
{
    private const string Password = "batumi-demo-2026";

    // One pixel, and really a PNG.
    private static readonly byte[] picture = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    public static string What(this Visit visit) => visit.Says("ღრმა ორმო სკოლის შესასვლელთან", "Deep hole by the school gate");

    public static string Where(this Visit visit) => visit.Says("გორგილაძის ქ. 12-ის წინ", "In front of 12 Gorgiladze Street");

    public static string Done(this Visit visit) => visit.Says("ორმო ამოვავსეთ ასფალტით", "We filled the hole with asphalt");

    public static FilePayload Picture(string name = "hole.png") => new() { Name = name, MimeType = "image/png", Buffer = picture };

    public static string Says(this Visit visit, string georgian, string english) => visit.Options.Locale == "ka-GE" ? georgian : english;

    public static string Home(this Visit visit) => $"/?lang={visit.Options.Locale[..2]}";

    /// <summary>Presses the page's main button.</summary>
    public static Task ContinueAsync(this Visit visit) => visit.Page.Locator("main form button.govuk-button").Last.ClickAsync();

    public static async Task SignInAsync(this Visit visit, string who, string password = Password)
    {
        await visit.Page.Context.ClearCookiesAsync();
        await visit.Page.GotoAsync($"/account/sign-in?lang={visit.Options.Locale[..2]}");
        await visit.Page.FillAsync("[name=Email]", who.Contains('@', StringComparison.Ordinal) ? who : $"{who}@demo.invalid");
        await visit.Page.FillAsync("[name=Password]", password);
        await visit.ContinueAsync();
        await Assertions.Expect(visit.Page.Locator("form[action$='/account/sign-out'], a[href$='/account/sign-out']").First).ToBeVisibleAsync();
    }

    /// <summary>An administrator makes an account for somebody, first without saying for whom.</summary>
    /// <returns>The password for once.</returns>
    public static async Task<string> NewColleagueAsync(this Visit visit, string name, string email, string role = "", string unit = "")
    {
        var page = visit.Page;
        await page.GotoAsync("/admin/people/new");
        await visit.ContinueAsync();
        await Assertions.Expect(page.Locator(".govuk-error-summary")).ToBeVisibleAsync();
        await visit.SeeAsync("person-missing");
        await page.FillAsync("[name=Name]", name);
        await page.FillAsync("[name=Email]", email);
        await page.SelectOptionAsync("[name=Role]", role);
        await page.SelectOptionAsync("[name=Unit]", unit);
        await visit.ContinueAsync();
        var once = await page.Locator(".city-one-time code").InnerTextAsync();
        await visit.SeeAsync("person-made");
        return once;
    }

    /// <summary>Whoever came in with a password for once chooses their own.</summary>
    public static async Task<string> ChoosePasswordAsync(this Visit visit, string once)
    {
        const string own = "chosen by myself today";
        await visit.Page.GotoAsync("/account/password");
        await visit.SeeAsync("password");
        await visit.Page.FillAsync("[name=Current]", once);
        await visit.Page.FillAsync("[name=Changed]", own);
        await visit.Page.FillAsync("[name=Repeated]", own);
        await visit.ContinueAsync();
        await Assertions.Expect(visit.Page.Locator("[role=status]")).ToBeVisibleAsync();
        return own;
    }

    /// <summary>From the service's page to the receipt without a mistake.</summary>
    /// <returns>The case, and its address on this site.</returns>
    public static async Task<Filed> ReportAsync(this Visit visit, string? email = "nino@example.test", string category = "pothole")
    {
        await visit.Page.GotoAsync($"/services/street-fault?lang={visit.Options.Locale[..2]}");
        await visit.Page.Locator("main a.govuk-button").First.ClickAsync();
        await visit.Page.CheckAsync($"[name=category][value={category}]");
        await visit.Page.FillAsync("[name=description]", visit.What());
        await visit.ContinueAsync();
        await visit.Page.FillAsync("[name='place.words']", visit.Where());
        await visit.ContinueAsync();
        await visit.Page.CheckAsync("[name=danger] >> nth=1");
        await visit.ContinueAsync();
        await visit.ContinueAsync();
        if (email is not null) await visit.Page.FillAsync("[name=email]", email);
        await visit.ContinueAsync();
        await Assertions.Expect(visit.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/check$"));
        await visit.ContinueAsync();
        return await visit.FiledAsync();
    }

    /// <summary>Reads number and link from the receipt.</summary>
    public static async Task<Filed> FiledAsync(this Visit visit)
    {
        await Assertions.Expect(visit.Page.Locator(".govuk-panel--confirmation")).ToBeVisibleAsync();
        var path = new Uri(visit.Page.Url).AbsolutePath;
        return new(await visit.Page.Locator(".govuk-panel .city-number").InnerTextAsync(), path[..^"/receipt".Length]);
    }

    /// <summary>An officer finds the case's task in the unit's list, claims it and opens its form.</summary>
    public static async Task TakeTaskAsync(this Visit visit, string number)
    {
        await visit.Page.GotoAsync($"/officer?list=unit&q={number}");
        await visit.Page.Locator("main tbody a[data-open]").First.ClickAsync();
        await visit.Page.Locator("form[action*='handler=Claim'] button").First.ClickAsync();
        await visit.Page.Locator("a[href*='/complete']").First.ClickAsync();
    }

    /// <summary>Chooses an outcome and sends the task's form.</summary>
    public static async Task EndTaskAsync(this Visit visit, string outcome)
    {
        await visit.Page.CheckAsync($"[name=Outcome][value={outcome}]");
        await visit.ContinueAsync();
        await Assertions.Expect(visit.Page.Locator("[role=status]")).ToBeVisibleAsync();
    }

    /// <summary>Triage by the dispatcher, then acceptance and work by the crew; the reporter is asked next.</summary>
    public static async Task RepairAsync(this Visit visit, string number)
    {
        await visit.SignInAsync("dispatcher");
        await visit.TakeTaskAsync(number);
        await visit.TriageAsync();
        await visit.SignInAsync("crew");
        await visit.TakeTaskAsync(number);
        await visit.EndTaskAsync("Accept");
        await visit.TakeTaskAsync(number);
        await visit.Page.FillAsync("[name=done]", visit.Done());
        await visit.Page.SelectOptionAsync("[name=result]", "repaired");
        await visit.EndTaskAsync("Fixed");
    }

    public static async Task TriageAsync(this Visit visit, string priority = "P3")
    {
        await visit.Page.CheckAsync($"[name=priority][value={priority}]");
        await visit.Page.SelectOptionAsync("[name=provider]", "INF");
        await visit.EndTaskAsync("Assign");
    }

    /// <summary>Letters of the demo's mailbox about a case, newest first.</summary>
    public static async Task<IReadOnlyList<string>> LettersAsync(this Visit visit, string number)
    {
        await visit.MoveClockAsync("1");
        await visit.Page.GotoAsync("/demo/mail");
        return [.. (await visit.Page.Locator("main tbody th").AllInnerTextsAsync()).Where(subject => subject.Contains(number, StringComparison.Ordinal))];
    }

    /// <summary>Time goes on; what is due by then happens.</summary>
    public static async Task MoveClockAsync(this Visit visit, string hours, string days = "0")
    {
        await visit.Page.GotoAsync("/demo/clock");
        await visit.Page.FillAsync("#Hours", hours);
        await visit.Page.FillAsync("#Days", days);
        await visit.ContinueAsync();
        await Assertions.Expect(visit.Page.Locator("[role=status]")).ToBeVisibleAsync();
    }
}

/// <param name="Path">The secret link, without the host.</param>
internal sealed record Filed(string Number, string Path);

using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Batumi.Workflows.BrowserTests.Support;
using Microsoft.Playwright;

namespace Batumi.Workflows.BrowserTests.Journeys;

/// <summary>People make their accounts and sign in with a code of their phone.</summary>
[Collection(nameof(SecondSiteCollection))]
public sealed class AccountTests(LiveSite site)
{
    private const string Password = "a long enough password";

    [BrowserTheory]
    [InlineData("ka-GE", true)]
    [InlineData("en-GB", false)]
    public Task Somebody_registers_confirms_by_letter_and_signs_in_with_a_code(string locale, bool narrow) => site.VisitAsync(async visit =>
    {
        var page = visit.Page;
        var email = $"mariam.{locale[..2]}@example.test";
        await page.GotoAsync($"/account/register?lang={locale[..2]}");
        await visit.SeeAsync("register");
        await visit.ContinueAsync();
        await Assertions.Expect(page.Locator(".govuk-error-summary")).ToBeVisibleAsync();
        await visit.SeeAsync("register-missing");
        await page.FillAsync("[name=Name]", visit.Says("მარიამ ახალი", "Mariam New"));
        await page.FillAsync("[name=Email]", email);
        await page.FillAsync("[name=Password]", Password);
        await visit.ContinueAsync();
        await Assertions.Expect(page.Locator("main [role=status]")).ToBeVisibleAsync();
        await visit.SeeAsync("register-sent");

        await visit.MoveClockAsync("1");
        await page.GotoAsync("/demo/mail");
        await page.Locator("tr", new() { HasText = email }).GetByRole(AriaRole.Link).First.ClickAsync();
        await page.Locator("main a[href*='/account/confirm']").ClickAsync();
        await visit.SeeAsync("confirm");
        await visit.ContinueAsync();
        await Assertions.Expect(page.Locator("main [role=status]")).ToBeVisibleAsync();
        await visit.SeeAsync("confirmed");

        await visit.SignInAsync(email, Password);
        await page.GotoAsync("/account/second-factor");
        await visit.SeeAsync("factor");
        var key = await page.Locator(".city-one-time code").InnerTextAsync();
        await page.FillAsync("[name=Code]", CodeOf(key));
        await visit.ContinueAsync();
        await Assertions.Expect(page.Locator(".city-codes code")).ToHaveCountAsync(8);
        await visit.SeeAsync("factor-on");

        await page.Context.ClearCookiesAsync();
        await page.GotoAsync($"/account/sign-in?lang={locale[..2]}");
        await visit.SeeAsync("sign-in");
        await page.FillAsync("[name=Email]", email);
        await page.FillAsync("[name=Password]", Password);
        await visit.ContinueAsync();
        await visit.SeeAsync("code");
        await page.FillAsync("[name=Code]", "000000");
        await visit.ContinueAsync();
        await Assertions.Expect(page.Locator(".govuk-error-summary")).ToBeVisibleAsync();
        await visit.SeeAsync("code-wrong");
        await page.FillAsync("[name=Code]", CodeOf(key, later: 1));         // the first is used up, and half a minute has perhaps not passed; a phone may be early
        await visit.ContinueAsync();
        await Assertions.Expect(page.Locator("form[action$='/account/sign-out'], a[href$='/account/sign-out']").First).ToBeVisibleAsync();
        await page.GotoAsync("/account/second-factor");
        await visit.SeeAsync("factor-is-on");
    }, new(Locale: locale, Narrow: narrow));

    // RFC 6238, as the phone does it.
    private static string CodeOf(string key, int later = 0)
    {
        var bits = string.Concat(key.Select(sign => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(sign, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var secret = Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(8 * i, 8), 2)).ToArray();
        var step = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(step, DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 30 + later);
#pragma warning disable CA5350 // RFC 6238
        var hash = HMACSHA1.HashData(secret, step);
#pragma warning restore CA5350
        return ((BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue) % 1_000_000).ToString("000000", CultureInfo.InvariantCulture);
    }
}

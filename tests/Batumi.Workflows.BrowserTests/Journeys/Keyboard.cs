using Batumi.Workflows.BrowserTests.Support;

namespace Batumi.Workflows.BrowserTests.Journeys;

internal static class Keyboard
{
    private const int MostStops = 80;

    /// <summary>Presses Tab until the control has the focus, which must be seen; fails when it cannot be reached.</summary>
    public static Task TabToAsync(this Visit visit, string selector) => PressToAsync(visit, "Tab", selector);

    /// <summary>The same, the other way.</summary>
    public static Task TabBackToAsync(this Visit visit, string selector) => PressToAsync(visit, "Shift+Tab", selector);

    public static async Task PressContinueAsync(this Visit visit)
    {
        await visit.TabToAsync("main form > button.govuk-button:last-of-type");
        await visit.EnterAsync();
    }

    /// <summary>Presses Enter and waits for the page it leads to.</summary>
    public static async Task EnterAsync(this Visit visit)
    {
        var from = visit.Page.Url;
        var arrived = visit.Page.WaitForURLAsync(url => url != from);       // waits before the press: the page may come at once
        await visit.Page.Keyboard.PressAsync("Enter");
        await arrived;
    }

    private static async Task PressToAsync(Visit visit, string key, string selector)
    {
        for (var stop = 0; stop < MostStops; stop++)
        {
            await visit.Page.Keyboard.PressAsync(key);
            if (!await visit.Page.EvaluateAsync<bool>("selector => document.activeElement.matches(selector)", selector)) continue;

            Assert.True(await visit.Page.EvaluateAsync<bool>("""
                () => {
                  const at = document.activeElement;
                  const seen = [at, at.nextElementSibling, at.closest('label, .govuk-radios__item')].filter(Boolean).flatMap(one => [getComputedStyle(one), getComputedStyle(one, '::before')]);
                  return seen.some(style => style.outlineStyle !== 'none' || style.boxShadow !== 'none');
                }
                """), $"The focus on {selector} cannot be seen.");
            return;
        }

        Assert.Fail($"{selector} cannot be reached with {key} on {visit.Page.Url}");
    }
}

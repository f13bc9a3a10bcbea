using Batumi.Workflows.Application.Demo;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Demo;

/// <summary>Moves the demo's time forward; timers and letters that come due by it run at once.</summary>
public sealed class ClockModel(DemoClock clock, Texts texts) : PageModel
{
    [BindProperty] public int? Hours { get; init; }
    [BindProperty] public int? Days { get; init; }
    [TempData] public bool Moved { get; set; }

    public DateTime Now => clock.NowUtc;
    public TimeSpan Offset => clock.Offset;

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (ModelState.IsValid && (Hours ?? 0, Days ?? 0) is ( >= 0 and <= 1000, >= 0 and <= 100) and var (hours, days)
            && await clock.MoveAsync(TimeSpan.FromDays(days) + TimeSpan.FromHours(hours), ct))
        {
            Moved = true;
            return RedirectToPage();
        }

        ModelState.Clear();
        ModelState.AddModelError(nameof(Hours), texts["Demo.Clock.Bounds", (int)DemoClock.MostAtOnce.TotalDays]);
        return Page();
    }
}

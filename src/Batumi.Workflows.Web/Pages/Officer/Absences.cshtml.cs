using System.Globalization;
using Batumi.Workflows.Application.People;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Web.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Officer;

/// <summary>Who is away and who does their work: one's own absences, and for a head those of the unit.</summary>
public sealed class AbsencesModel(Absences absences, Texts texts) : PageModel
{
    [BindProperty] public Guid? Who { get; set; }
    [BindProperty] public string? First { get; init; }
    [BindProperty] public string? Last { get; init; }
    [BindProperty] public Guid? Substitute { get; init; }
    [TempData] public string? Notice { get; set; }

    public IReadOnlyList<AbsenceLine> Lines { get; private set; } = [];
    public IReadOnlyList<Colleague> People { get; private set; } = [];
    public IReadOnlyList<Colleague> Substitutes { get; private set; } = [];

    public Task<IActionResult> OnGetAsync(CancellationToken ct) => ShowAsync(ct);

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var (first, last) = (Day(nameof(First), First), Day(nameof(Last), Last));
        if (ModelState.IsValid && Substitute is null) ModelState.AddModelError(nameof(Substitute), texts["Refusal.Absence.Substitute"]);
        if (!ModelState.IsValid) return await ShowAsync(ct);

        Who ??= HttpContext.Actor().AccountId;
        return await AfterAsync(await absences.SetAsync(new(Who!.Value, Substitute!.Value, first!.Value, last!.Value), HttpContext.Actor(), ct), "Absence.Set", ct);
    }

    public async Task<IActionResult> OnPostEndAsync(Guid absence, CancellationToken ct)
    {
        ModelState.Clear();     // the other form's fields were not sent
        return await AfterAsync(await absences.EndAsync(absence, HttpContext.Actor(), ct), "Absence.Ended", ct);
    }

    private async Task<IActionResult> AfterAsync(Refusal? refused, string done, CancellationToken ct)
    {
        if (refused is null)
        {
            Notice = done;
            return RedirectToPage();
        }

        var field = refused.Code switch { "Absence.Days" or "Absence.TooLong" or "Absence.Overlaps" => nameof(Last), "Absence.Substitute" or "Absence.SubstituteAway" => nameof(Substitute), _ => "" };
        ModelState.AddModelError(field, texts[refused]);
        return await ShowAsync(ct);
    }

    private async Task<IActionResult> ShowAsync(CancellationToken ct)
    {
        var actor = HttpContext.Actor();
        (Lines, People, Substitutes) = (await absences.ListAsync(actor, ct), await absences.PeopleAsync(actor, ct), await absences.SubstitutesAsync(actor, ct));
        return Page();
    }

    private DateOnly? Day(string field, string? typed)
    {
        if (DateOnly.TryParseExact(typed?.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 2000 and < 2200) return day;
        ModelState.AddModelError(field, texts["Refusal.Absence.Date"]);
        return null;
    }
}

using System.ComponentModel.DataAnnotations;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Web.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Admin.Cases;

/// <summary>Erases the person from a closed case: found by its number, looked at, confirmed with a reason.</summary>
public sealed class EraseModel(Erasing erasing, Texts texts) : PageModel
{
    [FromQuery] public string? Number { get; init; }
    [BindProperty, Required(ErrorMessage = "Erase.Why.Missing")] public string? Why { get; init; }

    public ErasableCase? Case { get; private set; }
    [TempData] public string? Notice { get; set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        await FindAsync(ct);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        await FindAsync(ct);
        if (!ModelState.IsValid || Case is null) return Page();

        if (await erasing.EraseAsync(Case.CaseId, HttpContext.Actor(), Why!, ct) is { } refused)
        {
            ModelState.AddModelError(nameof(Why), texts[refused]);
            return Page();
        }

        Notice = Case.Number;
        return RedirectToPage();
    }

    private async Task FindAsync(CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(Number)) return;
        Case = await erasing.FindAsync(Number.Trim(), ct);
        if (Case is null) ModelState.AddModelError(nameof(Number), texts["Erase.NotFound"]);
    }
}

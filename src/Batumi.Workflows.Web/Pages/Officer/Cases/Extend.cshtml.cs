using System.Globalization;
using Batumi.Workflows.Application.Desk;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Web.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Officer.Cases;

/// <summary>Extends the term of a case, with the reason that the applicant will read.</summary>
public sealed class ExtendModel(CaseFolder folder, TermDesk desk, Texts texts) : PageModel
{
    [FromRoute] public Guid Id { get; init; }
    [BindProperty] public IntentKey Intent { get; set; }
    [BindProperty] public string? Count { get; init; }
    [BindProperty] public string? Reason { get; init; }
    [TempData] public string? Notice { get; set; }

    public CaseView Case { get; private set; } = null!;
    public ExtensionOffer? Offer { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await LoadAsync(ct) is { } closed) return closed;
        Intent = IntentKey.New();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await LoadAsync(ct, isPost: true) is { } closed) return closed;
        if (!ModelState.IsValid) return Page();

        var count = int.TryParse(Count, NumberStyles.None, CultureInfo.InvariantCulture, out var typed) ? typed : 0;
        if (await desk.ExtendAsync(Id, count, Reason, HttpContext.Actor(), Intent, ct) is { } refused)
        {
            ModelState.AddModelError(refused.Code is "Extend.Count" or "Extend.TooLong" ? nameof(Count) : nameof(Reason), texts[refused]);
            return Page();
        }

        Notice = "Extend.Done";
        return RedirectToPage("Index", new { Id });
    }

    private async Task<IActionResult?> LoadAsync(CancellationToken ct, bool isPost = false)
    {
        var answer = await folder.OpenAsync(Id, HttpContext.Actor(), ct);
        if (answer.Refused is { } closed) return closed.Code == "Case.Foreign" ? Forbid() : NotFound();

        Case = answer.Value!;
        var offer = await desk.OfferAsync(Id, HttpContext.Actor(), ct);
        Offer = offer.Value;
        if (offer.Refused is { } refused && !isPost) ModelState.AddModelError("", texts[refused]);
        return null;
    }
}

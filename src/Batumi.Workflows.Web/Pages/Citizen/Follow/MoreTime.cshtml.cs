using System.Globalization;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Web.Hosting;
using Batumi.Workflows.Web.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Batumi.Workflows.Web.Pages.Citizen.Follow;

/// <summary>The applicant asks for more time for an answer, once, and gets it.</summary>
[EnableRateLimiting(CitizenPages.Following)]
public sealed class MoreTimeModel(Following following, MoreTime moreTime, Texts texts) : CasePage(following)
{
    [FromRoute] public string Task { get; init; } = "";
    [BindProperty] public IntentKey Intent { get; set; }
    [BindProperty] public string? Count { get; init; }

    public MoreTimeOffer? Offer { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct) is { } closed) return closed;
        Intent = IntentKey.New();
        var offer = await moreTime.OfferAsync(Case.CaseId, Task, ct);
        if (offer.Refused is { } refused) ModelState.AddModelError("", texts[refused]);
        Offer = offer.Value;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct) is { } closed) return closed;
        Offer = (await moreTime.OfferAsync(Case.CaseId, Task, ct)).Value;
        if (!ModelState.IsValid) return Page();

        var count = int.TryParse(Count, NumberStyles.None, CultureInfo.InvariantCulture, out var typed) ? typed : 0;
        if (await moreTime.AskAsync(Case.CaseId, Task, count, HttpContext.Actor(), Intent, ct) is { } refused)
        {
            ModelState.AddModelError(refused.Code == "MoreTime.Count" ? nameof(Count) : "", texts[refused]);
            return Page();
        }

        Notice = "MoreTime.Given";
        return Redirect(Base);
    }
}

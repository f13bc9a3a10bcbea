using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Web.Hosting;
using Batumi.Workflows.Web.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Batumi.Workflows.Web.Pages.Citizen.Follow;

/// <summary>Takes back the consent to text messages, after one question.</summary>
[EnableRateLimiting(CitizenPages.Following)]
public sealed class TextsModel(Following following, Texts texts) : CasePage(following)
{
    [BindProperty] public IntentKey Intent { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct) is { } closed) return closed;
        Intent = IntentKey.New();
        return Case.GetsTexts ? Page() : Redirect(Base);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct) is { } closed) return closed;
        if (!ModelState.IsValid) return Page();

        if (await Following.StopTextsAsync(Case.CaseId, HttpContext.Actor(), Intent, ct) is { } refused)
        {
            ModelState.AddModelError("", texts[refused]);
            return Page();
        }

        Notice = "Follow.Texts.Stopped";
        return Redirect(Base);
    }
}

using System.ComponentModel.DataAnnotations;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Web.Hosting;
using Batumi.Workflows.Web.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Batumi.Workflows.Web.Pages.Citizen.Follow;

/// <summary>Opens an answered case again, with the reason.</summary>
[EnableRateLimiting(CitizenPages.Following)]
public sealed class ReopenModel(Following following, Texts texts) : CasePage(following)
{
    public const int ReasonLength = 2000;

    [BindProperty] public IntentKey Intent { get; set; }
    [BindProperty, Required(ErrorMessage = "Refusal.Follow.ReopenWhy"), StringLength(ReasonLength, ErrorMessage = "Follow.Reopen.TooLong")] public string? Reason { get; init; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct) is { } closed) return closed;
        Intent = IntentKey.New();
        return Case.MayReopen ? Page() : Redirect(Base);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct) is { } closed) return closed;
        if (!ModelState.IsValid) return Page();

        if (await Following.ReopenAsync(Case.CaseId, Reason!, HttpContext.Actor(), Intent, ct) is { } refused)
        {
            ModelState.AddModelError(nameof(Reason), texts[refused]);
            return Page();
        }

        Notice = "Follow.Reopened";
        return Redirect(Base);
    }
}

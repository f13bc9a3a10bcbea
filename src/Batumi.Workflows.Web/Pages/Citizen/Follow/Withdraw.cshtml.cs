using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Web.Hosting;
using Batumi.Workflows.Web.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Batumi.Workflows.Web.Pages.Citizen.Follow;

/// <summary>Ends a request that its applicant no longer wants, after one question.</summary>
[EnableRateLimiting(CitizenPages.Following)]
public sealed class WithdrawModel(Following following, Texts texts) : CasePage(following)
{
    [BindProperty] public IntentKey Intent { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct) is { } closed) return closed;
        Intent = IntentKey.New();
        return Case.MayWithdraw ? Page() : Redirect(Base);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct) is { } closed) return closed;
        if (!ModelState.IsValid) return Page();

        if (await Following.WithdrawAsync(Case.CaseId, HttpContext.Actor(), Intent, ct) is { } refused)
        {
            ModelState.AddModelError("", texts[refused]);
            return Page();
        }

        Notice = "Follow.Withdrawn";
        return Redirect(Base);
    }
}

using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Web.Hosting;
using Batumi.Workflows.Web.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Batumi.Workflows.Web.Pages.Citizen.Follow;

/// <summary>Writes to those who work on the case.</summary>
[EnableRateLimiting(CitizenPages.Following)]
public sealed class MessageModel(Following following, Messages messages, Texts texts) : CasePage(following)
{
    [BindProperty] public IntentKey Intent { get; set; }
    [BindProperty] public string? Text { get; init; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct) is { } closed) return closed;
        Intent = IntentKey.New();
        return Case.MayWrite ? Page() : Redirect(Base);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct) is { } closed) return closed;
        if (!ModelState.IsValid) return Page();

        if (await messages.WriteAsync(Case.CaseId, Text, byApplicant: true, HttpContext.Actor(), Intent, ct) is { } refused)
        {
            ModelState.AddModelError(nameof(Text), texts[refused]);
            return Page();
        }

        Notice = "Message.Sent";
        return Redirect(Base);
    }
}

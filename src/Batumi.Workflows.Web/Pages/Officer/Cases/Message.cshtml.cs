using Batumi.Workflows.Application.Desk;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Web.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Officer.Cases;

/// <summary>Writes to the applicant of a case.</summary>
public sealed class MessageModel(CaseFolder folder, Messages messages, Texts texts) : PageModel
{
    [FromRoute] public Guid Id { get; init; }
    [BindProperty] public IntentKey Intent { get; set; }
    [BindProperty] public string? Text { get; init; }
    [TempData] public string? Notice { get; set; }

    public CaseView Case { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await LoadAsync(ct) is { } closed) return closed;
        Intent = IntentKey.New();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await LoadAsync(ct) is { } closed) return closed;
        if (!ModelState.IsValid) return Page();

        if (await messages.WriteAsync(Id, Text, byApplicant: false, HttpContext.Actor(), Intent, ct) is { } refused)
        {
            ModelState.AddModelError(nameof(Text), texts[refused]);
            return Page();
        }

        Notice = "Message.Sent";
        return RedirectToPage("Index", new { Id });
    }

    private async Task<IActionResult?> LoadAsync(CancellationToken ct)
    {
        var answer = await folder.OpenAsync(Id, HttpContext.Actor(), ct);
        if (answer.Refused is { } refused) return refused.Code == "Case.Foreign" ? Forbid() : NotFound();

        Case = answer.Value!;
        return null;
    }
}

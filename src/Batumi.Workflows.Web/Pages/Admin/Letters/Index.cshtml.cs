using Batumi.Workflows.Application.Desk;
using Batumi.Workflows.Application.Notifications;
using Batumi.Workflows.Web.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Admin.Letters;

/// <summary>The outbox: what waits, what went out, what no server takes. What a letter says is not shown here.</summary>
public sealed class IndexModel(OutboxDesk outbox, Texts texts) : PageModel
{
    [FromQuery] public LetterStatus? Status { get; init; }
    [FromQuery(Name = "p")] public int Number { get; init; } = 1;

    public LetterPage Letters { get; private set; } = new([], 0, 1);
    public int Pages => (Letters.Total + OutboxDesk.PageSize - 1) / OutboxDesk.PageSize;
    [TempData] public string? Notice { get; set; }

    public async Task OnGetAsync(CancellationToken ct) => Letters = await outbox.ListAsync(Status, Number, ct);

    public async Task<IActionResult> OnPostRetryAsync(string letter, CancellationToken ct)
    {
        if (await outbox.RetryAsync(letter, HttpContext.Actor(), ct) is { } refused)
        {
            ModelState.AddModelError("", texts[refused]);
            await OnGetAsync(ct);
            return Page();
        }

        Notice = "Letter.WillBeSent";
        return RedirectToPage(new { Status, p = Number });
    }
}

using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Notifications;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Web.Identity;
using Batumi.Workflows.Web.Pages.Citizen.Follow;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Officer.Counter;

/// <summary>The sheet to print and hand over. Its clerk sees it for an hour; the address says neither number nor code.</summary>
public sealed class ReceiptModel(Requesting requesting, Following following, ServiceCatalog catalog, Terms terms, SiteSettings site) : PageModel
{
    [FromRoute] public Guid Id { get; init; }

    public ReceiptSheet Sheet { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await requesting.ReceiptAsync(Id, HttpContext.Actor(), ct) is not { IsAtCounter: true } receipt) return NotFound();
        if (await following.FindAsync(receipt.Number, receipt.Secret, ct) is not { } view) return NotFound();

        Sheet = await ReceiptSheet.OfAsync(view, receipt.Secret, $"/follow/{receipt.Number}/{receipt.Secret}", site, catalog, terms, ct);
        (Response.Headers.CacheControl, Response.Headers.Pragma) = ("no-cache, no-store", "no-cache");
        return Page();
    }
}

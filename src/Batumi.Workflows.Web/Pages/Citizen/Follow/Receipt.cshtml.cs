using Batumi.Workflows.Application.Calendar;
using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Notifications;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Web.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Batumi.Workflows.Web.Pages.Citizen.Follow;

/// <summary>Number, date, what happens next and by when, and how to follow without an account. Made to be printed.</summary>
[EnableRateLimiting(CitizenPages.Following)]
public sealed class ReceiptModel(Following following, ServiceCatalog catalog, Terms terms, SiteSettings site) : CasePage(following)
{
    public ReceiptSheet Sheet { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct) is { } closed) return closed;
        Sheet = await ReceiptSheet.OfAsync(Case, Secret!, Base, site, catalog, terms, ct);
        return Page();
    }
}

/// <summary>What stands on the receipt, whoever prints it.</summary>
/// <param name="Path">Address of the case's page on this site.</param>
/// <param name="Link">The same as people type it.</param>
public sealed record ReceiptSheet(FollowView Case, string Secret, string Path, string Link, LocalizedText? Next, Derivation? Why)
{
    public bool HasEmail => Case.Answers.Any(a => a.FieldKey == "email");

    public static async Task<ReceiptSheet> OfAsync(FollowView @case, string secret, string path, SiteSettings site, ServiceCatalog catalog, Terms terms, CancellationToken ct) =>
        new(@case, secret, path, site.PublicUrl + path, (await catalog.GetAsync(@case.ServiceKey, ct))?.Entry.Standard.Next, await terms.ExplainAsync(@case.CaseId, ct));
}

using Batumi.Workflows.Application.Calendar;
using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Web.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Batumi.Workflows.Web.Pages.Citizen.Follow;

/// <summary>Number, date, what happens next and by when, and how to follow without an account. Made to be printed.</summary>
[EnableRateLimiting(CitizenPages.Following)]
public sealed class ReceiptModel(Following following, ServiceCatalog catalog, Terms terms, SiteSettings site) : CasePage(following)
{
    public LocalizedText? Next { get; private set; }
    public Derivation? Why { get; private set; }
    public bool HasEmail => Case.Answers.Any(a => a.FieldKey == "email");
    public string Link => site.PublicUrl + Base;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct) is { } closed) return closed;
        Next = (await catalog.GetAsync(Case.ServiceKey, ct))?.Entry.Standard.Next;
        Why = await terms.ExplainAsync(Case.CaseId, ct);
        return Page();
    }
}

using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Web.Identity;
using Batumi.Workflows.Web.Pages.Citizen.Request;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Officer.Counter;

/// <summary>Where a clerk begins a request for somebody at the counter; the questions are those of everybody.</summary>
public sealed class IndexModel(ServiceCatalog catalog, Drafts drafts, DraftCookie cookie, WritingRate rate, Texts texts) : PageModel
{
    public IReadOnlyList<ServicePage> Services { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct) => Services = [.. (await catalog.ListAsync(ct)).Where(s => !s.IsPaused)];

    public async Task<IActionResult> OnPostAsync(string? service, CancellationToken ct)
    {
        var begun = rate.AllowsDraft(HttpContext) ? await drafts.BeginAtCounterAsync(service ?? "", HttpContext.Actor(), texts.Language, ct) : Drafts.TooOften;
        if (begun.Value is { } draft)
        {
            cookie.Keep(draft);
            cookie.ForgetSent(draft.ServiceKey);
            return Redirect($"/services/{draft.ServiceKey}/request");
        }

        ModelState.AddModelError("", texts[begun.Refused!]);
        await OnGetAsync(ct);
        return Page();
    }
}

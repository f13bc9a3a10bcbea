using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Web.Identity;
using Batumi.Workflows.Web.Pages.Citizen.Request;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Citizen.Requests;

/// <summary>The requests of whoever is signed in, newest first, and those that were begun and not sent.</summary>
public sealed class IndexModel(Following following, Drafts drafts, DraftCookie cookie) : PageModel
{
    public IReadOnlyList<RequestLine> Requests { get; private set; } = [];
    public IReadOnlyList<UnfinishedLine> Unfinished { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (User.Identity is not { IsAuthenticated: true }) return Challenge();

        Requests = await following.MineAsync(HttpContext.Actor(), ct);
        Unfinished = await drafts.UnfinishedAsync(HttpContext.Actor(), ct);
        return Page();
    }

    /// <summary>Goes on with what was begun, perhaps in another browser.</summary>
    public async Task<IActionResult> OnPostAsync(Guid draft, CancellationToken ct)
    {
        if (User.Identity is not { IsAuthenticated: true }) return Challenge();
        if (await drafts.TakeAsync(draft, HttpContext.Actor(), ct) is not { } taken) return RedirectToPage();

        cookie.Keep(taken);
        return Redirect($"/services/{taken.ServiceKey}/request");
    }

    public async Task<IActionResult> OnPostDropAsync(Guid draft, CancellationToken ct)
    {
        if (User.Identity is not { IsAuthenticated: true }) return Challenge();

        await drafts.DropAsync(draft, HttpContext.Actor(), ct);
        return RedirectToPage();
    }
}

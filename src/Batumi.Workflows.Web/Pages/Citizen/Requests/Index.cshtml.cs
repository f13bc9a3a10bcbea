using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Web.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Citizen.Requests;

/// <summary>The requests of whoever is signed in, newest first.</summary>
public sealed class IndexModel(Following following) : PageModel
{
    public IReadOnlyList<RequestLine> Requests { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (User.Identity is not { IsAuthenticated: true }) return Challenge();

        Requests = await following.MineAsync(HttpContext.Actor(), ct);
        return Page();
    }
}

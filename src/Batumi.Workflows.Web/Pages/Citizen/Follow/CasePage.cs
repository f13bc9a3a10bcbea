using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Web.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Citizen.Follow;

/// <summary>A page about one case, opened by its number and secret, or by its owner who is signed in. Whoever has neither gets a 404.</summary>
public abstract class CasePage(Following following) : PageModel
{
    [FromRoute] public string? Number { get; init; }
    [FromRoute] public string? Secret { get; init; }
    [FromRoute] public Guid? Id { get; init; }
    [TempData] public string? Notice { get; set; }

    public FollowView Case { get; private set; } = null!;

    protected Following Following { get; } = following;

    /// <summary>Address of the case's page; its other pages lie below.</summary>
    public string Base => Id is { } id ? $"/requests/{id}" : $"/follow/{Case.Number}/{Uri.EscapeDataString(Secret!)}";

    /// <returns>What to answer instead of the page; null: go on.</returns>
    protected async Task<IActionResult?> OpenAsync(CancellationToken ct)
    {
        if (Id is not null && User.Identity is not { IsAuthenticated: true }) return Challenge();

        var view = Id is { } id ? await Following.FindOwnAsync(id, HttpContext.Actor(), ct) : await Following.FindAsync(Number, Secret, ct);
        if (view is null) return NotFound();

        Case = view;
        (Response.Headers.CacheControl, Response.Headers.Pragma) = ("no-cache, no-store", "no-cache");
        return null;
    }
}

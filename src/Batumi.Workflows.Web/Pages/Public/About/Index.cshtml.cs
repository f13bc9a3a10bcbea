using Batumi.Workflows.Application.Catalog;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Public.About;

/// <summary>A page that the municipality writes: privacy, accessibility, terms, contact, security.</summary>
public sealed class AboutModel(ServiceCatalog catalog) : PageModel
{
    [FromRoute] public string Key { get; init; } = "";

    public SitePage Shown { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await catalog.SitePageAsync(Key, ct) is not { } page) return NotFound();

        Shown = page;
        return Page();
    }
}

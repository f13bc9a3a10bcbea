using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Primitives;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Public;

/// <summary>Search first, then services by what happens in a life.</summary>
public sealed class HomeModel(ServiceCatalog catalog) : PageModel
{
    public IReadOnlyList<(LocalizedText? Title, IReadOnlyList<ServiceEntry> Services)> Events { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct) => Events =
        [.. (await catalog.ListAsync(ct)).Select(p => p.Entry).GroupBy(e => e.LifeEvent).OrderBy(g => g.Key is null)
            .Select(g => (g.Key, (IReadOnlyList<ServiceEntry>)[.. g]))];
}

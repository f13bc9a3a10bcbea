using Batumi.Workflows.Application.Catalog;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Public.Statistics;

public sealed class IndexModel(ServiceCatalog catalog) : PageModel
{
    public IReadOnlyList<ServicePage> Services { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct) => Services = await catalog.ListAsync(ct);
}

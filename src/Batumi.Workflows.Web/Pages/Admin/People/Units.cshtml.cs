using Batumi.Workflows.Application.People;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Admin.People;

public sealed class UnitsModel(Staffing staffing) : PageModel
{
    public IReadOnlyList<UnitLine> Units { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct) => Units = await staffing.UnitsAsync(ct);
}

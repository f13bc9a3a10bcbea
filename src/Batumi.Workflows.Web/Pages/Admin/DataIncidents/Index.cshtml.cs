using Batumi.Workflows.Application.Incidents;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Admin.DataIncidents;

/// <summary>Breaches of the security of personal data, those that wait for a decision or a notice first.</summary>
public sealed class IndexModel(DataIncidentRegister register) : PageModel
{
    public IReadOnlyList<DataIncident> Incidents { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct) => Incidents = await register.ListAsync(ct);
}

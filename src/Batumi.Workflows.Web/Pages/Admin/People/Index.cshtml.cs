using Batumi.Workflows.Application.People;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Admin.People;

public sealed class IndexModel(Staffing staffing) : PageModel
{
    [FromQuery(Name = "q")] public string? Search { get; init; }

    [FromQuery(Name = "p")] public int Number { get; init; } = 1;

    public PeoplePage People { get; private set; } = new([], 0, 1);
    public int Pages => (People.Total + Staffing.PageSize - 1) / Staffing.PageSize;

    public async Task OnGetAsync(CancellationToken ct) => People = await staffing.PeopleAsync(Search?.Trim(), Number, ct);
}

using Batumi.Workflows.Application.People;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Admin.People;

public sealed class IndexModel(Staffing staffing) : PageModel
{
    [FromQuery(Name = "q")] public string? Search { get; init; }

    public IReadOnlyList<PersonLine> People { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct) => People = await staffing.PeopleAsync(Search?.Trim(), ct);
}

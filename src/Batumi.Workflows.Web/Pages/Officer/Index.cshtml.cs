using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Desk;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Web.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Officer;

/// <summary>My tasks and my units' tasks. Everything that is filtered stands in the address, so that a list can be kept and sent.</summary>
public sealed class IndexModel(TaskLists lists, TaskDesk desk, ServiceCatalog catalog, Texts texts) : PageModel
{
    public const string Mine = "mine", Units = "unit", Free = "free";

    [FromQuery] public string List { get; init; } = Mine;
    [FromQuery] public string? Service { get; init; }
    [FromQuery] public string? Stage { get; init; }
    [FromQuery] public bool Overdue { get; init; }
    [FromQuery(Name = "q")] public string? Search { get; init; }
    [FromQuery(Name = "p")] public int Number { get; init; } = 1;

    public TaskList Tasks { get; private set; } = new([], 0, 1);
    public IReadOnlyList<ServicePage> Services { get; private set; } = [];
    public string? Refused { get; private set; }
    [TempData] public string? Claimed { get; set; }

    public bool IsMine => List is not (Units or Free);
    public bool IsHead => HttpContext.Actor().Holds(Roles.UnitHead);
    public bool IsFree => List == Free;
    public bool IsFiltered => !string.IsNullOrEmpty(Service) || !string.IsNullOrEmpty(Stage) || Overdue || !string.IsNullOrEmpty(Search);
    public PageLinks Links => new(Tasks.Page, (Tasks.Total + TaskFilter.PageSize - 1) / TaskFilter.PageSize, number => $"/officer{Address(number)}");

    public async Task OnGetAsync(CancellationToken ct)
    {
        var filter = new TaskFilter(IsMine, Service, Stage, Overdue, Search?.Trim(), Number) { Free = IsFree };
        Tasks = await lists.ListAsync(HttpContext.Actor(), filter, ct);
        Services = await catalog.ListAsync(ct);
    }

    public async Task<IActionResult> OnPostClaimAsync(string task, string number, CancellationToken ct)
    {
        var refused = await desk.ClaimAsync(task, HttpContext.Actor(), ct);
        if (refused is null)
        {
            Claimed = number;
            return LocalRedirect(Request.Path + Address());
        }

        Refused = texts[refused];
        await OnGetAsync(ct);
        return Page();
    }

    /// <summary>The address of this list with another page, or of another list with the same filters.</summary>
    public QueryString Address(int? number = null, string? list = null)
    {
        var query = new List<KeyValuePair<string, string?>> { new("list", list ?? List) };
        if (!string.IsNullOrEmpty(Service)) query.Add(new("service", Service));
        if (!string.IsNullOrEmpty(Stage)) query.Add(new("stage", Stage));
        if (Overdue) query.Add(new("overdue", "true"));
        if (!string.IsNullOrEmpty(Search)) query.Add(new("q", Search));
        if ((number ?? (list is null ? Number : 1)) is > 1 and var page) query.Add(new("p", page.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        return QueryString.Create(query);
    }
}

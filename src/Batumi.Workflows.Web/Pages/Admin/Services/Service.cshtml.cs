using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Engine.Definitions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Admin.Services;

/// <summary>A service with the way its cases go: drawn, and as a list that says the same.</summary>
public sealed class ServiceModel(ServiceCatalog catalog, Published published, Texts texts) : PageModel
{
    [FromRoute] public string Key { get; init; } = "";

    public ServicePage Service { get; private set; } = null!;
    public Issue<WorkflowDefinition>? Definition { get; private set; }
    public FlowPlan? Plan { get; private set; }
    public FlowWords? Words { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await catalog.GetAsync(Key, ct) is not { } service) return NotFound();

        Service = service;
        Definition = await published.LatestAsync<WorkflowDefinition>(ContentKind.Definition, service.Entry.Workflow, ct);
        if (Definition is not null) (Plan, Words) = (FlowPlan.Of(Definition.Content.Root), new(Definition.Content, texts));
        return Page();
    }
}

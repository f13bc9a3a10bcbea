using Batumi.Workflows.Application.Studio;
using Batumi.Workflows.Web.Api.Elsa;
using Batumi.Workflows.Web.Hosting;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Studio;

/// <summary>A page with one of Elsa Studio's elements. The element speaks with our API by the reader's own session: a token of this page goes with every call as a header.</summary>
public abstract class StudioPage(IAntiforgery antiforgery, IWebHostEnvironment environment) : PageModel
{
    /// <summary>The files of the studio were brought when the site was built.</summary>
    public bool IsThere => StudioFiles.Folder(environment.ContentRootPath) is not null;

    public string Api => $"{Request.Scheme}://{Request.Host}{ElsaApi.Base}";

    public string Header => ElsaApi.CsrfHeader;

    public string Token => antiforgery.GetAndStoreTokens(HttpContext).RequestToken!;
}

/// <summary>All definitions.</summary>
public sealed class DefinitionsModel(IAntiforgery antiforgery, IWebHostEnvironment environment) : StudioPage(antiforgery, environment);

/// <summary>One definition on its canvas.</summary>
public sealed class DefinitionModel(DefinitionShelf shelf, IAntiforgery antiforgery, IWebHostEnvironment environment) : StudioPage(antiforgery, environment)
{
    [FromRoute] public string Id { get; init; } = "";

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await shelf.FindAsync(Id, VersionChoice.Latest, ct) is null ? NotFound() : Page();
}

/// <summary>Runs of definitions that are no service's.</summary>
public sealed class RunsModel(IAntiforgery antiforgery, IWebHostEnvironment environment) : StudioPage(antiforgery, environment);

/// <summary>One run with its journal.</summary>
public sealed class RunModel(PlainRuns runs, IAntiforgery antiforgery, IWebHostEnvironment environment) : StudioPage(antiforgery, environment)
{
    [FromRoute] public string Id { get; init; } = "";

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => Guid.TryParse(Id, out var run) && await runs.FindAsync(run, ct) is not null ? Page() : NotFound();
}

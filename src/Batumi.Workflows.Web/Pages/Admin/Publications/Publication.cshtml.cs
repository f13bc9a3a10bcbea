using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Web.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Admin.Publications;

/// <summary>One thing of <c>workflows/</c>: its versions, what its waiting draft changes, what is wrong with a broken file.</summary>
public sealed class PublicationModel(Application.Publishing.Publications publications, Texts texts) : PageModel
{
    [FromRoute] public string Kind { get; init; } = "";
    [FromRoute] public string Key { get; init; } = "";
    [FromQuery(Name = "v")] public int? Shown { get; init; }

    public PublicationDetail Detail { get; private set; } = null!;
    public PublicationVersion? Waiting => Detail.Versions[0] is { Status: PublicationStatus.Draft or PublicationStatus.Broken } latest ? latest : null;
    public PublicationVersion? Text => Detail.Versions.FirstOrDefault(v => v.Version == Shown);
    [TempData] public string? Notice { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await publications.GetAsync(Kind, Key, ct) is not { } detail) return NotFound();
        Detail = detail;
        return Page();
    }

    public async Task<IActionResult> OnPostPublishAsync(int version, CancellationToken ct) =>
        await AfterAsync(await publications.PublishDraftAsync(Kind, Key, version, HttpContext.Actor(), ct), "Publication.WasPublished", ct);

    public async Task<IActionResult> OnPostDiscardAsync(int version, CancellationToken ct) =>
        await AfterAsync(await publications.DiscardDraftAsync(Kind, Key, version, HttpContext.Actor(), ct), "Publication.WasDiscarded", ct);

    private async Task<IActionResult> AfterAsync(Refusal? refused, string notice, CancellationToken ct)
    {
        if (refused is not null)
        {
            ModelState.AddModelError("", texts[refused]);
            return await OnGetAsync(ct);
        }

        Notice = notice;
        return RedirectToPage(new { Kind, Key });
    }
}

using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Studio;
using Batumi.Workflows.Web.Identity;
using Batumi.Workflows.Web.Pages.Admin.Definitions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Admin.Publications;

/// <summary>One thing of <c>workflows/</c>: its versions, what its waiting draft changes, what is wrong with a broken file.</summary>
public sealed class PublicationModel(Application.Publishing.Publications publications, Texts texts) : PageModel
{
    [FromRoute] public string Kind { get; init; } = "";
    [FromRoute] public string Key { get; init; } = "";
    [FromQuery(Name = "v")] public int? Shown { get; init; }

    [BindProperty] public string? Reason { get; init; }
    [BindProperty] public string? Remark { get; init; }
    [BindProperty] public IntentKey Intent { get; set; }

    public PublicationDetail Detail { get; private set; } = null!;
    public PublicationVersion? Waiting => Detail.Versions[0] is { Status: PublicationStatus.Draft or PublicationStatus.Broken } latest ? latest : null;
    public PublicationVersion? Text => Detail.Versions.FirstOrDefault(v => v.Version == Shown);
    [TempData] public string? Notice { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await publications.GetAsync(Kind, Key, ct) is not { } detail) return NotFound();
        Detail = detail;
        if (!Intent.IsValid) Intent = IntentKey.New();
        return Page();
    }

    /// <summary>What a version of a definition changed in the one in force before it, step by step; null for other kinds and for the first.</summary>
    public ChangeList? ChangesOf(PublicationVersion version)
    {
        if (Kind != ContentKind.Definition || Detail.Versions.FirstOrDefault(v => v.Version < version.Version && v.Status is PublicationStatus.Published or PublicationStatus.Retracted) is not { } before) return null;
        return version.Errors.Count > 0 && version.Status == PublicationStatus.Broken ? null : ChangeList.Of(DefinitionModel.Shown(before.Content), DefinitionModel.Shown(version.Content), texts);
    }

    /// <summary>Says afterwards why the version was made.</summary>
    public async Task<IActionResult> OnPostExplainAsync(int version, CancellationToken ct) =>
        await AfterAsync(await publications.ExplainAsync(Kind, Key, version, Reason, HttpContext.Actor(), ct), "Publication.WasExplained", ct, nameof(Reason));

    public async Task<IActionResult> OnPostRemarkAsync(int version, CancellationToken ct) =>
        await AfterAsync(await publications.RemarkAsync(Kind, Key, version, Remark, Intent, HttpContext.Actor(), ct), "Publication.WasRemarked", ct, nameof(Remark));

    public async Task<IActionResult> OnPostPublishAsync(int version, CancellationToken ct) =>
        await AfterAsync(await publications.PublishDraftAsync(Kind, Key, version, Reason, HttpContext.Actor(), ct), "Publication.WasPublished", ct, nameof(Reason));

    public async Task<IActionResult> OnPostDiscardAsync(int version, CancellationToken ct) =>
        await AfterAsync(await publications.DiscardDraftAsync(Kind, Key, version, HttpContext.Actor(), ct), "Publication.WasDiscarded", ct);

    private async Task<IActionResult> AfterAsync(Refusal? refused, string notice, CancellationToken ct, string field = "")
    {
        if (refused is not null)
        {
            ModelState.Clear();     // the other forms' fields were not sent
            ModelState.AddModelError(refused.Code.Contains("Reason", StringComparison.Ordinal) || refused.Code.Contains("Remark", StringComparison.Ordinal) ? field : "", texts[refused]);
            return await OnGetAsync(ct);
        }

        Notice = notice;
        return RedirectToPage(new { Kind, Key });
    }
}

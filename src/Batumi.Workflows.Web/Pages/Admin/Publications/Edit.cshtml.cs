using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Web.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Admin.Publications;

/// <summary>The text of a file, changed by an administrator: checked as often as they like, then published as the next version.</summary>
public sealed class EditModel(Application.Publishing.Publications publications, Texts texts) : PageModel
{
    [FromRoute] public string Kind { get; init; } = "";
    [FromRoute] public string Key { get; init; } = "";
    [FromQuery(Name = "v")] public int? From { get; init; }
    [BindProperty] public IntentKey Intent { get; set; }
    [BindProperty] public int BasedOn { get; set; }
    [BindProperty] public string? Text { get; set; }
    [BindProperty] public string? Reason { get; set; }

    public TextCheck? Checked { get; private set; }

    /// <summary>A version that somebody else made meanwhile.</summary>
    public int? Newer { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await publications.GetAsync(Kind, Key, ct) is not { Versions: [var newest, ..] versions }) return NotFound();

        Text = (versions.FirstOrDefault(v => v.Version == From) ?? newest).Content;
        (BasedOn, Intent) = (newest.Version, IntentKey.New());
        return Page();
    }

    public async Task<IActionResult> OnPostCheckAsync(CancellationToken ct)
    {
        if (await publications.CheckAsync(Kind, Key, Text ?? "", ct) is not { } check) return NotFound();

        Checked = check;
        if (ModelState.IsValid && check.Errors.Count > 0) ModelState.AddModelError(nameof(Text), texts["Publication.Edit.Wrong"]);
        return Page();
    }

    public async Task<IActionResult> OnPostPublishAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid) return await OnPostCheckAsync(ct);
        var answer = await publications.PublishAsync(new(Kind, Key, BasedOn, Text ?? "", Reason, Intent), HttpContext.Actor(), ct);
        if (answer.Refused is not { } refused)
        {
            TempData[nameof(PublicationModel.Notice)] = answer.Value == PublicationStatus.Published ? "Publication.WasMade" : "Publication.Waits";
            return RedirectToPage("Publication", new { Kind, Key });
        }

        ModelState.AddModelError(refused.Code.Contains("Reason", StringComparison.Ordinal) ? nameof(Reason) : nameof(Text), texts[refused]);
        var page = await OnPostCheckAsync(ct);
        if (refused.Code == "Publication.Stale" && Checked is { } check) BasedOn = (Newer = check.Newest).Value;      // told of it, they may publish over it
        return page;
    }
}

using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Studio;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Web.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Batumi.Workflows.Web.Pages.Admin.Definitions;

/// <summary>What a draft changes in what is in force, what is wrong with it, and the button that puts it in force with a reason.</summary>
public sealed class PublishModel(DefinitionShelf shelf, Application.Publishing.Publications publications, Texts texts) : DefinitionPage(shelf, texts)
{
    private readonly DefinitionShelf shelf = shelf;
    private readonly Texts texts = texts;

    [BindProperty] public string? Reason { get; set; }

    public ChangeList? Changes { get; private set; }
    public IReadOnlyList<DefinitionError> Flaws { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await LoadAsync(ct)) return NotFound();
        if (Definition.IsPublished) return Redirect(Address);
        Basis ??= Definition.Hash;
        Flaws = await shelf.FlawsAsync(Definition, ct);
        if (await shelf.FindAsync(Key, VersionChoice.Published, ct) is { } inForce) Changes = ChangeList.Of(inForce.Model, Definition.Model, texts);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!await LoadAsync(ct)) return NotFound();

        // What is put in force is what was read here, not what somebody has made of it since.
        Refusal? refused = Basis != Definition.Hash ? new("Publication.ChangedMeanwhile")
            : await publications.PublishDraftAsync(ContentKind.Definition, Key, Definition.Version, Reason, HttpContext.Actor(), ct);
        return await AfterAsync(refused, "Publication.WasPublished", ct);
    }

    public async Task<IActionResult> OnPostDiscardAsync(CancellationToken ct)
    {
        if (!await LoadAsync(ct)) return NotFound();
        return await AfterAsync(await publications.DiscardDraftAsync(ContentKind.Definition, Key, Definition.Version, HttpContext.Actor(), ct), "Publication.WasDiscarded", ct);
    }

    private async Task<IActionResult> AfterAsync(Refusal? refused, string notice, CancellationToken ct)
    {
        if (refused is null)
        {
            Notice = notice;
            return await shelf.FindAsync(Key, VersionChoice.Latest, ct) is null ? Redirect("/admin/definitions") : Redirect(Address);
        }

        ModelState.AddModelError(refused.Code.Contains("Reason", StringComparison.Ordinal) ? nameof(Reason) : "", texts[refused]);
        Basis = Definition.Hash;
        return await OnGetAsync(ct);
    }
}

using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Studio;
using Batumi.Workflows.Web.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Admin.Definitions;

/// <summary>A page about the newest version of one definition. What it changes, it changes in the draft; a save that somebody else made meanwhile is told first.</summary>
public abstract class DefinitionPage(DefinitionShelf shelf, Texts texts) : PageModel
{
    [FromRoute] public string Key { get; init; } = "";

    /// <summary>Hash of the save that the page shows.</summary>
    [BindProperty] public string? Basis { get; set; }

    [TempData] public string? Notice { get; set; }

    public ShelvedDefinition Definition { get; private set; } = null!;
    public Outline Outline { get; private set; } = null!;

    /// <summary>What somebody else saved while this page was filled in.</summary>
    public Meanwhile? Meanwhile { get; private set; }

    public string Address => $"/admin/definitions/{Uri.EscapeDataString(Key)}";
    public string Title => Definition.Model["name"].Said() is { Length: > 0 } name ? name : Key;

    protected async Task<bool> LoadAsync(CancellationToken ct)
    {
        if (await shelf.FindAsync(Key, VersionChoice.Latest, ct) is not { } found) return false;
        (Definition, Outline) = (found, Outline.Of(found.Model));
        return true;
    }

    /// <summary>Carries a change out on the draft. What does not go stands in the form's problems.</summary>
    /// <param name="isOnce">A change that would be made twice if it were sent twice: it is carried out only on the very save that the page shows.</param>
    protected async Task<bool> SaveAsync(Func<JsonObject, Answer<JsonObject>> edit, CancellationToken ct, bool isOnce = false)
    {
        var actor = HttpContext.Actor();
        if (await shelf.MeanwhileAsync(Key, Basis, actor, ct) is { } met)
        {
            Meanwhile = met;
            return Refused(met.Refusal(Key));
        }

        if (string.IsNullOrEmpty(Basis) || (isOnce && Basis != Definition.Hash))
        {
            Basis = Definition.Hash;
            ModelState.AddModelError("", texts["Definition.Since"]);
            return false;
        }

        var changed = edit(Definition.Model);
        if (changed.IsRefused) return Refused(changed.Refused!);
        if (JsonNode.DeepEquals(changed.Value, Definition.Model))
        {
            Notice = "Definition.Unchanged";
            return true;
        }

        var saved = await shelf.SaveAsync(changed.Value!, publish: false, actor, ct, Definition.Hash);
        if (saved.IsRefused) return Refused(saved.Refused!);
        Notice = "Definition.Saved";
        return true;
    }

    private bool Refused(Refusal refused)
    {
        Basis = Definition.Hash;        // told of what was done, they may save over it
        foreach (var sentence in refused.Code == "Elsa.Broken" ? refused.Details : [texts[refused]]) ModelState.AddModelError("", sentence);
        return false;
    }
}

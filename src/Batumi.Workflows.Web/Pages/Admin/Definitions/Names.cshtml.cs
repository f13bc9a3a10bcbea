using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Studio;
using Microsoft.AspNetCore.Mvc;

namespace Batumi.Workflows.Web.Pages.Admin.Definitions;

/// <summary>Everything that a definition says to people: stages, tasks, outcomes, other steps, in both languages; and new stages.</summary>
public sealed class NamesModel(DefinitionShelf shelf, Texts texts) : DefinitionPage(shelf, texts)
{
    private static readonly string[] groups = ["stages", "tasks", "outcomes", "steps"];
    private readonly Texts texts = texts;

    [BindProperty] public List<NameForm> Names { get; set; } = [];
    [BindProperty] public string? NewStage { get; set; }
    [BindProperty] public string? NewKa { get; set; }
    [BindProperty] public string? NewEn { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await LoadAsync(ct)) return NotFound();
        var said = (Definition.Model["customProperties"] as JsonObject).Look("texts") as JsonObject;
        Names = [.. groups.SelectMany(group => (said?[group] as JsonObject ?? []).Where(e => e.Value is JsonObject).Select(e => NameForm.Of(said, group, e.Key)))];
        Basis = Definition.Hash;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!await LoadAsync(ct)) return NotFound();
        var stage = NewStage?.Trim() ?? "";
        if (stage.Length > 0 && (stage.Length > DefinitionEdits.NameLength || !stage.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))) ModelState.AddModelError(nameof(NewStage), texts["Definition.Key.Wrong"]);
        else if (stage.Length == 0 && (!string.IsNullOrWhiteSpace(NewKa) || !string.IsNullOrWhiteSpace(NewEn))) ModelState.AddModelError(nameof(NewStage), texts["Definition.Stage.NoKey"]);
        List<NameChange> changes = [.. Names.Where(n => groups.Contains(n.Group)).Select(n => n.ToChange())];
        if (stage.Length > 0) changes.Add(new("stages", stage, NewKa ?? "", NewEn ?? ""));
        return ModelState.IsValid && await SaveAsync(model => DefinitionEdits.Names(model, changes), ct) ? Redirect(stage.Length > 0 ? $"{Address}/names" : Address) : Page();
    }
}

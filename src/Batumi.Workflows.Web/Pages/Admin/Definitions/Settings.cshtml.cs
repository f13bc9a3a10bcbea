using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Studio;
using Microsoft.AspNetCore.Mvc;

namespace Batumi.Workflows.Web.Pages.Admin.Definitions;

/// <summary>The definition itself: its name, what happens when a step fails, the variables that its steps share.</summary>
public sealed class SettingsModel(DefinitionShelf shelf, Texts texts) : DefinitionPage(shelf, texts)
{
    [BindProperty] public string? Name { get; set; }
    [BindProperty] public string? About { get; set; }
    [BindProperty] public string? Strategy { get; set; }
    [BindProperty] public List<VariableForm> Variables { get; set; } = [];

    public static IReadOnlyList<string> Strategies { get; } = ["Municipal.WaitForRepair", "FaultStrategy", "ContinueWithIncidentsStrategy"];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await LoadAsync(ct)) return NotFound();
        var model = Definition.Model;
        (Basis, Name, About, Strategy) = (Definition.Hash, model["name"].Said(), model["description"].Said(), (model["options"] as JsonObject).Look("incidentStrategyType").Said() ?? "");
        Variables = [.. (model["variables"] as JsonArray ?? []).OfType<JsonObject>().Select(v => new VariableForm
        {
            Id = v["id"].Said() ?? "", Name = v["name"].Said(), Type = v["typeName"].Said(), IsArray = v["isArray"].IsSet(), Value = v["value"]?.ToString(),
        }), new()];
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!await LoadAsync(ct)) return NotFound();
        return await SaveAsync(model => DefinitionEdits.Settings(model, Name, About, Strategy ?? "", [.. Variables.Select(v => new VariableChange(v.Id ?? "", v.Name ?? "", v.Type ?? "Object", v.IsArray, v.Value))]), ct)
            ? Redirect(Address) : Page();
    }
}

public sealed class VariableForm
{
    public string? Id { get; set; }
    public string? Name { get; set; }
    public string? Type { get; set; }
    public bool IsArray { get; set; }
    public string? Value { get; set; }
}

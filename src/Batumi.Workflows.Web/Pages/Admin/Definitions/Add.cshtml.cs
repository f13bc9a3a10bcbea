using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Studio;
using Batumi.Workflows.Engine.Activities;
using Microsoft.AspNetCore.Mvc;

namespace Batumi.Workflows.Web.Pages.Admin.Definitions;

/// <summary>A new step: which kind, and behind which outcome of which other step.</summary>
public sealed class AddModel(DefinitionShelf shelf, Texts texts) : DefinitionPage(shelf, texts)
{
    private readonly Texts texts = texts;

    [FromQuery(Name = "after")] public string? After { get; init; }
    [FromQuery(Name = "holder")] public string? HolderAsked { get; init; }
    [FromQuery(Name = "place")] public string? PlaceAsked { get; init; }
    [BindProperty] public string? Holder { get; set; }
    [BindProperty] public string? Place { get; set; }

    /// <summary>The step it comes behind and the outcome, as <c>step|outcome</c>; empty: nothing leads to it yet.</summary>
    [BindProperty] public string? Behind { get; set; }

    [BindProperty] public string? Type { get; set; }

    public IReadOnlyList<(string Value, string Text)> Exits { get; private set; } = [];

    /// <summary>Kinds of steps by their group: the city's own first.</summary>
    public IReadOnlyList<IGrouping<string, ActivityDescriptor>> Kinds { get; } =
        [.. ActivityTypes.All.Where(t => t.Category != "System" && t.Type != "Elsa.Start").GroupBy(t => t.Category).OrderByDescending(g => g.Key == "Municipal").ThenByDescending(g => g.Key is "Branching" or "Flow")];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await LoadAsync(ct)) return NotFound();
        (Holder, Place, Basis) = (HolderAsked ?? Outline.PlaceOf(After ?? "")?.Holder ?? Outline.Root.Holder, PlaceAsked ?? (HolderAsked is null ? Outline.Root.Property : ""), Definition.Hash);
        Show();
        Behind = Exits.Select(e => e.Value).FirstOrDefault(v => v.Split('|')[0] == After);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!await LoadAsync(ct)) return NotFound();
        Show();
        if (ActivityTypes.Find(Type ?? "") is null) ModelState.AddModelError(nameof(Type), texts["Step.Type.None"]);
        var made = "";
        if (ModelState.IsValid && await SaveAsync(Added, ct, isOnce: true)) return Redirect($"{Address}/steps/{Uri.EscapeDataString(made)}");
        return Page();

        Answer<System.Text.Json.Nodes.JsonObject> Added(System.Text.Json.Nodes.JsonObject model)
        {
            var behind = Behind?.Split('|', 2) is [var step, var port] ? ((string, string)?)(step, port) : null;
            var answer = DefinitionEdits.Add(model, Holder ?? "", Place ?? "", Type!, behind);
            if (answer.IsRefused) return answer.Refused!;
            made = answer.Value.Id;
            return answer.Value.Model;
        }
    }

    private void Show()
    {
        var place = Outline.AllPlaces.FirstOrDefault(p => p.Holder == Holder && p.Kind == PlaceKind.Flow);
        Exits = place is null ? [] : [.. place.Steps.SelectMany(s => (s.Exits.Count > 0 ? s.Exits : [.. s.Ports.Select(p => new OutlineExit(p, null, true))]).Where(e => e.IsOffered)
            .Select(e => ($"{s.Id}|{e.Port}", $"{s.Number}. {texts[Outline.Title(s)]} – {PortName(e.Port)}{(e.To is { } to ? $" (→ {TitleOf(to)})" : "")}")))];
    }

    private string PortName(string port) => texts.Find($"Port.{port}") ?? texts[Outline.Outcome(port)];

    private string TitleOf(string id) => Outline.Find(id) is { } step ? texts[Outline.Title(step)] : id;
}

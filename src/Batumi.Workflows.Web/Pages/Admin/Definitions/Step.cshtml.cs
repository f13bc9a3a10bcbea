using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Studio;
using Batumi.Workflows.Engine.Activities;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Web.Components;
using Microsoft.AspNetCore.Mvc;

namespace Batumi.Workflows.Web.Pages.Admin.Definitions;

/// <summary>One step: what it is called, what it does, where its outcomes lead, whether it works at all.</summary>
public sealed class StepModel(DefinitionShelf shelf, StepChoices choices, Texts texts) : DefinitionPage(shelf, texts)
{
    private readonly Texts texts = texts;

    [FromRoute] public string StepId { get; init; } = "";

    /// <summary>An outcome that shall lead to one more step.</summary>
    [FromQuery] public string? More { get; init; }

    [BindProperty] public string? Name { get; set; }
    [BindProperty] public string? Heading { get; set; }
    [BindProperty] public string? Note { get; set; }
    [BindProperty] public string? OffBy { get; set; }
    [BindProperty] public Dictionary<string, InputForm> Inputs { get; set; } = [];
    [BindProperty] public Dictionary<string, string?> Outputs { get; set; } = [];
    [BindProperty] public string? Variable { get; set; }
    [BindProperty] public List<CaseForm> Cases { get; set; } = [];
    [BindProperty] public List<ExitForm> Exits { get; set; } = [];
    [BindProperty] public List<NameForm> Names { get; set; } = [];
    [BindProperty] public string? LeadTo { get; set; }

    public OutlineStep Step { get; private set; } = null!;
    public OutlinePlace Place { get; private set; } = null!;
    public IReadOnlyDictionary<string, IReadOnlyList<StepChoice>> Choices { get; private set; } = null!;

    public string StepTitle => texts[Outline.Title(Step)];
    public IReadOnlyList<InputDescriptor> Fields => Step.Known?.Inputs.Where(i => i.Name != "name").ToList() ?? [];
    public bool HasCases => Step.Type is "Elsa.FlowSwitch" or "Elsa.Switch";
    public bool CanBeOff => Step.Type is not ("Elsa.Start" or "Elsa.End" or "Elsa.Finish") && Place.Holder.Length > 0;
    public IReadOnlyList<(string Id, string Name)> Variables { get; private set; } = [];

    /// <summary>Steps that an outcome may lead to.</summary>
    public IEnumerable<OutlineStep> Targets => Place.Kind == PlaceKind.Flow ? Place.Steps : [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await FindAsync(ct)) return NotFound();
        Show();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!await FindAsync(ct)) return NotFound();
        foreach (var field in Fields)
        {
            if (Inputs.GetValueOrDefault(field.Name) is { } form && form.Flaw(field) is { } flaw) ModelState.AddModelError(IdOf(field), texts[flaw]);
        }

        if (ModelState.IsValid && await SaveAsync(model => DefinitionEdits.Change(model, Change()), ct)) return Redirect($"{Address}#{OutlineModel.Anchor(StepId)}");
        return Page();
    }

    /// <summary>Takes the step out; what led to it leads to another.</summary>
    public async Task<IActionResult> OnPostRemoveAsync(CancellationToken ct)
    {
        if (!await FindAsync(ct)) return NotFound();
        if (await SaveAsync(model => DefinitionEdits.Remove(model, StepId, LeadTo), ct)) return Redirect($"{Address}#steps");
        Show();
        return Page();
    }

    public static string IdOf(InputDescriptor field) => $"Inputs[{field.Name}].Fixed";

    public bool IsDue(InputDescriptor field) => field.Name == "due" || (Step.Type, field.Name) == ("Municipal.Wait", "for");

    /// <summary>What can be chosen; null: it is written.</summary>
    public IReadOnlyList<StepChoice>? ChoicesOf(InputDescriptor field)
    {
        if (field.TypeName == "Boolean" && field.Name != "condition") return [new("true", texts["Port.True"]), new("false", texts["Port.False"])];
        if (!Step.Type.StartsWith("Municipal.", StringComparison.Ordinal)) return null;
        return field.Name == "stage" ? choices.Stages(Definition.Model) : Choices.GetValueOrDefault(field.Name);
    }

    public string Hint(InputDescriptor field) => texts.Find($"Activity.{Step.Type}.{field.Name}") ?? "";

    public string PortName(string port) => texts.Find($"Port.{port}") ?? texts[Outline.Outcome(port)];

    private async Task<bool> FindAsync(CancellationToken ct)
    {
        if (!await LoadAsync(ct) || Outline.Find(StepId) is not { } step || Outline.PlaceOf(StepId) is not { } place) return false;
        (Step, Place, Choices) = (step, place, await choices.ListsAsync(ct));
        Variables = [.. (Definition.Model["variables"] as JsonArray ?? []).OfType<JsonObject>().Select(v => (v["id"].Said() ?? "", v["name"].Said() ?? ""))];
        return true;
    }

    private void Show()
    {
        ModelState.Clear();
        var json = Step.Json;
        (Basis, OffBy, Heading, Note) = (Definition.Hash, Step.OffBy, Text(json["metadata"].Look("displayText")), Text(json["metadata"].Look("description")));
        Name = Text(json["name"]);
        foreach (var field in Fields) Inputs[field.Name] = InputForm.Of(StepInput.Of(json, field), IsDue(field));
        foreach (var output in Step.Known?.Outputs ?? []) Outputs[output] = Text((json.FirstOrDefault(p => p.Key.Equals(output, StringComparison.OrdinalIgnoreCase)).Value as JsonObject).Look("memoryReference").Look("id"));
        Variable = Text(json["variable"].Look("id"));
        Cases = [.. (json["cases"] as JsonArray ?? []).OfType<JsonObject>().Select(CaseForm.Of), new()];
        Exits = [.. Step.Exits.Select(e => new ExitForm { Port = e.Port, To = e.To, IsGone = !e.IsOffered })];
        if (More is { Length: > 0 } && Exits.FindLastIndex(e => e.Port == More) is >= 0 and var at) Exits.Insert(at + 1, new() { Port = More });
        Names = [.. NamesOf()];
        LeadTo = Step.Exits.Select(e => e.To).OfType<string>().Distinct().ToList() is [var only] && only != StepId ? only : null;
    }

    private IEnumerable<NameForm> NamesOf()
    {
        var texts = (Definition.Model["customProperties"] as JsonObject).Look("texts") as JsonObject;
        var (group, key) = Outline.NameOf(Step.Type, Step.Json);
        yield return NameForm.Of(texts, group, key);
        if (group != "tasks") yield break;
        foreach (var port in Step.Ports.Where(p => p != "Expired")) yield return NameForm.Of(texts, "outcomes", port);
    }

    private StepChange Change()
    {
        var (group, key) = Outline.NameOf(Step.Type, Step.Json);
        var renamed = Name?.Trim();
        return new(
            StepId, Name ?? "", Heading ?? "", Note ?? "", string.IsNullOrEmpty(OffBy) || !CanBeOff ? null : OffBy,
            Fields.Where(f => Inputs.ContainsKey(f.Name)).ToDictionary(f => f.Name, f => Inputs[f.Name].ToInput(IsDue(f))),
            Outputs.ToDictionary(o => o.Key, o => o.Value ?? ""), Variable, HasCases ? [.. Cases.Select(c => new StepCase(c.Label ?? "", new(c.Syntax ?? "", c.Text ?? "")))] : null,
            Place.Kind == PlaceKind.Flow ? [.. Exits.Where(e => !string.IsNullOrEmpty(e.Port) && !string.IsNullOrEmpty(e.To)).Select(e => (e.Port!, e.To!))] : null,
            [.. Names.Where(n => n.Group is "tasks" or "stages" or "steps" or "outcomes").Select(n => (n.Group, n.Key) == (group, key) && group == "tasks" && renamed is { Length: > 0 } ? n.Renamed(renamed).ToChange() : n.ToChange())]);
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}

/// <summary>An input as the page asks for it: a fixed value, or a rule that works it out.</summary>
public sealed class InputForm
{
    public string? Fixed { get; set; }

    /// <summary>Of a term: the unit it is counted in.</summary>
    public string? Unit { get; set; }

    public string? Syntax { get; set; }
    public string? Rule { get; set; }

    public static InputForm Of(StepInput input, bool isDue)
    {
        if (input.Syntax.Length > 0) return new() { Syntax = input.Syntax, Rule = input.Text };
        return isDue && input.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var count, var unit] && DueRule.Read(input.Text) is { } rule
            ? new() { Fixed = count, Unit = rule.ToString().Split(' ')[1] } : new() { Fixed = input.Text };
    }

    public StepInput ToInput(bool isDue) => !string.IsNullOrEmpty(Syntax) ? new(Syntax, Rule ?? "")
        : new("", isDue && !string.IsNullOrWhiteSpace(Fixed) ? $"{Fixed.Trim()} {Unit}".Trim() : Fixed?.ReplaceLineEndings("\n") ?? "");

    /// <summary>What is wrong with it: the key of a sentence, or null.</summary>
    public string? Flaw(InputDescriptor field)
    {
        if (string.IsNullOrEmpty(Syntax) && !string.IsNullOrWhiteSpace(Rule)) return "Step.NoLanguage";
        if (Unit is { Length: > 0 } && string.IsNullOrEmpty(Syntax) && !string.IsNullOrWhiteSpace(Fixed) && !DueRule.TryParse($"{Fixed} {Unit}", out _)) return "Step.NotDue";
        return ToInput(Unit is { Length: > 0 }).Flaw(field);
    }
}

public sealed class CaseForm
{
    public string? Label { get; set; }
    public string? Syntax { get; set; }
    public string? Text { get; set; }

    public static CaseForm Of(JsonObject json)
    {
        var condition = json["condition"] as JsonObject;
        var expression = condition.Look("expression") as JsonObject ?? condition;
        return new() { Label = json["label"].Said(), Syntax = expression.Look("type").Said() is "Literal" ? "" : expression.Look("type").Said(), Text = expression.Look("value")?.ToString() };
    }
}

public sealed class ExitForm
{
    public string? Port { get; set; }
    public string? To { get; set; }

    /// <summary>The step no longer has this outcome.</summary>
    public bool IsGone { get; set; }
}

/// <summary>What people read under a key, in both languages.</summary>
public sealed class NameForm
{
    public string Group { get; set; } = "";
    public string Key { get; set; } = "";
    public string? Ka { get; set; }
    public string? En { get; set; }
    public string? InstructionsKa { get; set; }
    public string? InstructionsEn { get; set; }
    public bool StopsClock { get; set; }
    public bool Reopens { get; set; }
    public bool Closes { get; set; }

    public static NameForm Of(JsonObject? texts, string group, string key)
    {
        var entry = (texts?[group] as JsonObject).Look(key) as JsonObject;
        var instructions = entry.Look("instructions") as JsonObject;
        return new()
        {
            Group = group, Key = key, Ka = entry.Look("ka").Said(), En = entry.Look("en").Said(), InstructionsKa = instructions.Look("ka").Said(), InstructionsEn = instructions.Look("en").Said(),
            StopsClock = entry.Look("stopsClock").IsSet(), Reopens = entry.Look("reopens").IsSet(), Closes = entry.Look("closes").IsSet(),
        };
    }

    public NameForm Renamed(string key) => new() { Group = Group, Key = key, Ka = Ka, En = En, InstructionsKa = InstructionsKa, InstructionsEn = InstructionsEn };

    public NameChange ToChange() => new(Group, Key, Ka ?? "", En ?? "", Group == "tasks" ? new LocalizedText(InstructionsKa ?? "", InstructionsEn ?? "") : null,
        Group == "stages" ? new Dictionary<string, bool> { ["stopsClock"] = StopsClock, ["reopens"] = Reopens, ["closes"] = Closes } : null);
}

using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Studio;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Web.Components;
using Batumi.Workflows.Web.Identity;
using Batumi.Workflows.Web.Pages.Admin.Services;
using Microsoft.AspNetCore.Mvc;

namespace Batumi.Workflows.Web.Pages.Admin.Definitions;

/// <summary>A definition read aloud: every step under its heading, with who does it, by when, and where each outcome leads. All that the canvas can change is changed from here.</summary>
public sealed class OutlineModel(DefinitionShelf shelf, Texts texts) : DefinitionPage(shelf, texts)
{
    private readonly DefinitionShelf shelf = shelf;
    private readonly Texts texts = texts;

    /// <summary>What would be refused, or is doubtful, if this were put in force.</summary>
    public IReadOnlyList<DefinitionError> Flaws { get; private set; } = [];

    public IReadOnlyList<AsideDefinition> Asides { get; private set; } = [];
    public FlowPlan? Plan { get; private set; }
    public FlowWords? Words { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await LoadAsync(ct)) return NotFound();
        Flaws = await shelf.FlawsAsync(Definition, ct);
        Asides = await shelf.AsidesAsync(Key, HttpContext.Actor(), ct);
        if (Outline.Reading.Definition is { } readable) (Plan, Words) = (FlowPlan.Of(readable.Root), new(readable, texts));
        return Page();
    }

    /// <summary>Takes a save that was kept aside over as the draft.</summary>
    public async Task<IActionResult> OnPostTakeAsync(Guid aside, CancellationToken ct)
    {
        if (!await LoadAsync(ct)) return NotFound();
        if ((await shelf.AsidesAsync(Key, HttpContext.Actor(), ct)).FirstOrDefault(a => a.Id == aside) is { } kept && await SaveAsync(_ => kept.Model, ct)) await shelf.DropAsideAsync(Key, aside, ct);
        return ModelState.IsValid ? Redirect(Address) : await OnGetAsync(ct);
    }

    public async Task<IActionResult> OnPostDropAsync(Guid aside, CancellationToken ct)
    {
        await shelf.DropAsideAsync(Key, aside, ct);
        Notice = "Definition.Aside.Dropped";
        return Redirect(Address);
    }

    public async Task<IActionResult> OnPostMoveAsync(string step, int by, CancellationToken ct)
    {
        if (!await LoadAsync(ct)) return NotFound();
        return await SaveAsync(model => DefinitionEdits.Move(model, step, Math.Sign(by)), ct, isOnce: true) ? Redirect($"{Address}#{Anchor(step)}") : await OnGetAsync(ct);
    }

    public static string Anchor(string step) => "step-" + string.Concat(step.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-'));

    /// <summary>What matters of a step at a glance: who, by when, with which form, by which letter.</summary>
    public IEnumerable<(string Label, string Value)> Facts(OutlineStep step)
    {
        foreach (var input in step.Known?.Inputs ?? [])
        {
            if (input.Name is "name" || StepInput.Of(step.Json, input) is not { Text.Length: > 0 } given) continue;
            var value = given.Syntax.Length > 0 ? $"{given.Syntax}: {given.Text}" : input.Name switch
            {
                "role" => texts.Find($"Role.{given.Text}") ?? given.Text,
                "outcome" => texts.Find($"Outcome.{given.Text}") ?? given.Text,
                "due" or "for" when DueRule.Read(given.Text) is { } rule => texts[$"Term.{rule.Unit}", rule.Count],
                "outcomes" => string.Join(", ", given.Text.Split('\n').Select(o => PortName(o))),
                _ => given.Text.ReplaceLineEndings(", "),
            };
            yield return (texts[$"Input.{input.Name}"], value.Length > 200 ? value[..200] + "…" : value);
        }
    }

    public string PortName(string port) => texts.Find($"Port.{port}") ?? texts[Outline.Outcome(port)];

    public string TitleOf(string? id) => Outline.Find(id) is { } step ? texts[Outline.Title(step)] : id ?? "";

    public string KindOf(OutlineStep step) => step.Type[(step.Type.LastIndexOf('.') + 1)..] is var kind && texts.Find($"Step.{kind}") is { } word ? word : step.Type;
}

using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Forms;
using Batumi.Workflows.Application.Letters;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Running;

namespace Batumi.Workflows.Web.Components;

/// <summary>What the inputs of municipal steps can be set to: the roles, units, forms, letters and outcomes that this municipality has. Elsa Studio and the outline offer the same.</summary>
public sealed class StepChoices(ServiceCatalog catalog, Published published, Texts texts)
{
    /// <returns>Name of the input to what can be chosen, by the reader's alphabet.</returns>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<StepChoice>>> ListsAsync(CancellationToken ct)
    {
        var (units, forms, letters) = (await catalog.UnitsAsync(ct), await published.AllAsync<Form>(ContentKind.Form, ct), await published.AllAsync<LetterTemplate>(ContentKind.Letter, ct));
        List<StepChoice> roles = [.. Roles.All.Select(role => new StepChoice(role, texts[$"Role.{role}"]))];
        List<StepChoice> bodies = [.. (units?.Units ?? []).Select(unit => new StepChoice(unit.Code, $"{texts[unit.Name]} ({unit.Code})"))];
        return new Dictionary<string, IReadOnlyList<StepChoice>>(StringComparer.OrdinalIgnoreCase)
        {
            ["role"] = Sorted(roles), ["unit"] = Sorted(bodies), ["form"] = Sorted(forms.Select(form => new StepChoice(form.Key, $"{texts[form.Content.Title]} ({form.Key})"))),
            ["template"] = Sorted(letters.Select(letter => new StepChoice(letter.Key, letter.Key))), ["outcome"] = Sorted(Outcomes.All.Select(outcome => new StepChoice(outcome, texts[$"Outcome.{outcome}"]))),
            ["to"] =
            [
                new("applicant", texts["Letter.Applicant"]), .. Sorted(roles.Select(r => new StepChoice($"role:{r.Value}", r.Text))), .. Sorted(bodies.Select(u => new StepChoice($"unit:{u.Value}", u.Text))),
            ],
        };
    }

    /// <summary>The stages that a definition names.</summary>
    public IReadOnlyList<StepChoice> Stages(JsonObject model)
    {
        var names = new DefinitionTexts(model["customProperties"] as JsonObject);
        return [.. (((model["customProperties"] as JsonObject).Look("texts") as JsonObject).Look("stages") as JsonObject ?? []).Select(stage => new StepChoice(stage.Key, $"{texts[names.Stage(stage.Key)]} ({stage.Key})"))];
    }

    private static IReadOnlyList<StepChoice> Sorted(IEnumerable<StepChoice> choices) => [.. choices.OrderBy(c => c.Text, StringComparer.CurrentCulture)];
}

public sealed record StepChoice(string Value, string Text);

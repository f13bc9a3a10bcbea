using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Forms;
using Batumi.Workflows.Application.Letters;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;

namespace Batumi.Workflows.Web.Api.Elsa;

/// <summary>
/// How a designer asks for the inputs of our own activities: roles, units, forms, letters and outcomes are chosen from what this municipality has, and every way a task can end
/// is a port of its own (Elsa Studio's UI hints).
/// </summary>
internal sealed class MunicipalHints(ServiceCatalog catalog, Published published, Texts texts)
{
    public async Task FillAsync(IEnumerable<JsonObject> descriptors, CancellationToken ct)
    {
        var (units, forms, letters) = (await catalog.UnitsAsync(ct), await published.AllAsync<Form>(ContentKind.Form, ct), await published.AllAsync<LetterTemplate>(ContentKind.Letter, ct));
        var lists = new Dictionary<string, List<(string Value, string Text)>>
        {
            ["Role"] = [.. Roles.All.Select(role => (role, texts[$"Role.{role}"]))],
            ["Unit"] = [.. (units?.Units ?? []).Select(unit => (unit.Code, $"{texts[unit.Name]} ({unit.Code})"))],
            ["Form"] = [.. forms.Select(form => (form.Key, $"{texts[form.Content.Title]} ({form.Key})"))],
            ["Template"] = [.. letters.Select(letter => (letter.Key, letter.Key))],
            ["Outcome"] = [.. Outcomes.All.Select(outcome => (outcome, texts[$"Outcome.{outcome}"]))],
        };
        foreach (var descriptor in descriptors.Where(d => (string?)d["category"] == "Municipal"))
        {
            var inputs = descriptor["inputs"]!.AsArray();
            foreach (var input in inputs.OfType<JsonObject>().ToList())
            {
                var name = (string)input["name"]!;
                if (name == "Name") inputs.Remove(input);        // the activity's own name says it
                else if (name == "Outcomes") Ask(input, "dynamic-outcomes", new JsonObject { ["DynamicOutcomesOptions"] = new JsonObject { ["fixedOutcomes"] = new JsonArray("Expired") } });
                else if (name == "NotBy") Ask(input, "multitext", []);
                else if (lists.TryGetValue(name, out var choices)) Ask(input, "dropdown", DropDown(choices));
            }
        }
    }

    private static void Ask(JsonObject input, string hint, JsonObject specifications) => (input["uiHint"], input["uiSpecifications"]) = (hint, specifications);

    private static JsonObject DropDown(IEnumerable<(string Value, string Text)> choices) => new()
    {
        ["dropdown"] = new JsonObject
        {
            ["selectList"] = new JsonObject
            {
                ["items"] = new JsonArray([.. choices.OrderBy(c => c.Text, StringComparer.CurrentCulture).Select(c => (JsonNode)new JsonObject { ["text"] = c.Text, ["value"] = c.Value })]), ["isFlagsEnum"] = false,
            },
        },
    };
}

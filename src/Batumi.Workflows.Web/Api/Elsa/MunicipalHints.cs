using System.Text.Json.Nodes;
using Batumi.Workflows.Web.Components;

namespace Batumi.Workflows.Web.Api.Elsa;

/// <summary>
/// How a designer asks for the inputs of our own activities: roles, units, forms, letters and outcomes are chosen from what this municipality has, and every way a task can end
/// is a port of its own (Elsa Studio's UI hints).
/// </summary>
internal sealed class MunicipalHints(StepChoices choices)
{
    public async Task FillAsync(IEnumerable<JsonObject> descriptors, CancellationToken ct)
    {
        var lists = await choices.ListsAsync(ct);
        foreach (var descriptor in descriptors.Where(d => (string?)d["category"] == "Municipal"))
        {
            var inputs = descriptor["inputs"]!.AsArray();
            foreach (var input in inputs.OfType<JsonObject>().ToList())
            {
                var name = (string)input["name"]!;
                if (name == "Name") inputs.Remove(input);        // the activity's own name says it
                else if (name == "Outcomes") Ask(input, "dynamic-outcomes", new JsonObject { ["DynamicOutcomesOptions"] = new JsonObject { ["fixedOutcomes"] = new JsonArray("Expired") } });
                else if (name == "NotBy") Ask(input, "multitext", []);
                else if (name != "To" && lists.TryGetValue(name, out var offered)) Ask(input, "dropdown", DropDown(offered));
            }
        }
    }

    private static void Ask(JsonObject input, string hint, JsonObject specifications) => (input["uiHint"], input["uiSpecifications"]) = (hint, specifications);

    private static JsonObject DropDown(IEnumerable<StepChoice> offered) => new()
    {
        ["dropdown"] = new JsonObject
        {
            ["selectList"] = new JsonObject
            {
                ["items"] = new JsonArray([.. offered.Select(c => (JsonNode)new JsonObject { ["text"] = c.Text, ["value"] = c.Value })]), ["isFlagsEnum"] = false,
            },
        },
    };
}

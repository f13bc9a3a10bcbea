using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Studio;

namespace Batumi.Workflows.Tests.Api.Elsa;

/// <summary>Gives everything that a case names a mark of its own, as the recorder's runner does, so that no two cases and no service of the city meet.</summary>
public sealed class CaseNames
{
    private static int count;

    private readonly string mark = $"zq{Interlocked.Increment(ref count):D4}";
    private readonly Dictionary<string, string> marked = [];

    public CaseNames(JsonObject recorded)
    {
        foreach (var definition in Definitions(recorded))
        {
            var (id, name) = ((string)definition["definitionId"]!, (string)definition["name"]!);
            marked[id] = $"{id}-{mark}";
            if ((bool?)definition["options"]?["usableAsActivity"] == true) marked[DefinitionModel.TypeName(name)] = DefinitionModel.TypeName($"{name} {mark}");
        }

        foreach (var name in (recorded["unique"] as JsonArray ?? []).Select(u => (string)u!)) marked[name] = $"{name}-{mark}";
    }

    public JsonObject Marked(JsonObject recorded)
    {
        var copy = Walked(recorded)!.AsObject();
        foreach (var definition in Definitions(copy)) definition["name"] = $"{(string)definition["name"]!} {mark}";
        return copy;
    }

    public JsonObject Plain(JsonObject got) => JsonNode.Parse(Regex.Replace(got.ToJsonString(), $"[- ]?[Zz]q{mark[2..]}", ""))!.AsObject();

    private static IEnumerable<JsonObject> Definitions(JsonObject conformance) => conformance["definitions"]!.AsArray()
        .Concat((conformance["steps"] as JsonArray ?? []).Select(s => s!["import"])).OfType<JsonObject>();

    private JsonNode? Walked(JsonNode? node) => node switch
    {
        JsonObject box => new JsonObject(box.Select(p => KeyValuePair.Create(p.Key, p.Key is "expected" or "preferredExpected" ? p.Value?.DeepClone() : Walked(p.Value)))),
        JsonArray many => new JsonArray([.. many.Select(Walked)]),
        JsonValue value when value.TryGetValue<string>(out var text) => marked.GetValueOrDefault(text, text),
        _ => node?.DeepClone(),
    };
}

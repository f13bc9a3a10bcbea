using System.Text.Json.Nodes;

namespace Batumi.Workflows.Tests.Engine.Conformance;

public sealed class ElsaConformanceTests
{
    public static TheoryData<string> Cases =>
        [.. Directory.GetFiles(ConformanceCase.Folder(), "*.json").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_definition_runs_as_it_runs_on_Elsa_or_better_where_the_case_says_so(string name)
    {
        var conformance = ConformanceCase.Named(name);
        var got = CaseRun.Play(conformance);
        Assert.Empty(Differences(conformance, got));
    }

    private static IEnumerable<string> Differences(ConformanceCase conformance, JsonObject got)
    {
        foreach (var (key, expected) in conformance.Expected)
        {
            var difference = key switch
            {
                "incidents" => Compare(key, Incidents(expected!.AsArray()), Incidents(got[key]?.AsArray() ?? [])),
                "afterRun" => State(key, expected!.AsObject(), got[key] as JsonObject ?? []),
                "afterEachStep" => string.Join("; ", expected!.AsArray().Select((e, i) =>
                    State($"step {i + 1}", e!.AsObject(), (got[key] as JsonArray)?.ElementAtOrDefault(i) as JsonObject ?? []))),
                "http" => expected!["import"] is not null && got["http"] is null ? "import should be refused" : "",
                "others" => Others(expected!.AsArray(), got[key]?.AsArray() ?? []),
                "lines" when conformance.Unordered => Compare(key, Sorted(expected!), Sorted(got[key]!)),
                _ => Compare(key, expected, got[key]),
            };
            if (difference.Trim(' ', ';').Length > 0) yield return difference;
        }
    }

    /// <summary>Further runs, in any order; only what the case names of each counts.</summary>
    private static string Others(JsonArray expected, JsonArray got)
    {
        var left = got.ToList();
        foreach (var one in expected)
            if (left.FindIndex(g => one!.AsObject().All(p => Same(p.Value, g![p.Key]))) is >= 0 and var at) left.RemoveAt(at);
            else return $"no other run like {one!.ToJsonString()} among {got.ToJsonString()}";
        return left.Count == 0 ? "" : $"one run too many: {left[0]!.ToJsonString()}";
    }

    private static string State(string place, JsonObject expected, JsonObject got) =>
        string.Join(", ", expected.Where(e => e.Key != "http").Select(e => Compare($"{place} {e.Key}", e.Value, got[e.Key])).Where(d => d.Length > 0));

    private static string Compare(string key, JsonNode? expected, JsonNode? got) =>
        Same(expected, got) ? "" : $"{key}: expected {expected?.ToJsonString() ?? "null"}, got {got?.ToJsonString() ?? "null"}";

    private static bool Same(JsonNode? a, JsonNode? b) => (a, b) switch
    {
        (JsonObject x, JsonObject y) => x.Count == y.Count && x.All(p => y.ContainsKey(p.Key) && Same(p.Value, y[p.Key])),
        (JsonArray x, JsonArray y) => x.Count == y.Count && x.Zip(y).All(p => Same(p.First, p.Second)),
        (JsonValue x, JsonValue y) when x.GetValueKind() == System.Text.Json.JsonValueKind.Number && y.GetValueKind() == System.Text.Json.JsonValueKind.Number =>
            Math.Abs(double.Parse(x.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture)
                - double.Parse(y.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture)) < 1e-9,
        _ => JsonNode.DeepEquals(a, b),
    };

    /// <summary>Texts of incidents are ours, except where the definition itself words them.</summary>
    private static JsonNode Incidents(JsonArray incidents) => Sorted(new JsonArray([.. incidents.Select(i =>
        (string)i!["activityType"]! == "Elsa.Fault"
            ? new JsonObject { ["activityId"] = i["activityId"]!.DeepClone(), ["activityType"] = "Elsa.Fault", ["message"] = i["message"]?.DeepClone() }
            : new JsonObject { ["activityId"] = i["activityId"]!.DeepClone(), ["activityType"] = i["activityType"]!.DeepClone() })]));

    private static JsonArray Sorted(JsonNode list) =>
        new([.. list.AsArray().OrderBy(e => e?.ToJsonString() ?? "null", StringComparer.Ordinal).Select(e => e?.DeepClone())]);
}

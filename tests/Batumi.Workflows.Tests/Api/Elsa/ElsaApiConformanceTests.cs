using System.Text.Json;
using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Tests.Support;

namespace Batumi.Workflows.Tests.Api.Elsa;

/// <summary>One site with a key for machines, for all cases.</summary>
public sealed class ElsaSite : IAsyncLifetime
{
    public const string Key = "a-key-of-a-machine-in-tests";

    public Site Site { get; } = new(settings: new Dictionary<string, string> { ["ElsaApi:ApiKey"] = Key });

    public HttpClient Machine()
    {
        var client = Site.CreateClient(new() { BaseAddress = new("https://city.test"), AllowAutoRedirect = false });
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"ApiKey {Key}");
        return client;
    }

    public Task InitializeAsync() => Task.CompletedTask;

    async Task IAsyncLifetime.DisposeAsync() => await Site.DisposeAsync();
}

/// <summary>Every conformance case over HTTP: definitions, versions, runs, tasks, events and journals as Elsa's API shows them.</summary>
public sealed class ElsaApiConformanceTests(ElsaSite elsa) : IClassFixture<ElsaSite>
{
    public static TheoryData<string> Cases =>
        [.. Folders.SelectMany(f => Directory.GetFiles(f, "*.json")).Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal)];

    // Elsa answers 200 whatever task is ended; the cases prefer these.
    private static readonly Dictionary<string, (int Step, int Status)[]> onPurpose = new()
    {
        ["042-join-waitany-late-completion-ignored"] = [(2, 409)], ["183-task-unknown-and-double-completion"] = [(1, 404), (3, 409)],
    };

    // Those of the engine, and those that only a server can play: versions, drafts, who may start.
    private static string[] Folders { get; } = [.. new[] { "Engine/Conformance/cases", "Api/Elsa/cases" }.Select(f => Path.Combine(Repository.Root, "tests", "Batumi.Workflows.Tests", f))];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_case_runs_over_http_as_on_Elsa_or_better_where_it_says_so(string name)
    {
        var file = Folders.Select(f => Path.Combine(f, name + ".json")).First(File.Exists);
        var recorded = JsonNode.Parse(await File.ReadAllTextAsync(file))!.AsObject();
        var names = new CaseNames(recorded);
        var conformance = names.Marked(recorded);
        using var machine = elsa.Machine();
        var got = names.Plain(await new ApiCaseRun(elsa.Site, machine, conformance).PlayAsync());

        var expected = (recorded["preferredExpected"] ?? recorded["expected"])!.AsObject();
        if (name == "021-duplicate-activity-id") expected["http"]!["import"] = 400;        // Elsa breaks there; we name the id
        foreach (var (step, status) in onPurpose.GetValueOrDefault(name, [])) expected["afterEachStep"]![step - 1]!["http"] = status;
        var differences = Differences(expected, got, (bool?)conformance["unordered"] == true).ToList();
        Assert.True(differences.Count == 0, string.Join('\n', differences));
        Assert.Empty((await elsa.Site.AskAsync<Replay, ReplayReport>(r => r.RunAsync(default))).Differences);
        await RemoveAsync(machine, conformance);
    }

    private static async Task RemoveAsync(HttpClient machine, JsonObject conformance)
    {
        var ids = new JsonArray([.. conformance["definitions"]!.AsArray().Select(d => (JsonNode)(string)d!["definitionId"]!)]);
        using var body = new StringContent(new JsonObject { ["definitionIds"] = ids }.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        (await machine.PostAsync("/elsa/api/bulk-actions/delete/workflow-instances", body)).EnsureSuccessStatusCode();
    }

    private static IEnumerable<string> Differences(JsonObject expected, JsonObject got, bool isUnordered)
    {
        foreach (var (key, value) in expected)
        {
            var difference = key switch
            {
                "activityEvents" => Compare(key, Endings(value!.AsArray()), Endings(got[key]?.AsArray() ?? [])),
                "incidents" => Compare(key, Incidents(value!.AsArray()), Incidents(got[key]?.AsArray() ?? [])),
                "afterRun" => State(key, value!.AsObject(), got[key] as JsonObject ?? [], isUnordered),
                "afterEachStep" => string.Join("; ", value!.AsArray().Select((e, i) => State($"step {i + 1}", e!.AsObject(), (got[key] as JsonArray)?.ElementAtOrDefault(i) as JsonObject ?? [], isUnordered)).Where(d => d.Length > 0)),
                "others" => Compare(key, Sorted(value!), Sorted(Only(value!.AsArray(), got[key] as JsonArray ?? []))),
                "lines" when isUnordered => Compare(key, Sorted(value!), Sorted(got[key]!)),
                _ => Compare(key, value, got[key]),
            };
            if (difference.Length > 0) yield return difference;
        }
    }

    private static string State(string place, JsonObject expected, JsonObject got, bool isUnordered) => string.Join(", ", expected
        .Select(e => e.Key == "lines" && isUnordered ? Compare($"{place} lines", Sorted(e.Value!), Sorted(got["lines"]!)) : Compare($"{place} {e.Key}", e.Value, got[e.Key])).Where(d => d.Length > 0));

    private static string Compare(string key, JsonNode? expected, JsonNode? got) => Same(expected, got) ? "" : $"{key}: expected {expected?.ToJsonString() ?? "null"}, got {got?.ToJsonString() ?? "null"}";

    private static bool Same(JsonNode? a, JsonNode? b) => (a, b) switch
    {
        (JsonObject x, JsonObject y) => x.Count == y.Count && x.All(p => y.ContainsKey(p.Key) && Same(p.Value, y[p.Key])),
        (JsonArray x, JsonArray y) => x.Count == y.Count && x.Zip(y).All(p => Same(p.First, p.Second)),
        (JsonValue x, JsonValue y) when x.GetValueKind() == JsonValueKind.Number && y.GetValueKind() == JsonValueKind.Number => Math.Abs(Number(x) - Number(y)) < 1e-9,
        _ => JsonNode.DeepEquals(a, b),
    };

    private static double Number(JsonValue value) => double.Parse(value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The order in which activities ended; an immediate repeat is one ending.</summary>
    private static JsonArray Endings(JsonArray events)
    {
        var kept = new JsonArray();
        foreach (var e in events.Where(e => (string)e![1]! is "Completed" or "Faulted" or "Canceled"))
        {
            if (kept.Count == 0 || !JsonNode.DeepEquals(kept[^1], e)) kept.Add(e!.DeepClone());
        }

        return kept;
    }

    private static JsonArray Incidents(JsonArray incidents) => Sorted(new JsonArray([.. incidents.Select(i => (string)i!["activityType"]! == "Elsa.Fault"
        ? new JsonObject { ["activityId"] = i["activityId"]!.DeepClone(), ["activityType"] = "Elsa.Fault", ["message"] = i["message"]?.DeepClone() }
        : new JsonObject { ["activityId"] = i["activityId"]!.DeepClone(), ["activityType"] = i["activityType"]!.DeepClone() })]));

    // Of the other instances only what the expectation names is looked at.
    private static JsonArray Only(JsonArray expected, JsonArray got) => new([.. got.Select((o, i) =>
    {
        var names = (expected.ElementAtOrDefault(i) as JsonObject ?? expected[0]!.AsObject()).Select(p => p.Key).ToList();
        return (JsonNode)new JsonObject(o!.AsObject().Where(p => names.Contains(p.Key)).Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())));
    })]);

    private static JsonArray Sorted(JsonNode list) => new([.. list.AsArray().OrderBy(Canonical, StringComparer.Ordinal).Select(e => e?.DeepClone())]);

    private static string Canonical(JsonNode? node) => node is JsonObject box ? "{" + string.Join(',', box.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}:{Canonical(p.Value)}")) + "}" : node?.ToJsonString() ?? "null";
}

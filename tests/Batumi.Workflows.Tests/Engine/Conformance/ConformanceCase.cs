using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Batumi.Workflows.Tests.Engine.Conformance;

/// <summary>
/// A case recorded on a real Elsa 3.8.0 server: a definition, what is done to a run of it, and what must come of it. Where the case prefers
/// something better than Elsa does (<c>preferredExpected</c>), only that counts.
/// </summary>
public sealed class ConformanceCase(string file)
{
    private readonly JsonObject _json = JsonNode.Parse(File.ReadAllText(file))!.AsObject();

    /// <summary>The definitions in the order they are published; <paramref name="link"/> sees each with those before it.</summary>
    public IEnumerable<string> Definitions(Func<JsonObject, IReadOnlyList<JsonObject>, JsonObject> link)
    {
        var before = new List<JsonObject>();
        foreach (var definition in _json["definitions"]!.AsArray().Select(d => d!.DeepClone().AsObject()))
        {
            yield return link(definition, before).ToJsonString();
            before.Add(definition);
        }
    }

    public JsonObject Run => _json["run"] as JsonObject ?? [];
    public IEnumerable<JsonObject> Steps => (_json["steps"] as JsonArray ?? []).Select(s => s!.AsObject());
    public bool Unordered => (bool?)_json["unordered"] == true;
    public JsonObject Expected => (_json["preferredExpected"] ?? _json["expected"])!.AsObject();

    public static ConformanceCase Named(string name) => new(Path.Combine(Folder(), name + ".json"));

    public static string Folder([CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "cases");
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Batumi.Workflows.Engine.Definitions;

namespace Batumi.Workflows.Application.Primitives;

/// <summary>
/// Reads a file that people edit, without ever throwing: whatever is wrong is noted with file, place, found and expected, and reading goes on, so that
/// the editor sees all of it at once.
/// </summary>
public sealed class JsonReader
{
    private const int LongestText = 20_000;
    private readonly string file;
    private readonly List<DefinitionError> errors;
    private readonly JsonNode? node;
    private readonly string place;

    private JsonReader(string file, List<DefinitionError> errors, JsonNode? node, string place) => (this.file, this.errors, this.node, this.place) = (file, errors, node, place);

    public IReadOnlyList<DefinitionError> Errors => errors;

    public bool IsSound => errors.Count == 0;

    public static JsonReader Open(string text, string file)
    {
        var errors = new List<DefinitionError>();
        try
        {
            var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 64 };
            var node = JsonNode.Parse(text, documentOptions: options);
            if (node is JsonObject o) _ = o.Count;      // duplicate names are found here, not at the first use
            else errors.Add(new("BW2001", file, "$", node is null ? "null" : node.GetValueKind().ToString(), "an object"));
            return new(file, errors, node as JsonObject, "$");
        }
        catch (JsonException broken)
        {
            errors.Add(new("BW2000", file, $"line {broken.LineNumber + 1}, column {broken.BytePositionInLine + 1}", "text that is not JSON", "JSON"));
        }
        catch (ArgumentException)
        {
            errors.Add(new("BW2000", file, "$", "the same name twice in one object", "each name once"));
        }

        return new(file, errors, null, "$");
    }

    public bool Has(string name) => (node as JsonObject)?[name] is not null;

    public string Place => place;

    public void Fail(string name, string found, string expected) => errors.Add(new("BW2002", file, $"{place}.{name}", found, expected));

    /// <summary>A text that must be there.</summary>
    public string Text(string name, string expected = "a text")
    {
        var text = OptionalText(name);
        if (!string.IsNullOrWhiteSpace(text)) return text;
        if (text is not null) Fail(name, "an empty text", expected);
        else if (!Has(name)) Fail(name, "nothing", expected);
        return "";
    }

    public string? OptionalText(string name)
    {
        var value = Value(name);
        if (value is null) return null;
        if (value is JsonValue v && v.TryGetValue<string>(out var text) && text.Length <= LongestText) return text;
        Fail(name, Kind(value), $"a text of at most {LongestText} signs");
        return null;
    }

    public int? Number(string name, int least, int most)
    {
        var value = Value(name);
        if (value is null) return null;
        if (value is JsonValue v && v.TryGetValue<int>(out var number) && number >= least && number <= most) return number;
        Fail(name, value.ToJsonString(), $"a whole number from {least} to {most}");
        return null;
    }

    public double? Decimal(string name)
    {
        var value = Value(name);
        if (value is null) return null;
        if (value is JsonValue v && v.TryGetValue<double>(out var number)) return number;
        Fail(name, Kind(value), "a number");
        return null;
    }

    public bool Flag(string name)
    {
        var value = Value(name);
        if (value is null) return false;
        if (value is JsonValue v && v.TryGetValue<bool>(out var flag)) return flag;
        Fail(name, Kind(value), "true or false");
        return false;
    }

    /// <summary>A text in both languages.</summary>
    public LocalizedText Both(string name)
    {
        if (OptionalBoth(name) is { } both) return both;
        if (!Has(name)) Fail(name, "nothing", "a text in both languages: { \"ka\": ..., \"en\": ... }");
        return new("", "");
    }

    public LocalizedText? OptionalBoth(string name)
    {
        if (!Has(name)) return null;
        if (Child(name) is not { } child) return null;
        return new(child.Text("ka", "the Georgian text"), child.Text("en", "the English text"));
    }

    public JsonReader? Child(string name)
    {
        var value = Value(name);
        if (value is JsonObject) return new(file, errors, value, $"{place}.{name}");
        if (value is not null) Fail(name, Kind(value), "an object");
        return null;
    }

    public IReadOnlyList<JsonReader> Children(string name)
    {
        var value = Value(name);
        if (value is null) return [];
        if (value is not JsonArray list)
        {
            Fail(name, Kind(value), "a list");
            return [];
        }

        var children = new List<JsonReader>();
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is JsonObject) children.Add(new(file, errors, list[i], $"{place}.{name}[{i}]"));
            else errors.Add(new("BW2002", file, $"{place}.{name}[{i}]", Kind(list[i]), "an object"));
        }

        return children;
    }

    public IReadOnlyList<string> Texts(string name)
    {
        var value = Value(name);
        if (value is null) return [];
        if (value is JsonArray list && list.All(item => item is JsonValue v && v.TryGetValue<string>(out _))) return [.. list.Select(item => (string)item!)];
        Fail(name, Kind(value), "a list of texts");
        return [];
    }

    public IReadOnlyDictionary<string, string> Map(string name)
    {
        var map = new Dictionary<string, string>();
        if (Child(name) is not { node: JsonObject entries } child) return map;
        foreach (var (key, _) in entries)
        {
            if (child.OptionalText(key) is { } text) map[key] = text;
        }

        return map;
    }

    private JsonNode? Value(string name)
    {
        try
        {
            return (node as JsonObject)?[name];
        }
        catch (ArgumentException)
        {
            errors.Add(new("BW2000", file, place, "the same name twice in one object", "each name once"));
            return null;
        }
    }

    private static string Kind(JsonNode? value) => value is null ? "null" : value.GetValueKind().ToString().ToLowerInvariant();
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Batumi.Workflows.Application.Primitives;

namespace Batumi.Workflows.Application.Letters;

/// <summary>A letter's words as a person writes them, without the file's JSON around them.</summary>
/// <param name="Sms">The text message with the same news; null: there is none.</param>
public sealed partial record LetterText(LocalizedText Subject, LocalizedText Body, LocalizedText? Sms)
{
    private static readonly JsonSerializerOptions lines = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>Null: the file cannot be read as a letter.</returns>
    public static LetterText? Read(string content)
    {
        try
        {
            return JsonNode.Parse(content) is JsonObject letter && Both(letter["subject"]) is { } subject && Both(letter["body"]) is { } body ? new(subject, body, Both(letter["sms"])) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The file's text with these words; whatever else stands in it stays.</summary>
    public string Into(string content)
    {
        var letter = JsonNode.Parse(content) as JsonObject ?? [];
        (letter["subject"], letter["body"]) = (Json(Subject), Json(Body));
        if (Sms is null) letter.Remove("sms");
        else letter["sms"] = Json(Sms);
        return letter.ToJsonString(lines) + (content.EndsWith('\n') ? "\n" : "");
    }

    /// <summary>Names of the values that the words ask for, in their order.</summary>
    public IReadOnlyList<string> Values => [.. new[] { Subject.Ka, Body.Ka, Subject.En, Body.En }.SelectMany(text => Named().Matches(text)).Select(m => m.Groups["name"].Value).Distinct()];

    private static JsonObject Json(LocalizedText text) => new() { ["ka"] = text.Ka.ReplaceLineEndings("\n"), ["en"] = text.En.ReplaceLineEndings("\n") };

    private static LocalizedText? Both(JsonNode? node) =>
        node is JsonObject both && both["ka"] is JsonValue ka && both["en"] is JsonValue en && ka.TryGetValue<string>(out var georgian) && en.TryGetValue<string>(out var english) ? new(georgian, english) : null;

    [GeneratedRegex(@"(\{\{-?\s*|\{%-?\s*(if|elsif|unless|case)\s+)(?<name>[A-Za-z_][A-Za-z0-9_]*)")]
    private static partial Regex Named();
}

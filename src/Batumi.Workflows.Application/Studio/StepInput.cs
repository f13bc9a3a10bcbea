using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Engine.Activities;

namespace Batumi.Workflows.Application.Studio;

/// <summary>How an input of a step is given.</summary>
/// <param name="Syntax">Empty: fixed; else the language of the rule that works it out, such as JavaScript or Liquid, or Variable or Input by name.</param>
/// <param name="Text">The value, a list with one entry on each line, or the rule.</param>
public sealed record StepInput(string Syntax, string Text)
{
    /// <summary>Longest text that a page takes.</summary>
    public const int TextLength = 20_000;

    private static readonly JsonSerializerOptions plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Ways to give an input that is not fixed.</summary>
    public static IReadOnlyList<string> Syntaxes { get; } = ["JavaScript", "Liquid", "Variable", "Input"];

    /// <summary>What a list is in definitions.</summary>
    public static bool IsList(InputDescriptor input) => input.TypeName == "List<String>";

    /// <summary>A fixed value of this type is written as JSON, not as a text.</summary>
    public static bool IsJson(InputDescriptor input) => input.TypeName is "Object" or "ObjectDictionary" or "StringDictionary" or "JsonObject" or "JsonElement";

    public static StepInput Of(JsonObject step, InputDescriptor input)
    {
        switch (step[Property(step, input)])
        {
            case null: return new("", "");
            case JsonObject wrapped when wrapped["expression"] is JsonObject expression:
                var syntax = Said(expression["type"]) is { Length: > 0 } named ? named : "Literal";
                var isFixed = syntax is "Literal" or "Object" or "Json";
                return new(isFixed ? "" : syntax, isFixed && IsList(input) ? Lines(expression["value"]) : Said(expression["value"]));
            case JsonArray many when IsList(input): return new("", Lines(many));
            case var plainly: return new("", Said(plainly));
        }
    }

    /// <summary>Writes it into the step; what it says already stays as it is written.</summary>
    public void Into(JsonObject step, InputDescriptor input)
    {
        if (Of(step, input) is var before && before.Syntax == Syntax && Normal(before.Text) == Normal(Text)) return;
        var property = Property(step, input);
        if (string.IsNullOrWhiteSpace(Text))
        {
            step.Remove(property);
            return;
        }

        var typeName = Said((step[property] as JsonObject).Look("typeName")) is { Length: > 0 } given ? given : input.TypeName;
        var (syntax, value) = (Syntax, IsList(input)) switch
        {
            ("", true) => ("Object", JsonSerializer.Serialize(Text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), plain)),
            ("", false) => (IsJson(input) ? "Object" : "Literal", Normal(Text)),
            _ => (Syntax, Normal(Text)),
        };
        if (step[property] is JsonObject wrapped && wrapped["expression"] is JsonObject expression) (expression["type"], expression["value"]) = (syntax, value);     // what a designer keeps beside it stays
        else step[property] = new JsonObject { ["typeName"] = typeName, ["expression"] = new JsonObject { ["type"] = syntax, ["value"] = value } };
    }

    /// <summary>What is wrong with it before anything is saved: a code, or null.</summary>
    public string? Flaw(InputDescriptor input)
    {
        if (Text.Length > TextLength) return "Step.TooLong";
        if (Syntax.Length > 0 && !Syntaxes.Contains(Syntax)) return "Step.Syntax";
        if (Syntax.Length > 0 && string.IsNullOrWhiteSpace(Text)) return "Step.NoRule";
        if (Syntax.Length > 0 || string.IsNullOrWhiteSpace(Text)) return null;
        if (IsJson(input)) return IsReadable(Text) ? null : "Step.NotJson";
        return input.TypeName switch
        {
            "Boolean" => Text is "true" or "false" ? null : "Step.NotFlag",
            "Int32" or "Int64" => long.TryParse(Text.Trim(), System.Globalization.CultureInfo.InvariantCulture, out _) ? null : "Step.NotNumber",
            _ => null,
        };
    }

    private static string Property(JsonObject step, InputDescriptor input) => step.Select(p => p.Key).FirstOrDefault(k => k.Equals(input.Name, StringComparison.OrdinalIgnoreCase)) ?? input.Name;

    private static string Normal(string text) => text.ReplaceLineEndings("\n").Trim();

    private static bool IsReadable(string text)
    {
        try
        {
            JsonNode.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Lines(JsonNode? value)
    {
        try
        {
            var list = value is JsonArray many ? many : JsonNode.Parse(Said(value) is { Length: > 0 } text ? text : "[]") as JsonArray;
            return list is null ? Said(value) : string.Join('\n', list.Select(Said));
        }
        catch (JsonException)
        {
            return Said(value);
        }
    }

    private static string Said(JsonNode? node) => node switch
    {
        null => "",
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        _ => node.ToJsonString(plain),
    };
}

using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Batumi.Workflows.Engine.Expressions;

/// <summary>
/// Values of variables, inputs and results. A value is a JSON node that has no parent and is never changed after it was made, so states can
/// share it. Whole numbers are kept as long, others as double, so that the same value always has the same text.
/// </summary>
internal static class Values
{
    public static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 256 };

    /// <summary>A copy of a foreign node in the one form the engine keeps.</summary>
    public static JsonNode? Own(JsonNode? node)
    {
        switch (node)
        {
            case null: return null;
            case JsonObject found:
                var copy = new JsonObject();
                foreach (var (key, value) in found) copy[key] = Own(value);
                return copy;
            case JsonArray list:
                var array = new JsonArray();
                foreach (var item in list) array.Add(Own(item));
                return array;
            default:
                var scalar = node.AsValue();
                return scalar.GetValueKind() switch
                {
                    JsonValueKind.String => JsonValue.Create(scalar.GetValue<string>()),
                    JsonValueKind.True => JsonValue.Create(true),
                    JsonValueKind.False => JsonValue.Create(false),
                    JsonValueKind.Number => Number(scalar),
                    _ => null,
                };
        }
    }

    public static JsonObject OwnObject(JsonObject? node) => node is null ? [] : (JsonObject)Own(node)!;

    private static JsonNode? Number(JsonValue value)
    {
        if (value.TryGetValue<long>(out var whole)) return JsonValue.Create(whole);
        if (value.TryGetValue<int>(out var small)) return JsonValue.Create((long)small);
        if (value.TryGetValue<double>(out var number)) return Number(number);
        if (value.TryGetValue<decimal>(out var amount)) return Number((double)amount);
        return double.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out number) ? Number(number) : null;
    }

    /// <summary>A number as scripts give it; what JSON cannot say (NaN, infinity) is null.</summary>
    public static JsonNode? Number(double number)
    {
        if (!double.IsFinite(number)) return null;
        return number == Math.Truncate(number) && Math.Abs(number) < 9_007_199_254_740_992 ? JsonValue.Create((long)number) : JsonValue.Create(number);
    }

    public static double? AsNumber(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.Number
        ? value.TryGetValue<long>(out var whole) ? whole : value.TryGetValue<double>(out var number) ? number : value.TryGetValue<int>(out var small) ? small : null
        : null;

    /// <summary>The text of a value as a template or a line shows it; null stays null.</summary>
    public static string? Text(JsonNode? node)
    {
        if (node is not JsonValue value) return node?.ToJsonString(Plain);
        return value.GetValueKind() switch
        {
            JsonValueKind.String => value.GetValue<string>(),
            JsonValueKind.Number when AsNumber(node) is { } number => number.ToString(CultureInfo.InvariantCulture),
            _ => value.ToJsonString(),
        };
    }

    /// <summary>Conditions: true, 'true' in any case, and numbers other than 0; everything else is false, as Elsa converts (cases 052, 055).</summary>
    public static bool Truth(JsonNode? node)
    {
        if (node is not JsonValue value) return false;
        return value.GetValueKind() switch
        {
            JsonValueKind.True => true,
            JsonValueKind.String => string.Equals(value.GetValue<string>().Trim(), "true", StringComparison.OrdinalIgnoreCase),
            JsonValueKind.Number => AsNumber(node) is not (null or 0),
            _ => false,
        };
    }

    /// <summary>Names in a list input: a JSON array, a JSON array in a text, or names separated by commas.</summary>
    public static IReadOnlyList<string>? Names(JsonNode? node)
    {
        if (node is JsonValue && Text(node) is { } text)
        {
            if (!text.TrimStart().StartsWith('['))
                return text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            node = Parse(text);
        }
        return node is JsonArray list ? [.. list.Select(Text).OfType<string>()] : null;
    }

    /// <summary>A name as Elsa shows it: its first letter in upper case.</summary>
    public static string Pascal(string name) => name.Length == 0 || char.IsUpper(name[0]) ? name : char.ToUpperInvariant(name[0]) + name[1..];

    /// <summary>JSON text as a value; null when it is not JSON.</summary>
    public static JsonNode? Parse(string text)
    {
        try { return Own(JsonNode.Parse(text, documentOptions: new() { MaxDepth = 128, AllowDuplicateProperties = false })); }
        catch (JsonException) { return null; }
        catch (InvalidOperationException) { return null; }   // a text with half a surrogate pair
    }
}

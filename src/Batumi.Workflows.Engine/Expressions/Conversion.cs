using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Batumi.Workflows.Engine.Errors;

namespace Batumi.Workflows.Engine.Expressions;

/// <summary>Turns a value into the type that a variable or input declares. Elsa's type aliases; any other type keeps the value as it is.</summary>
internal static class Conversion
{
    /// <exception cref="ActivityFault">The value cannot be of that type.</exception>
    public static JsonNode? To(JsonNode? value, string typeName, bool isArray = false)
    {
        if (value is null) return null;
        if (isArray || typeName.EndsWith("[]", StringComparison.Ordinal) || typeName.StartsWith("List<", StringComparison.Ordinal)) return Structure(value, typeName);
        return typeName switch
        {
            "String" => JsonValue.Create(Values.Text(value)),
            "Boolean" => JsonValue.Create(Values.Truth(value)),
            "Int32" or "Int64" or "Long" => Whole(value, typeName),
            "Double" or "Single" or "Decimal" => Number(value, typeName),
            "ObjectDictionary" or "StringDictionary" or "JSON" or "JsonElement" or "JsonNode" or "JsonObject" => Structure(value, typeName),
            _ => value,
        };
    }

    private static JsonNode? Structure(JsonNode value, string typeName)
    {
        if (value is not JsonValue scalar || scalar.GetValueKind() != JsonValueKind.String) return value;
        var text = scalar.GetValue<string>();
        if (text.Length == 0) return null;
        if (Values.Parse(text) is { } parsed) return parsed;
        if (typeName.StartsWith("List<", StringComparison.Ordinal) || typeName.EndsWith("[]", StringComparison.Ordinal)) return value;
        throw new ActivityFault(IncidentCodes.BadExpression, $"'{Short(text)}' is not JSON, and the type is {typeName}.");
    }

    private static JsonNode? Whole(JsonNode value, string typeName)
    {
        if (Values.AsNumber(value) is { } number) return Values.Number(Math.Round(number, MidpointRounding.ToEven));
        var text = Values.Text(value)!.Trim();
        if (text.Length == 0) return null;
        return long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var whole)
            ? JsonValue.Create(whole)
            : throw new ActivityFault(IncidentCodes.BadExpression, $"'{Short(text)}' is not a whole number ({typeName}).");
    }

    private static JsonNode? Number(JsonNode value, string typeName)
    {
        if (Values.AsNumber(value) is { } number) return Values.Number(number);
        var text = Values.Text(value)!.Trim();
        if (text.Length == 0) return null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number)
            ? Values.Number(number)
            : throw new ActivityFault(IncidentCodes.BadExpression, $"'{Short(text)}' is not a number ({typeName}).");
    }

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";
}

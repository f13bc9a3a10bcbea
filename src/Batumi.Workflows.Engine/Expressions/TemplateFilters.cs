using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Batumi.Workflows.Engine.Expressions;

/// <summary>Elsa's filters, and Liquid's own where DotLiquid's would read the clock or damage Georgian text.</summary>
public static class TemplateFilters
{
    /// <summary>A value as JSON text.</summary>
    public static string Json(object? input) => Node(input)?.ToJsonString(Values.Plain) ?? "null";

    /// <summary>Base64 of a text in UTF-8.</summary>
    public static string Base64(string? input) => Convert.ToBase64String(Encoding.UTF8.GetBytes(input ?? ""));

    /// <summary>Names of the properties of an object.</summary>
    public static IEnumerable<object> Keys(object? input) => input is IDictionary<string, object?> found ? [.. found.Keys] : [];

    /// <summary>Upper case of Latin and other cased scripts; Georgian stays Mkhedruli, which has no capitals in running text.</summary>
    public static string? Upcase(object? input)
    {
        var text = input?.ToString();
        return text is null ? null : string.Concat(text.Select(c => c is >= 'ა' and <= 'ჿ' ? c : char.ToUpperInvariant(c)));
    }

    /// <summary>Lower case.</summary>
    public static string? Downcase(object? input) => input?.ToString()?.ToLowerInvariant();

    /// <summary>First letter in upper case, as far as its script has one in running text.</summary>
    public static string? Capitalize(object? input)
    {
        var text = input?.ToString();
        return string.IsNullOrEmpty(text) ? text : Upcase(text[..1]) + text[1..];
    }

    /// <summary>A date in a .NET format such as dd.MM.yyyy. "now" is not known to a template: the step's moment must be put into a variable.</summary>
    public static string? Date(object? input, string? format = null)
    {
        var text = input?.ToString();
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment.ToOffset(Script.Tbilisi.BaseUtcOffset).ToString(string.IsNullOrEmpty(format) ? "yyyy-MM-dd" : format, CultureInfo.InvariantCulture)
            : text;
    }

    private static JsonNode? Node(object? value) => value switch
    {
        null => null,
        string text => text,
        bool truth => truth,
        int number => number,
        double number => Values.Number(number),
        IDictionary<string, object?> found => new JsonObject(found.Select(p => KeyValuePair.Create(p.Key, Node(p.Value)))),
        IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(Node)]),
        _ => value.ToString(),
    };
}

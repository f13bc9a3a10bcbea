using System.Reflection;
using System.Text.Json;

namespace Batumi.Workflows.Web.Localization;

/// <summary>
/// Reads <c>Resources/*.json</c>, which travel inside the program:
/// <c>{ "Key": { "ka": "…", "en": "…" } }</c>, or for counted things <c>"en": { "one": "{0} day", "other": "{0} days" }</c>.
/// </summary>
internal static class ResourceFiles
{
    private static readonly JsonDocumentOptions reading = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <exception cref="InvalidOperationException">A key stands twice or lacks a language; the message names file and key.</exception>
    public static IReadOnlyDictionary<string, Texts.Entry> Read()
    {
        var entries = new Dictionary<string, Texts.Entry>(StringComparer.Ordinal);
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var file in assembly.GetManifestResourceNames().Where(name => name.StartsWith("Texts.", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(file)!;
            using var document = JsonDocument.Parse(stream, reading);
            foreach (var text in document.RootElement.EnumerateObject())
            {
                var entry = new Texts.Entry(Forms(text, "ka", file), Forms(text, "en", file));
                if (!entries.TryAdd(text.Name, entry)) throw new InvalidOperationException($"{file}: the key {text.Name} stands twice.");
            }
        }

        return entries;
    }

    private static Texts.Forms Forms(JsonProperty text, string language, string file)
    {
        if (text.Value.ValueKind != JsonValueKind.Object || !text.Value.TryGetProperty(language, out var value))
            throw new InvalidOperationException($"{file}: {text.Name} has no '{language}'.");
        return value.ValueKind == JsonValueKind.String
            ? new(value.GetString()!, null)
            : new(value.GetProperty("other").GetString()!, value.TryGetProperty("one", out var one) ? one.GetString() : null);
    }
}

using System.Text.Json.Nodes;

namespace Batumi.Workflows.Application.Primitives;

/// <summary>Careful looks into JSON that somebody else wrote: what is of another kind than expected is as if it were not there.</summary>
public static class JsonLook
{
    /// <summary>What stands under a name; null for anything that is no object.</summary>
    public static JsonNode? Look(this JsonNode? node, string name) => (node as JsonObject)?[name];

    /// <summary>The text; null for anything that is no text.</summary>
    public static string? Said(this JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>Whether it is true.</summary>
    public static bool IsSet(this JsonNode? node) => node is JsonValue value && value.TryGetValue<bool>(out var isSet) && isSet;
}

using System.Text.Json.Nodes;
using Batumi.Workflows.Engine.Expressions;

namespace Batumi.Workflows.Engine.Definitions;

/// <summary>
/// Reads connections in each notation Elsa has used: source and target as objects or as plain texts with ports beside them, names in camelCase or
/// PascalCase, a list, a single object, or a list under <c>$values</c>. Each connection may use its own.
/// </summary>
internal sealed class ConnectionReader(DefinitionChecks checks)
{
    private int _count;

    public IReadOnlyList<Connection> Read(JsonNode? node, string place, IReadOnlyList<Activity> activities, string around)
    {
        if (node is JsonObject wrapper) node = wrapper["$values"] ?? new JsonArray(wrapper.DeepClone());
        if (node is not JsonArray list) return [];
        var known = activities.Select(a => a.Id).ToHashSet(StringComparer.Ordinal);
        var connections = new List<Connection>();
        for (var i = 0; i < list.Count; i++)
        {
            var at = $"{place}[{i}]";
            if (++_count > Limits.Connections)
            {
                checks.Error(DefinitionCodes.TooLarge, at, $"more than {Limits.Connections} connections", $"at most {Limits.Connections}");
                return connections;
            }
            if (list[i] is not JsonObject json)
            {
                checks.Error(DefinitionCodes.NotAnObject, at, Json.Show(list[i]), "a connection");
                continue;
            }
            var (source, port) = EndOf(json, "source");
            var (target, _) = EndOf(json, "target");
            if (source is null || target is null)
                checks.Warn(DefinitionCodes.MissingActivity, at, "a connection without source or target", "two activities of this flowchart; the connection is dropped");
            else if (!known.Contains(around + source) || !known.Contains(around + target))
                checks.Warn(DefinitionCodes.MissingActivity, at, $"a connection from '{source}' to '{target}'",
                    $"an activity '{(known.Contains(around + source) ? target : source)}' in this flowchart; the connection is dropped");
            else
                connections.Add(new Connection(around + source, string.IsNullOrEmpty(port) ? "Done" : port, around + target));
        }
        return connections;
    }

    private static (string? Activity, string? Port) EndOf(JsonObject json, string end)
    {
        var found = Get(json, end);
        return found is JsonObject inner
            ? (Values.Text(Get(inner, "activity")), Values.Text(Get(inner, "port")))
            : (Values.Text(found), Values.Text(Get(json, end + "Port")));
    }

    private static JsonNode? Get(JsonObject json, string name) => json[name] ?? json[char.ToUpperInvariant(name[0]) + name[1..]];
}

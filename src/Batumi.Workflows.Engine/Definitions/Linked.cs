using System.Text.Json.Nodes;
using Batumi.Workflows.Engine.Expressions;

namespace Batumi.Workflows.Engine.Definitions;

/// <summary>A definition that another one uses as an activity: what the activity needs to know of it.</summary>
internal sealed record Composite
{
    public required string DefinitionId { get; init; }
    public required int Version { get; init; }
    public required IReadOnlyList<Argument> Inputs { get; init; }
    public required IReadOnlyList<Argument> Outputs { get; init; }
    public required IReadOnlyList<string> Outcomes { get; init; }
}

/// <summary>
/// The definitions that a definition carries in <c>linked</c>, under "TypeName@version", so that it can be run by itself for ever. A linked definition
/// may carry its own; what it does not carry is looked for around it.
/// </summary>
internal sealed class LinkedDefinitions
{
    private readonly Stack<List<Link>> _open = [];
    private readonly List<string> _way = [];
    private readonly Dictionary<JsonObject, int> _heights = new(ReferenceEqualityComparer.Instance);

    public sealed record Link(string Key, string Type, int Version, JsonObject Definition);

    public bool Any { get; private set; }

    /// <summary>The types on the way to where the reader is, outermost first.</summary>
    public IReadOnlyList<string> Way => _way;

    public void Open(JsonObject definition, string place, DefinitionChecks checks)
    {
        var links = new List<Link>();
        _open.Push(links);
        if (definition["linked"] is not { } node) return;
        if (node is not JsonObject linked)
        {
            checks.Error(DefinitionCodes.WrongKind, place, Json.Show(node), "an object from 'TypeName@version' to a definition");
            return;
        }
        foreach (var (key, value) in linked)
        {
            var at = key.LastIndexOf('@');
            if (at > 0 && int.TryParse(key[(at + 1)..], out var version) && value is JsonObject child) links.Add(new Link(key, key[..at], version, child));
            else checks.Error(DefinitionCodes.WrongKind, $"{place}['{key}']", Json.Show(value), "a definition under 'TypeName@version'");
        }
        Any |= links.Count > 0;
    }

    public void Close() => _open.Pop();

    public bool Enter(Link link)
    {
        if (_way.Contains(link.Key)) return false;
        _way.Add(link.Key);
        return true;
    }

    public void Leave() => _way.RemoveAt(_way.Count - 1);

    /// <summary>The linked definition that an activity is: by version id, else by version, else the highest one.</summary>
    public Link? Find(JsonObject activity, string type)
    {
        if (!Any) return null;
        foreach (var links in _open)
        {
            var ofType = links.Where(l => l.Type == type).OrderByDescending(l => l.Version).ToList();
            if (ofType.Count == 0) continue;
            var versionId = Json.Text(activity, "workflowDefinitionVersionId");
            return (versionId is null ? null : ofType.Find(l => Json.Text(l.Definition, "id") == versionId))
                ?? ofType.Find(l => l.Version == Json.Number(activity, "version")) ?? ofType[0];
        }
        return null;
    }

    /// <summary>
    /// Number in the id of the workflow around an activity: one more than in those of the workflows inside it, as Elsa numbers them (case 162).
    /// </summary>
    public int Height(JsonObject root) => !Any ? 1 : 1 + Inside(root, 0);

    private int Inside(JsonNode? node, int depth)
    {
        if (depth > Limits.JsonDepth) return 0;
        switch (node)
        {
            case JsonArray list: return list.Select(i => Inside(i, depth + 1)).DefaultIfEmpty().Max();
            case JsonObject found:
                var height = found.Select(p => Inside(p.Value, depth + 1)).DefaultIfEmpty().Max();
                return Json.Text(found, "type") is { } type && Find(found, type) is { } link ? Math.Max(height, OfChild(link.Definition, depth)) : height;
            default: return 0;
        }
    }

    private int OfChild(JsonObject child, int depth)
    {
        if (_heights.TryGetValue(child, out var known)) return known;
        _heights[child] = 0;   // a circle is refused where it is read
        return _heights[child] = 1 + Inside(child["root"], depth + 1);
    }
}

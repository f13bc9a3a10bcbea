using System.Text.Json;
using System.Text.Json.Nodes;
using Batumi.Workflows.Engine.Activities;
using Batumi.Workflows.Engine.Expressions;

namespace Batumi.Workflows.Engine.Definitions;

/// <summary>Reads activities and what is inside them.</summary>
internal sealed class ActivityReader(DefinitionChecks checks, LinkedDefinitions linked)
{
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "id", "nodeId", "name", "type", "version", "customProperties", "metadata", "activities", "connections", "variables", "cases",
        "canStartWorkflow", "runAsynchronously", "source", "line", "joinMode", "variable",
    };

    private readonly Dictionary<string, Activity> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _placeOf = new(StringComparer.Ordinal);
    private readonly ConnectionReader _connections = new(checks);
    private int _count;
    private string _around = "";

    public IReadOnlyDictionary<string, Activity> ById => _byId;

    /// <summary>Every activity with its JSON path.</summary>
    public Dictionary<Activity, string> Places { get; } = new(ReferenceEqualityComparer.Instance);

    public bool TooLarge { get; private set; }

    /// <summary>The workflow around its root, as Elsa's journal shows it.</summary>
    public static Activity Whole(Activity root, string id, string? node = null, IReadOnlyList<Variable>? variables = null) => new()
    {
        Id = id, NodeId = node ?? id, Type = "Elsa.Workflow", Kind = Activities.Whole.Instance, CustomProperties = [],
        Inputs = new Dictionary<string, Expression>(), Outputs = new Dictionary<string, string>(), Cases = [], Children = [], Connections = [], Variables = variables ?? [],
        Embedded = new Dictionary<string, Activity> { ["root"] = root },
    };

    public Activity? Read(JsonObject json, string place, string parentNode, int depth)
    {
        if (TooLarge) return null;
        if (depth > Limits.Nesting || ++_count > Limits.Activities)
        {
            TooLarge = true;
            checks.Error(DefinitionCodes.TooLarge, place,
                depth > Limits.Nesting ? $"activities nested {depth} deep" : $"more than {Limits.Activities} activities",
                $"at most {Limits.Nesting} deep and {Limits.Activities} activities");
            return null;
        }
        var id = Json.Text(json, "id");
        if (string.IsNullOrWhiteSpace(id)) checks.Error(DefinitionCodes.NoId, $"{place}.id", Json.Show(json["id"]), "an id that is unique in the definition");
        var type = Json.Text(json, "type");
        if (string.IsNullOrWhiteSpace(type)) checks.Error(DefinitionCodes.NoType, $"{place}.type", Json.Show(json["type"]), "an activity type such as Elsa.FlowDecision");
        id ??= "";
        type ??= "";
        var shown = id;
        id = _around + id;
        if (shown.Length > 0 && !_placeOf.TryAdd(id, place))
            checks.Error(DefinitionCodes.DuplicateId, $"{place}.id", $"'{id}', which is also the id of {_placeOf[id]}", "an id that is unique in the definition");

        var node = $"{parentNode}:{shown}";
        var kind = ActivityTypes.For(type);
        var link = kind is NotFound ? linked.Find(json, type) : null;
        Activity? inside = null;
        if (link is not null)
        {
            inside = Inside(link, id, place, node, depth);
            kind = LinkedWorkflow.Instance;
        }
        if (kind is NotFound && type.Length > 0) checks.Warn(DefinitionCodes.UnknownType, $"{place}.type", $"'{type}'", "a known activity type; this one faults when it is run");
        if (kind is Flowchart && json["start"] is not null)
            checks.Warn(DefinitionCodes.StartIgnored, $"{place}.start", Json.Show(json["start"]), "nothing: the start is the Elsa.Start activity, as in Elsa 3.8");

        var children = Children(json, kind is Activities.NotFound or LinkedWorkflow ? null : json["branches"] is JsonArray && json["activities"] is null ? "branches" : "activities", place, node, depth);
        var metadata = json["metadata"] as JsonObject;
        var custom = Values.OwnObject(json["customProperties"] as JsonObject);
        if (json["canStartWorkflow"] is { } canStart && !custom.ContainsKey("canStartWorkflow")) custom["canStartWorkflow"] = Values.Own(canStart);
        var inputs = new Dictionary<string, Expression>(StringComparer.OrdinalIgnoreCase);
        var outputs = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        Properties(json, type, place, inputs, outputs);

        var activity = new Activity
        {
            Id = id,
            NodeId = node,
            Type = type,
            Kind = kind,
            Name = Json.Text(json, "name"),
            Version = Json.Number(json, "version") ?? 0,
            DisplayText = metadata is null ? null : Json.Text(metadata, "displayText"),
            Description = metadata is null ? null : Json.Text(metadata, "description"),
            Position = PositionOf(metadata),
            CustomProperties = custom,
            Inputs = inputs,
            Outputs = outputs,
            Cases = Cases(json, place, node, depth),
            Children = children,
            Embedded = inside is null ? Embedded(json, kind, place, node, depth) : new Dictionary<string, Activity> { ["root"] = inside },
            Composite = link is null ? null : CompositeOf(link),
            Connections = _connections.Read(json["connections"], $"{place}.connections", children, _around),
            Variables = Variables(json["variables"], $"{place}.variables"),
            Variable = json["variable"] is JsonObject named ? Values.OwnObject(named) : null,
            VariableId = json["variable"] is JsonObject variable ? Json.Text(variable, "id") : null,
            JoinMode = Json.Text(json, "joinMode"),
        };
        _byId[id] = activity;
        Places[activity] = place;
        return activity;
    }

    /// <summary>The workflow that an activity is, with ids of its own around it.</summary>
    private Activity? Inside(LinkedDefinitions.Link link, string id, string place, string node, int depth)
    {
        if (!linked.Enter(link))
        {
            checks.Error(DefinitionCodes.RecursiveLink, $"{place}.type", $"'{link.Type}', inside itself ({string.Join(" > ", linked.Way.Append(link.Key))})",
                "definitions that do not use themselves");
            return null;
        }
        var around = _around;
        linked.Open(link.Definition, $"linked['{link.Key}'].linked", checks);
        try
        {
            _around = id + ActivityIds.Inside;
            var inner = $"linked['{link.Key}']";
            if (link.Definition["root"] is not JsonObject root)
            {
                checks.Error(DefinitionCodes.NoRoot, $"{inner}.root", Json.Show(link.Definition["root"]), "the root activity of the linked definition");
                return null;
            }
            var whole = $"Workflow{linked.Height(root)}";
            if (Read(root, $"{inner}.root", $"{node}:{whole}", depth + 1) is not { } activity) return null;
            var workflow = Whole(activity, _around + whole, $"{node}:{whole}", Variables(link.Definition["variables"], $"{inner}.variables"));
            _byId[workflow.Id] = workflow;
            return workflow;
        }
        finally
        {
            _around = around;
            linked.Close();
            linked.Leave();
        }
    }

    private static Composite CompositeOf(LinkedDefinitions.Link link) => new()
    {
        DefinitionId = Json.Text(link.Definition, "definitionId") ?? link.Type,
        Version = link.Version,
        Inputs = DefinitionReader.Arguments(link.Definition["inputs"]),
        Outputs = DefinitionReader.Arguments(link.Definition["outputs"]),
        Outcomes = DefinitionReader.Outcomes(link.Definition),
    };

    private List<Activity> Children(JsonObject json, string? property, string place, string node, int depth)
    {
        var children = new List<Activity>();
        if (property is null || json[property] is not { } found) return children;
        if (found is not JsonArray list)
        {
            if (property == "activities") checks.Error(DefinitionCodes.WrongKind, $"{place}.{property}", Json.Show(found), "a list of activities");
            return children;
        }
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is JsonObject child)
            {
                if (Read(child, $"{place}.{property}[{i}]", node, depth + 1) is { } activity) children.Add(activity);
            }
            else if (property == "activities")
            {
                checks.Error(DefinitionCodes.NotAnObject, $"{place}.{property}[{i}]", Json.Show(list[i]), "an activity");
            }
        }
        return children;
    }

    private Dictionary<string, Activity> Embedded(JsonObject json, ActivityType kind, string place, string node, int depth)
    {
        var embedded = new Dictionary<string, Activity>(StringComparer.Ordinal);
        if (kind is NotFound) return embedded;
        foreach (var name in kind.Descriptor.Embedded)
            if (json[name] is JsonObject child && child.ContainsKey("type") && Read(child, $"{place}.{name}", node, depth + 1) is { } activity)
                embedded[name] = activity;
        return embedded;
    }

    private IReadOnlyList<SwitchCase> Cases(JsonObject json, string place, string node, int depth)
    {
        var cases = new List<SwitchCase>();
        if (json["cases"] is not JsonArray list)
        {
            if (json["expectedStatusCodes"] is JsonArray codes)
                for (var i = 0; i < codes.Count; i++)
                    if (codes[i] is JsonObject code && Json.Number(code, "statusCode") is { } status)
                        cases.Add(new SwitchCase(status.ToString(System.Globalization.CultureInfo.InvariantCulture), null,
                            code["activity"] is JsonObject inner && inner.ContainsKey("type") ? Read(inner, $"{place}.expectedStatusCodes[{i}].activity", node, depth + 1) : null));
            return cases;
        }
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is not JsonObject one) continue;
            var condition = one["condition"] is JsonObject expression
                ? ExpressionReader.Read(expression["expression"] as JsonObject ?? expression, "Boolean", $"{place}.cases[{i}].condition", checks)
                : null;
            var activity = one["activity"] is JsonObject child ? Read(child, $"{place}.cases[{i}].activity", node, depth + 1) : null;
            cases.Add(new SwitchCase(Json.Text(one, "label") ?? "", condition, activity));
        }
        return cases;
    }

    private void Properties(JsonObject json, string type, string place, Dictionary<string, Expression> inputs, Dictionary<string, string> outputs)
    {
        foreach (var (name, value) in json)
        {
            if (value is null || Reserved.Contains(name) && !(name == "name" && value is JsonObject)) continue;
            if (value is JsonObject found)
            {
                if (found["expression"] is JsonObject expression)
                {
                    // Elsa takes an input without typeName as not set.
                    if (Json.Text(found, "typeName") is { } typeName) inputs[name] = ExpressionReader.Read(expression, typeName, $"{place}.{name}", checks, type, name);
                    else if (!type.StartsWith("Elsa.", StringComparison.Ordinal)) inputs[name] = ExpressionReader.Read(expression, "Object", $"{place}.{name}", checks, type, name);
                }
                else if (found["memoryReference"] is JsonObject reference && Json.Text(reference, "id") is { } variable)
                {
                    outputs[name] = variable;
                }
            }
            else if (value is JsonValue)
            {
                inputs[name] = new Expression { Syntax = "Literal", TypeName = "Object", Value = Values.Own(value) };
            }
        }
    }

    public IReadOnlyList<Variable> Variables(JsonNode? node, string place)
    {
        if (node is not JsonArray list) return [];
        var variables = new List<Variable>();
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is not JsonObject one || Json.Text(one, "name") is not { } name) continue;
            var variable = new Variable(Json.Text(one, "id") ?? name, name, Json.Text(one, "typeName") ?? "Object", Json.Flag(one, "isArray"), Values.Own(one["value"]));
            try
            {
                Conversion.To(variable.Value, variable.TypeName, variable.IsArray);
                variables.Add(variable);
            }
            catch (Errors.ActivityFault fault)
            {
                checks.Error(DefinitionCodes.WrongKind, $"{place}[{i}].value", fault.Message.TrimEnd('.'), $"a value of type {variable.TypeName}");
            }
        }
        return variables;
    }

    private static Position? PositionOf(JsonObject? metadata) =>
        metadata?["designer"] is JsonObject designer && designer["position"] is JsonObject at && Values.AsNumber(at["x"]) is { } x && Values.AsNumber(at["y"]) is { } y
            ? new Position(x, y) : null;
}

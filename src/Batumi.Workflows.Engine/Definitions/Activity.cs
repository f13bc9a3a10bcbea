using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Batumi.Workflows.Engine.Activities;
using Batumi.Workflows.Engine.Expressions;
using Batumi.Workflows.Engine.Running;

namespace Batumi.Workflows.Engine.Definitions;

/// <summary>One step of a definition, with everything a page needs to draw it and the interpreter needs to run it. Immutable.</summary>
public sealed class Activity
{
    /// <summary>Id, unique within the definition.</summary>
    public required string Id { get; init; }

    /// <summary>Path of ids from the workflow, such as <c>Workflow1:root:intake</c>; computed, as Elsa does.</summary>
    public required string NodeId { get; init; }

    /// <summary>Activity type as written, such as <c>Elsa.FlowDecision</c> or <c>Municipal.Task</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Free name; scripts reach results by it (<c>getOutputFrom('Name')</c>).</summary>
    public string? Name { get; init; }

    /// <summary>Version of the activity type.</summary>
    public int Version { get; init; } = 1;

    /// <summary><c>metadata.displayText</c>: what the designer shows on the box.</summary>
    public string? DisplayText { get; init; }

    /// <summary><c>metadata.description</c>.</summary>
    public string? Description { get; init; }

    /// <summary><c>metadata.designer.position</c>, if the designer saved one.</summary>
    public Position? Position { get; init; }

    /// <summary><c>customProperties</c> as written. Do not change it: the definition is shared.</summary>
    public required JsonObject CustomProperties { get; init; }

    /// <summary>Wrapped inputs by name (as written, compared without case).</summary>
    public required IReadOnlyDictionary<string, Expression> Inputs { get; init; }

    /// <summary>Outputs bound to variables: output name to variable id or workflow output name.</summary>
    public required IReadOnlyDictionary<string, string> Outputs { get; init; }

    /// <summary>Cases of Switch and FlowSwitch.</summary>
    public required IReadOnlyList<SwitchCase> Cases { get; init; }

    /// <summary>Children in a list: <c>activities</c> of a flowchart, sequence or parallel, <c>branches</c> of a fork.</summary>
    public required IReadOnlyList<Activity> Children { get; init; }

    /// <summary>Children in a named place: then, else, body, default.</summary>
    public required IReadOnlyDictionary<string, Activity> Embedded { get; init; }

    /// <summary>Connections of a flowchart, those to missing activities left out.</summary>
    public required IReadOnlyList<Connection> Connections { get; init; }

    /// <summary>Variables declared by this container.</summary>
    public required IReadOnlyList<Variable> Variables { get; init; }

    /// <summary>The variable that SetVariable sets (its id).</summary>
    public string? VariableId { get; init; }

    /// <summary>The same, as written.</summary>
    internal JsonObject? Variable { get; init; }

    /// <summary>The definition that this activity is; null for an activity of a type of its own.</summary>
    internal Composite? Composite { get; init; }

    /// <summary>Raw joinMode of the Fork container.</summary>
    internal string? JoinMode { get; init; }

    /// <summary>Ports a token can leave by; several for tasks, decisions and switches. Empty when only known while running.</summary>
    public IReadOnlyList<string> Ports => Kind.PortsOf(this);

    /// <summary>A run can stand still here: somebody or some moment is waited for.</summary>
    public bool MayWait => OffBy is null && (Kind.MayWait || Inside().Any(a => a.MayWait));

    /// <summary>Name of the custom property that switches a step off.</summary>
    public const string OffProperty = "Municipal:Off";

    /// <summary>
    /// The step is switched off (<c>customProperties["Municipal:Off"]</c>): it does nothing and is left at once by this outcome. Null: it does its work.
    /// Ours: Elsa knows no such switch.
    /// </summary>
    public string? OffBy => CustomProperties.TryGetPropertyValue(OffProperty, out var node) && Values.Text(node) is { Length: > 0 } outcome ? outcome : null;

    /// <summary><c>customProperties.canStartWorkflow</c>.</summary>
    public bool CanStart => CustomProperties.TryGetPropertyValue("canStartWorkflow", out var node) && Values.Truth(node);

    internal ActivityType Kind { get; init; } = ActivityTypes.For("");

    private FlowGraph? _graph;
    private readonly ConcurrentDictionary<string, FlowGraph> _triggered = new(StringComparer.Ordinal);

    /// <summary>The analysed flowchart as it runs from a trigger or from its usual start; made once for each definition object, whoever asks first.</summary>
    internal FlowGraph Graph(string? trigger)
    {
        var started = trigger is null ? null : Children.FirstOrDefault(c => c.Id == trigger && c.CanStart);
        return started is null ? _graph ??= new FlowGraph(this) : _triggered.GetOrAdd(started.Id, id => new FlowGraph(this, id));
    }

    /// <summary>This activity and everything inside it, outermost first.</summary>
    public IEnumerable<Activity> WithDescendants()
    {
        yield return this;
        foreach (var child in Inside())
            foreach (var inner in child.WithDescendants())
                yield return inner;
    }

    internal IEnumerable<Activity> Inside() =>
        Children.Concat(Embedded.Values).Concat(Cases.Where(c => c.Activity is not null).Select(c => c.Activity!));
}

/// <summary>Where the designer drew an activity.</summary>
public readonly record struct Position(double X, double Y);

/// <summary>A connection of a flowchart: from a port of one activity to another activity.</summary>
public sealed record Connection(string Source, string Port, string Target);

/// <summary>A case of a switch: a label (the port of FlowSwitch), a condition, and for Switch the activity to run.</summary>
public sealed record SwitchCase(string Label, Expression? Condition, Activity? Activity);

/// <summary>A declared variable. Every variable is kept for the life of the run, whatever its storage driver says.</summary>
/// <param name="Value">Initial value as text, converted to the type when the scope begins.</param>
public sealed record Variable(string Id, string Name, string TypeName, bool IsArray, JsonNode? Value);

/// <summary>A declared input or output of the workflow.</summary>
public sealed record Argument(string Name, string TypeName, bool IsArray, string? DisplayName, string? Description);

using System.Text.Json.Nodes;
using Batumi.Workflows.Engine.Expressions;

namespace Batumi.Workflows.Engine.Definitions;

/// <summary>An Elsa 3 workflow definition, read and checked. Immutable, and safe to share between threads and runs.</summary>
public sealed record WorkflowDefinition
{
    public required string DefinitionId { get; init; }
    public required int Version { get; init; }
    public string? Name { get; init; }
    public string? Description { get; init; }

    /// <summary>Variables of the whole workflow.</summary>
    public required IReadOnlyList<Variable> Variables { get; init; }

    public required IReadOnlyList<Argument> Inputs { get; init; }
    public required IReadOnlyList<Argument> Outputs { get; init; }
    public required IReadOnlyList<string> Outcomes { get; init; }

    /// <summary><c>customProperties</c> as written; the municipality's texts live under <c>texts</c>. Do not change it: it is shared.</summary>
    public required JsonObject CustomProperties { get; init; }

    /// <summary><c>options</c> as written. Do not change it: it is shared.</summary>
    public required JsonObject Options { get; init; }

    /// <summary>What happens to a run when one of its activities cannot do its work.</summary>
    public required IncidentStrategy IncidentStrategy { get; init; }

    /// <summary>Whether flowcharts run by tokens and merge modes (<c>customProperties["Flowchart:ExecutionMode"]</c> is <c>TokenBased</c>).</summary>
    public bool IsTokenBased { get; init; }

    /// <summary>The activity that is the workflow: usually a flowchart.</summary>
    public Activity Root => Whole.Embedded["root"];

    /// <summary>The workflow itself as an activity, called Workflow1 as in Elsa's journal (a higher number when it uses definitions as activities); it holds the workflow's variables.</summary>
    internal Activity Whole { get; init; } = null!;

    /// <summary>Every activity by id.</summary>
    public required IReadOnlyDictionary<string, Activity> Activities { get; init; }

    /// <summary>What begins runs of this definition, once it is published.</summary>
    public IReadOnlyList<Trigger> Triggers =>
    [
        .. Activities.Values.Where(a => a.CanStart && !a.Id.Contains(ActivityIds.Inside) && a.Kind.TriggeredBy is not null).Select(a => new Trigger(
            a.Id, a.Type, a.Inputs.TryGetValue(a.Kind.TriggeredBy!, out var given) && given.IsFixed ? Values.Text(given.Value) : null)),
    ];

    /// <summary>Reads a definition in Elsa 3's JSON format. Never throws on bad input: the errors name file, place, found, expected.</summary>
    public static DefinitionReading Read(string json, string file) => DefinitionReader.Read(json, file);
}

/// <summary>What happens to a run when one of its activities cannot do its work; the definition's <c>options.incidentStrategyType</c>.</summary>
public enum IncidentStrategy
{
    /// <summary>Elsa's default: the run is over, Faulted.</summary>
    Fault,

    /// <summary>Elsa's ContinueWithIncidentsStrategy: the other branches go on, and when nothing else can run the run finishes.</summary>
    Continue,

    /// <summary>Ours, <c>Municipal.WaitForRepair</c>: the other branches go on, and the run waits until each incident is retried or skipped.</summary>
    WaitForRepair,
}

/// <summary>What came of reading a definition: the definition, or why there is none; warnings either way.</summary>
public sealed record DefinitionReading(WorkflowDefinition? Definition, IReadOnlyList<DefinitionError> Errors, IReadOnlyList<DefinitionError> Warnings);

/// <param name="Code">Stable code, BW2001 and up.</param>
/// <param name="File">The file, as the municipality knows it.</param>
/// <param name="Place">JSON path of the place, such as <c>root.activities[3].due</c>, with line and column where JSON itself is broken.</param>
public sealed record DefinitionError(string Code, string File, string Place, string Found, string Expected)
{
    public string Message => $"{File}, {Place}: found {Found}, expected {Expected}.";
}

using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Calendar;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Keys;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Register;
using Batumi.Workflows.Engine;
using Batumi.Workflows.Engine.Definitions;

namespace Batumi.Workflows.Application.Running;

/// <summary>Who wants a step, and on which conditions.</summary>
/// <param name="Purpose">What the intent is for; the same key for another purpose is refused.</param>
/// <param name="Why">The reason given, kept sealed in the journal.</param>
/// <param name="Check">Asked again on every attempt with the rows as they are then: may this person, is the page stale?</param>
public sealed record Order(Actor Actor, string Purpose, IntentKey? Intent = null, string? Why = null, Func<Standing, Refusal?>? Check = null);

/// <summary>The rows of a run at the moment of a step.</summary>
public sealed record Standing(Run Run, Case? Case, IReadOnlyList<WorkTask> OpenTasks);

/// <param name="Prepare">Adds the rows that begin with the run, such as the case, or refuses; asked again when an attempt is repeated.</param>
public sealed record NewRun(Guid Id, string DefinitionId, JsonObject Input, string? CorrelationId, Func<OpenKey, CancellationToken, Task<Answer<Case?>>> Prepare)
{
    /// <summary>A run that is no case.</summary>
    public static NewRun Plain(Guid id, string definitionId, JsonObject input, string? correlationId) => new(id, definitionId, input, correlationId, (_, _) => Task.FromResult<Answer<Case?>>(new(null, null)));

    /// <summary>The version to run, which may be a draft; null: the one in force.</summary>
    public int? Version { get; init; }

    public Guid? ParentRunId { get; init; }
    public string? ParentWaitId { get; init; }

    /// <summary>The trigger that starts it.</summary>
    public string? TriggerActivityId { get; init; }
}

/// <summary>A step that is committed.</summary>
/// <param name="IsRepeat">The same intent had been carried out before; nothing was done again.</param>
public sealed record Step(Guid RunId, int Turn, bool IsRepeat);

/// <summary>A step about to be saved, for the modules that keep rows of their own by it.</summary>
public sealed record StepRows(CityDb Db, Run Run, Case? Case, WorkflowDefinition Definition, Turn Turn, JournalEntry Entry, string? Why, Issue<WorkCalendar> Calendar);

/// <summary>Writes its module's rows of a step, in the step's own commit.</summary>
public interface IStepKeeper
{
    Task KeepAsync(StepRows step, CancellationToken ct);
}

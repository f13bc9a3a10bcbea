using System.Text.Json.Nodes;
using Batumi.Workflows.Engine.Definitions;

namespace Batumi.Workflows.Engine.Effects;

/// <summary>A wish of a step: the host writes it as a row in the same commit, and a worker carries it out afterwards.</summary>
public abstract record Effect
{
    private Effect() { }

    /// <summary>Somebody has something to do. <paramref name="TaskId"/> is also the bookmark's id.</summary>
    /// <param name="Name">Key of the task's name and instructions in the definition's texts; for Elsa.RunTask its taskName.</param>
    /// <param name="Role">Who may do it; null for Elsa.RunTask.</param>
    /// <param name="Unit">Code of the unit or company it is for; null: any unit that has the role.</param>
    /// <param name="Form">Key of the form to fill in.</param>
    /// <param name="Outcomes">The ways it can end, in the order of the definition. Empty for Elsa.RunTask.</param>
    /// <param name="Due">How long it may take.</param>
    /// <param name="DueAt">The same, as a moment.</param>
    /// <param name="Payload">Whatever else the definition says of it; for a fee: amountTetri, description.</param>
    public sealed record OpenTask(
        string TaskId, string ActivityId, TaskKind Kind, string Name, string? Role, string? Unit, string? Form,
        IReadOnlyList<string> Outcomes, DueRule? Due, DateTimeOffset? DueAt, JsonNode? Payload) : Effect
    {
        /// <summary>Names of tasks of the same run: who ended one of them may not do this one.</summary>
        public IReadOnlyList<string> NotBy { get; init; } = [];
    }

    public sealed record CloseTask(string TaskId, string ActivityId, string? Outcome) : Effect;

    /// <summary>The task is no longer needed: another branch won, its term ran out, or the run ended.</summary>
    public sealed record CancelTask(string TaskId, string ActivityId, string Why) : Effect;

    /// <summary>The task's term ends at another moment.</summary>
    /// <param name="Rule">How it is counted now; null: as before, by a calendar that has changed.</param>
    public sealed record MoveTask(string TaskId, DateTimeOffset DueAt, DueRule? Rule = null) : Effect;

    /// <param name="Rule">How it was counted; null: as a plain span of time, or the timer is there and is counted as before.</param>
    public sealed record SetTimer(string BookmarkId, string ActivityId, DateTimeOffset DueAt, DueRule? Rule) : Effect;

    public sealed record CancelTimer(string BookmarkId) : Effect;

    /// <param name="To"><c>applicant</c>, <c>role:dispatcher</c> or <c>unit:CODE</c>.</param>
    public sealed record SendLetter(string ActivityId, string Template, string To, JsonObject Values) : Effect;

    /// <summary>The case enters a stage of its public line of stages.</summary>
    public sealed record EnterStage(string ActivityId, string Stage) : Effect;

    /// <summary>The case is decided, with one outcome of the fixed list (positive, partly_positive, negative, left_without_consideration,
    /// withdrawn, redirected, terminated).</summary>
    public sealed record RecordDecision(string ActivityId, string Outcome, string? ReasonCode, string? Reason) : Effect;

    /// <summary>Facts of the case that statistics and lists show, such as category and priority; set by Municipal.Stage and Municipal.Task results.</summary>
    public sealed record SetFacts(string ActivityId, JsonObject Facts) : Effect;

    public sealed record PublishEvent(string ActivityId, string Name, JsonNode? Payload, string? CorrelationId, bool Local) : Effect;

    public sealed record WriteLine(string ActivityId, string? Text) : Effect;

    /// <summary>An e-mail with words of its own, not from a template.</summary>
    /// <param name="From">Sender; null: the municipality's address.</param>
    public sealed record SendMail(
        string ActivityId, string? From, IReadOnlyList<string> To, IReadOnlyList<string> Cc, IReadOnlyList<string> Bcc, string Subject, string Body) : Effect;

    /// <summary>Another server is asked; the answer comes back as <see cref="Stimulus.HttpAnswered"/>. The host decides which servers may be asked.</summary>
    public sealed record SendHttp(
        string BookmarkId, string ActivityId, string Method, string Url, JsonObject Headers, string? ContentType, string? Content) : Effect;

    /// <summary>Another run begins: of the published version of <paramref name="DefinitionId"/>, with the id that is given.</summary>
    /// <param name="RunId">Id of the new run: 32 hexadecimal digits.</param>
    /// <param name="Input">Its input; ParentInstanceId in it is this run's id.</param>
    /// <param name="WaitId">The bookmark that waits for its end (<see cref="Stimulus.RunEnded"/>); null when nobody waits.</param>
    public sealed record StartRun(string RunId, string ActivityId, string DefinitionId, JsonObject Input, string? CorrelationId, string? WaitId) : Effect;

    /// <summary>Something went wrong that a person must look at.</summary>
    public sealed record RaiseIncident(string IncidentId, string ActivityId, string ActivityType, string Code, string Message, bool TimedOut) : Effect;

    public sealed record CloseIncident(string IncidentId) : Effect;

    /// <summary>The run is over: Finished, Cancelled or Faulted.</summary>
    public sealed record EndRun(string SubStatus) : Effect;
}

/// <summary>Who a task is for.</summary>
public enum TaskKind { Staff, Applicant, Fee, Elsa }

namespace Batumi.Workflows.Engine.Errors;

/// <summary>Why a turn was refused. Expected, shown to people, never thrown. Codes are stable: tests and logs use them.</summary>
public abstract record WorkflowError(string Code, string Message)
{
    public sealed record UnknownTask(string TaskId)
        : WorkflowError("BW1003", $"The run waits for no task '{TaskId}'.");

    public sealed record UnknownOutcome(string TaskId, string? Outcome, IReadOnlyCollection<string> Offered)
        : WorkflowError("BW1004", $"Task '{TaskId}' has no outcome '{Outcome}'. It offers: {string.Join(", ", Offered)}.");

    public sealed record NotWaiting(string What)
        : WorkflowError("BW1006", $"The run does not wait for {What}.");

    public sealed record RunIsOver(string InstanceId, string SubStatus)
        : WorkflowError("BW1007", $"Run '{InstanceId}' is over ({SubStatus}).");

    public sealed record UnknownIncident(string IncidentId)
        : WorkflowError("BW1008", $"The run has no open incident '{IncidentId}'.");

    public sealed record WrongDefinition(string Expected, string Found)
        : WorkflowError("BW1010", $"The run belongs to definition {Expected}, not {Found}.");
}

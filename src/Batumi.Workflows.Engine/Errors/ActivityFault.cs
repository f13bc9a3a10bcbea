namespace Batumi.Workflows.Engine.Errors;

/// <summary>An activity cannot do its work. Caught by the step that runs it and recorded as an incident; never leaves the engine.</summary>
internal sealed class ActivityFault(string code, string message, bool timedOut = false) : Exception(message)
{
    public string Code { get; } = code;
    public bool TimedOut { get; } = timedOut;
}

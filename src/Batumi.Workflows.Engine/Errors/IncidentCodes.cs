namespace Batumi.Workflows.Engine.Errors;

/// <summary>Stable codes of incidents: why an activity could not do its work. Tests, logs and the incidents page use them.</summary>
public static class IncidentCodes
{
    /// <summary>The step made too many moves without a wait: the definition loops (<see cref="Bounds.Moves"/>).</summary>
    public const string TooManyMoves = "BW1009";

    /// <summary>The run has nothing that runs and nothing that it waits for. An engine mistake; kept visible instead of silent.</summary>
    public const string Stranded = "BW1011";

    /// <summary>A script threw.</summary>
    public const string ScriptError = "BW1101";

    /// <summary>A script ran too many statements (<see cref="Bounds.ScriptStatements"/>).</summary>
    public const string ScriptStatements = "BW1102";

    /// <summary>A script used too much memory (<see cref="Bounds.ScriptMemoryBytes"/>).</summary>
    public const string ScriptMemory = "BW1103";

    /// <summary>A script called itself too deep (<see cref="Bounds.ScriptDepth"/>).</summary>
    public const string ScriptDepth = "BW1104";

    /// <summary>A script or template met the safety net of time (<see cref="Bounds.ScriptTime"/>); machine dependent, so the journal keeps it.</summary>
    public const string ScriptTime = "BW1105";

    /// <summary>A script or template gave a text or structure that is too long to keep (<see cref="Bounds.TextLength"/>).</summary>
    public const string TooLong = "BW1106";

    /// <summary>The activity's type is not known.</summary>
    public const string UnknownType = "BW1110";

    /// <summary>Elsa.Fault was run: the definition says so itself.</summary>
    public const string Fault = "BW1111";

    /// <summary>An expression cannot be evaluated or its value is of the wrong kind.</summary>
    public const string BadExpression = "BW1112";

    /// <summary>A variable that is not in scope.</summary>
    public const string VariableNotFound = "BW1120";

    /// <summary>A decision without the outcome or the reason that it needs.</summary>
    public const string BadDecision = "BW1130";

    /// <summary>A term that is not a due rule, or an expiry without a term.</summary>
    public const string BadDueRule = "BW1131";

    /// <summary>A text that says no moment, interval or cron expression.</summary>
    public const string BadSchedule = "BW1133";

    /// <summary>A definition that shall be run has no published version.</summary>
    public const string NotPublished = "BW1140";

    /// <summary>One activity wants to start too many runs (<see cref="Bounds.Runs"/>).</summary>
    public const string TooManyRuns = "BW1141";

    /// <summary>A task that offers no outcome or names one twice.</summary>
    public const string BadOutcomes = "BW1132";
}

namespace Batumi.Workflows.Engine.Definitions;

/// <summary>Stable codes of what can be wrong with a definition. BW21xx only warn; of BW20xx those that do not say so refuse it.</summary>
public static class DefinitionCodes
{
    /// <summary>The text is not JSON, or names a property twice.</summary>
    public const string NotJson = "BW2001";

    /// <summary>The JSON is not an object where one is needed.</summary>
    public const string NotAnObject = "BW2002";

    /// <summary>The definition has no root activity.</summary>
    public const string NoRoot = "BW2003";

    /// <summary>The root is of a type that is not known, so nothing could ever run.</summary>
    public const string UnknownRoot = "BW2004";

    /// <summary>Two activities have the same id.</summary>
    public const string DuplicateId = "BW2005";

    /// <summary>An activity has no id.</summary>
    public const string NoId = "BW2006";

    /// <summary>An activity has no type.</summary>
    public const string NoType = "BW2007";

    /// <summary>A due rule that cannot be read.</summary>
    public const string BadDueRule = "BW2008";

    /// <summary>An expression in a language that this engine does not run (C#, Python).</summary>
    public const string RefusedLanguage = "BW2009";

    /// <summary>JavaScript that does not parse; warns, for only its activity faults.</summary>
    public const string BadScript = "BW2010";

    /// <summary>Liquid that does not parse; warns, for only its activity faults.</summary>
    public const string BadTemplate = "BW2011";

    /// <summary>A decision outcome outside the fixed list.</summary>
    public const string BadOutcome = "BW2012";

    /// <summary>Larger, longer or deeper than the engine accepts.</summary>
    public const string TooLarge = "BW2013";

    /// <summary>A value of another kind than the format says.</summary>
    public const string WrongKind = "BW2014";

    /// <summary>The definition has no definitionId.</summary>
    public const string NoDefinitionId = "BW2015";

    /// <summary>A definition that uses itself as an activity, directly or through others.</summary>
    public const string RecursiveLink = "BW2016";

    /// <summary>A cron expression that cannot be read.</summary>
    public const string BadCron = "BW2017";

    /// <summary>The definition could not be read for a reason that has no code of its own.</summary>
    public const string Unreadable = "BW2099";

    /// <summary>A connection to or from an activity that is not there; it is dropped.</summary>
    public const string MissingActivity = "BW2101";

    /// <summary>An activity type that is not known; it faults when it is run.</summary>
    public const string UnknownType = "BW2102";

    /// <summary>An outcome that is offered and that no connection leaves.</summary>
    public const string DanglingPort = "BW2103";

    /// <summary>The flowchart's <c>start</c> property, which Elsa does not read either.</summary>
    public const string StartIgnored = "BW2104";

    /// <summary>An incident strategy that is not known; Fault is used.</summary>
    public const string UnknownStrategy = "BW2105";

    /// <summary>A join of mode WaitAll one of whose branches lies behind a decision: it can be skipped for good.</summary>
    public const string JoinMayStarve = "BW2106";
}

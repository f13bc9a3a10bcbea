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

    /// <summary>A step to which nothing leads.</summary>
    public const string UnreachableStep = "BW2107";

    /// <summary>A way that neither ends nor goes on: a circle without a way out, or a step behind which nothing comes.</summary>
    public const string DeadEnd = "BW2108";

    /// <summary>Steps in a circle none of which waits: the step of the run ends at its bound.</summary>
    public const string LoopWithoutWait = "BW2109";

    /// <summary>A variable that is not declared where it is named.</summary>
    public const string UnknownVariable = "BW2110";

    /// <summary>A fixed value that the type of its input or variable cannot take.</summary>
    public const string WrongType = "BW2111";

    /// <summary>A version of an activity type that is not known; the known one runs.</summary>
    public const string UnknownVersion = "BW2112";

    /// <summary>A wait that nobody can end.</summary>
    public const string NobodyAnswers = "BW2113";

    /// <summary>A task that does not say who does it, or by when.</summary>
    public const string TaskIncomplete = "BW2114";

    /// <summary>A refusal without reason, or that no letter with the way to appeal tells.</summary>
    public const string RefusalIncomplete = "BW2115";

    /// <summary>A name that people read is missing in one of the languages.</summary>
    public const string MissingText = "BW2116";

    /// <summary>A schedule that starts runs and is not fixed in the definition: it begins nothing.</summary>
    public const string OpenSchedule = "BW2117";

    /// <summary>A step is switched off and left by an outcome that it does not have.</summary>
    public const string UnknownOff = "BW2119";
}

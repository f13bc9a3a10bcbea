namespace Batumi.Workflows.Engine.Activities;

/// <summary>Outcomes that end containers instead of leaving by a port. They begin with a character that no port of a definition has.</summary>
internal static class Signals
{
    /// <summary>Ends the flowchart or sequence around.</summary>
    public const string End = "\u0001End";

    /// <summary>Ends the loop around.</summary>
    public const string Break = "\u0001Break";

    /// <summary>Ends the workflow.</summary>
    public const string Complete = "\u0001Complete";

    public static IReadOnlyList<string> All { get; } = [End, Break, Complete];

    public static bool Is(string outcome) => outcome.Length > 0 && outcome[0] == '\u0001';
}

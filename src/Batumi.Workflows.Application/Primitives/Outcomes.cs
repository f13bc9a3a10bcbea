namespace Batumi.Workflows.Application.Primitives;

/// <summary>The fixed list of ways a case can end (domain model, outcomes); it drives statistics.</summary>
public static class Outcomes
{
    public const string Positive = "positive";
    public const string PartlyPositive = "partly_positive";
    public const string Negative = "negative";
    public const string LeftWithoutConsideration = "left_without_consideration";
    public const string Withdrawn = "withdrawn";
    public const string Redirected = "redirected";
    public const string Terminated = "terminated";

    public static IReadOnlyList<string> All { get; } =
        [Positive, PartlyPositive, Negative, LeftWithoutConsideration, Withdrawn, Redirected, Terminated];

    /// <summary>The public grouping: positive, negative, other.</summary>
    public static string Group(string outcome) => outcome switch
    {
        Positive or PartlyPositive => "positive",
        Negative => "negative",
        _ => "other",
    };
}

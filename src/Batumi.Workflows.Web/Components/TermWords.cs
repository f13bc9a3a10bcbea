using Batumi.Workflows.Engine.Definitions;

namespace Batumi.Workflows.Web.Components;

/// <summary>Writes a term such as <c>3 working-days</c> in words.</summary>
public static class TermWords
{
    public static string Of(string rule, Texts texts) => DueRule.TryParse(rule, out var due) ? Of(due, texts) : rule;

    public static string Of(DueRule rule, Texts texts) => texts[$"Term.{rule.Unit}", rule.Count];

    /// <summary>Hours as people say them: up to two days in hours, then in days.</summary>
    public static string Hours(double hours, Texts texts) => texts.Span(TimeSpan.FromHours(hours));
}

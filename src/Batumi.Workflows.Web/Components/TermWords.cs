using Batumi.Workflows.Application.Calendar;
using Batumi.Workflows.Engine.Definitions;

namespace Batumi.Workflows.Web.Components;

/// <summary>Writes a term such as <c>3 working-days</c> in words, and how its date was counted.</summary>
public static class TermWords
{
    public static string Of(string rule, Texts texts) => DueRule.TryParse(rule, out var due) ? Of(due, texts) : rule;

    public static string Of(DueRule rule, Texts texts) => texts[$"Term.{rule.Unit}", rule.Count];

    /// <summary>Hours as people say them: up to two days in hours, then in days.</summary>
    public static string Hours(double hours, Texts texts) => texts.Span(TimeSpan.FromHours(hours));

    /// <summary>A derivation line by line; days of one kind that follow each other share a line.</summary>
    public static IEnumerable<string> Explain(Derivation derivation, Texts texts)
    {
        var term = derivation.Term;
        yield return texts["Term.Why.From", texts.Moment(term.FromUtc)];
        yield return texts["Term.Why.Is", Of(term.Rule, texts)];
        if (term.Extension is { } extension) yield return texts["Term.Why.Extended", Of(extension, texts)];
        for (var i = 0; i < derivation.Days.Count;)
        {
            var first = derivation.Days[i];
            var last = first;
            while (++i < derivation.Days.Count && IsAlike(first, derivation.Days[i])) last = derivation.Days[i];
            yield return Line(first, last, texts);
        }

        yield return derivation.DueUtc is { } due ? texts["Term.Why.Ends", texts.Moment(due)] : texts["Term.Why.StandsStill"];
    }

    private static bool IsAlike(DerivedDay one, DerivedDay next) => one.Kind == next.Kind && one.Kind != DayKind.Holiday && one.Counted is null && next.Counted is null;

    private static string Line(DerivedDay first, DerivedDay last, Texts texts)
    {
        var days = first.Day == last.Day ? texts.Day(first.Day) : $"{texts.Day(first.Day)} – {texts.Day(last.Day)}";
        return first.Kind switch
        {
            DayKind.Counted when first.Counted is { } counted => texts["Term.Why.CountedTime", days, texts.Clock(counted)],
            DayKind.Counted => first.Number == last.Number ? texts["Term.Why.Counted", days, $"{first.Number}"] : texts["Term.Why.CountedMany", days, $"{first.Number}–{last.Number}"],
            DayKind.Weekend => texts["Term.Why.Weekend", days],
            DayKind.Holiday when first.Holiday is { } holiday => texts["Term.Why.Holiday", days, texts[holiday]],
            DayKind.Holiday => texts["Term.Why.HolidayUnnamed", days],
            DayKind.StoodStill => texts["Term.Why.Stopped", days],
            DayKind.MovedTo => texts["Term.Why.Moved", days],
            _ => texts["Term.Why.Event", days],
        };
    }
}

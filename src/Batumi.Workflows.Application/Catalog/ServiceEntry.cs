using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Engine.Definitions;

namespace Batumi.Workflows.Application.Catalog;

public sealed record ServiceReading(ServiceEntry? Service, IReadOnlyList<DefinitionError> Errors);

/// <summary>A service of the catalog with its standard: what a citizen gets, what it needs, how long it takes, on which law it stands.</summary>
/// <param name="Unit">Code of the unit that owns it.</param>
/// <param name="Form">Key of the applicant's form.</param>
/// <param name="Workflow">Id of the definition that its cases run.</param>
/// <param name="RetentionDays">Calendar days after closing at which the person is erased from the case.</param>
/// <param name="RatePerHour">Most requests an hour from one network address without an account.</param>
public sealed record ServiceEntry(
    string Key, string Code, LocalizedText Title, LocalizedText Summary, string Domain, string Unit, string Archetype, string Mode, string Form, string Workflow,
    string NumberPrefix, int RetentionDays, bool AnonymousAllowed, int RatePerHour, IReadOnlyList<string> SearchWords, LocalizedText? LifeEvent, ServiceTerm Term,
    ServiceStandard Standard, IReadOnlyList<Act> Acts, ExtensionRule? Extension, SilenceRule Silence)
{
    /// <summary>By how much an applicant may have one term for an answer of theirs lengthened, once each (General Administrative Code, art. 83); null: not at all.</summary>
    public DueRule? MoreTime { get; init; }

    /// <summary>The term that these facts give, such as <c>24 hours</c>.</summary>
    public string TermFor(JsonObject facts) =>
        Term.ByFact is { } fact && facts[fact]?.ToString() is { } value && Term.Values.TryGetValue(value, out var rule) ? rule : Term.Default;

    public static ServiceReading Read(string text, string file)
    {
        var r = JsonReader.Open(text, file);
        var term = r.Child("term");
        var entry = new ServiceEntry(r.Text("key"), r.Text("code"), r.Both("title"), r.Both("summary"), r.Text("domain"), r.Text("unit"), r.Text("archetype"), r.Text("mode"),
            r.Text("form"), r.Text("workflow"), r.Text("numberPrefix"), r.Number("retentionDays", 1, 36_500) ?? 1_095, r.Flag("anonymousAllowed"), r.Number("ratePerHour", 1, 10_000) ?? 20,
            r.Texts("searchWords"), r.OptionalBoth("lifeEvent"), new(term?.Text("default") ?? "", term?.OptionalText("byFact"), term?.Map("values") ?? new Dictionary<string, string>()),
            ReadStandard(r.Child("sections")), [.. r.Children("acts").Select(act => new Act(act.Text("number"), act.Both("title")))], ReadExtension(r.Child("extension")), ReadSilence(r))
        {
            MoreTime = DueRule.Read(r.OptionalText("moreTime")),
        };
        if (entry.MoreTime is null && r.Has("moreTime")) r.Fail("moreTime", r.OptionalText("moreTime") ?? "nothing", "a term such as 15 calendar-days");
        if (term is null && !r.Has("term")) r.Fail("term", "nothing", "the term, such as { \"default\": \"10 working-days\" }");
        foreach (var rule in entry.Term.Values.Values.Append(entry.Term.Default).Where(rule => rule.Length > 0 && !DueRule.TryParse(rule, out _)))
            r.Fail("term", rule, "a number and minutes, hours, office-hours, working-days or calendar-days");
        if (entry.NumberPrefix.Length is > 6 || !entry.NumberPrefix.All(char.IsAsciiLetterUpper)) r.Fail("numberPrefix", entry.NumberPrefix, "one to six capital Latin letters");
        return new(r.IsSound ? entry : null, r.Errors);
    }

    private static ExtensionRule? ReadExtension(JsonReader? e)
    {
        if (e is null) return null;
        var (most, total) = (DueRule.Read(e.Text("most")), DueRule.Read(e.Text("total")));
        if (most is null) e.Fail("most", e.OptionalText("most") ?? "nothing", "a term such as 10 working-days");
        if (total is null) e.Fail("total", e.OptionalText("total") ?? "nothing", "a term such as 3 months");
        return most is null || total is null ? null : new(most.Value, total.Value, e.Number("beforePercent", 1, 100) ?? 50);
    }

    private static SilenceRule ReadSilence(JsonReader r)
    {
        switch (r.OptionalText("silence"))
        {
            case null or "appealable": return SilenceRule.Appealable;
            case "deemed-positive": return SilenceRule.DeemedPositive;
            case "none": return SilenceRule.None;
            case var other:
                r.Fail("silence", other, "appealable, deemed-positive or none");
                return SilenceRule.None;
        }
    }

    private static ServiceStandard ReadStandard(JsonReader? s) => new(
        s?.OptionalBoth("what"), s?.OptionalBoth("who"), s?.OptionalBoth("cost"), s?.OptionalBoth("howLong"), s?.OptionalBoth("prepare"), s?.OptionalBoth("next"));
}

/// <param name="ByFact">The fact that decides, such as priority; null: always the default.</param>
public sealed record ServiceTerm(string Default, string? ByFact, IReadOnlyDictionary<string, string> Values);

/// <summary>What it means that the city has not answered when the term ends.</summary>
public enum SilenceRule
{
    /// <summary>The applicant may treat it as a refusal and complain (General Administrative Code, art. 177); the case goes on.</summary>
    Appealable,

    /// <summary>The request is granted by law, as permits under the Law on Licences and Permits are.</summary>
    DeemedPositive,

    None,
}

/// <summary>How a case's term may be extended, once and with reasons (General Administrative Code, art. 100).</summary>
/// <param name="Most">The longest extension.</param>
/// <param name="Total">The longest term of all, from registration.</param>
/// <param name="BeforePercent">Only while less than so many hundredths of the term are used up.</param>
public sealed record ExtensionRule(DueRule Most, DueRule Total, int BeforePercent);

/// <summary>The parts of a service's page.</summary>
public sealed record ServiceStandard(LocalizedText? What, LocalizedText? Who, LocalizedText? Cost, LocalizedText? HowLong, LocalizedText? Prepare, LocalizedText? Next);

/// <summary>A legal act a service stands on.</summary>
public sealed record Act(string Number, LocalizedText Title);

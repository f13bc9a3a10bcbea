using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Batumi.Workflows.Application.Letters;
using Batumi.Workflows.Application.People;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Engine.Effects;
using Batumi.Workflows.Tests.Architecture;
using Batumi.Workflows.Tests.Workflows;

namespace Batumi.Workflows.Tests.Modules.Notifications;

/// <summary>Every letter of the folder, with the values that its workflows really give it, in both languages.</summary>
public sealed partial class LetterTests
{
    private static readonly Lazy<IReadOnlyList<Effect.SendLetter>> sent = new(() =>
        [.. WorkflowFiles.Keys("definitions").SelectMany(key => EveryWay.Through(WorkflowFiles.Definition(key)).Letters), .. OfTerms(), .. OfAccounts()]);

    public static TheoryData<string> Letters => WorkflowFiles.Theory("letters");

    public static TheoryData<string> LettersOfCases => [.. WorkflowFiles.Keys("letters").Except(OfAccounts().Select(l => l.Template))];

    [Theory]
    [MemberData(nameof(Letters))]
    public void Some_workflow_sends_it(string key) => Assert.Contains(sent.Value, letter => letter.Template == key);

    [Theory]
    [MemberData(nameof(Letters))]
    public void Every_value_it_names_is_given(string key)
    {
        var source = JsonNode.Parse(WorkflowFiles.Text("letters", key))!;
        var named = new[] { "subject", "body" }.SelectMany(part => Languages.All.SelectMany(language => Named((string)source[part]![language]!))).ToHashSet();
        Assert.NotEmpty(named);
        Assert.Superset(named, Sent(key).Select(letter => Values(letter, "ka").Select(v => v.Key).ToHashSet()).Aggregate((all, one) => [.. all.Intersect(one)]));
    }

    [Theory]
    [MemberData(nameof(Letters))]
    public void Its_text_message_says_the_number_of_the_case_only_and_fits_two_parts(string key)
    {
        if (JsonNode.Parse(WorkflowFiles.Text("letters", key))!["sms"] is not { } sms) return;
        foreach (var language in Languages.All)
        {
            Assert.Equal("caseNumber", Assert.Single(Named((string)sms[language]!)));
            var text = LetterTemplate.Read(WorkflowFiles.Text("letters", key), key).Template!.RenderText(language, "SF-2026-48391720")!;
            Assert.InRange(text.Length, 1, 2 * 67);
            Assert.DoesNotContain(text, sign => sign is '{' or '}' or '\n');
            Assert.Contains("SF-2026-48391720", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("{{ caseNumber }} {{ name }}", "one line with {{ caseNumber }} and no other value")]
    [InlineData("{{ caseNumber }}{% if link %}x{% endif %}", "one line with {{ caseNumber }} and no other value")]
    [InlineData("{{ caseNumber }}\n{{ caseNumber }}", "one line with {{ caseNumber }} and no other value")]
    [InlineData("{{ caseNumber }} 123456789 123456789 123456789 123456789 123456789 123456789 123456789 123456789 123456789 123456789 123456789 1234", "at most 134, with a case number of 20")]
    public void A_text_message_that_says_more_is_refused_with_its_place(string text, string expected)
    {
        var letter = new JsonObject { ["subject"] = new JsonObject { ["ka"] = "s", ["en"] = "s" }, ["body"] = new JsonObject { ["ka"] = "b", ["en"] = "b" }, ["sms"] = new JsonObject { ["ka"] = "საქმე {{ caseNumber }}", ["en"] = text } };
        var error = Assert.Single(LetterTemplate.Read(letter.ToJsonString(), "letters/x.json").Errors);
        Assert.Equal(("$.sms.en", expected), (error.Place, error.Expected));
    }

    [Theory]
    [MemberData(nameof(Letters))]
    public void It_reads_whole_in_both_languages(string key) => Broken.None(
        from letter in Sent(key)
        from language in Languages.All
        let read = WorkflowFiles.Letter(key).Render(language, Values(letter, language))
        from flaw in Flaws(read)
        select $"{key}, {language}: {flaw}\n{read.Subject}\n{read.Body}");

    [Theory]
    [MemberData(nameof(LettersOfCases))]
    public void It_shows_what_is_particular_to_the_case(string key)
    {
        foreach (var letter in Sent(key))
        {
            var (ka, en) = (WorkflowFiles.Letter(key).Render("ka", Values(letter, "ka")), WorkflowFiles.Letter(key).Render("en", Values(letter, "en")));
            Assert.All([ka, en], read => Assert.StartsWith("SF-2026-48391720: ", read.Subject, StringComparison.Ordinal));
            Assert.All([ka, en], read => Assert.Contains("https://city.test/follow/SF-2026-48391720/code", read.Body, StringComparison.Ordinal));
            Assert.NotEqual(ka.Body, en.Body);
        }
    }

    [Theory]
    [MemberData(nameof(LettersOfCases))]
    public void What_people_typed_is_neither_run_nor_makes_a_second_line_of_the_subject(string key)
    {
        const string Evil = "{{ link }}{% if true %}ran{% endif %}<script>\r\nBcc: all@city.test\n\t|";
        foreach (var language in Languages.All)
        {
            var values = Values(Sent(key)[0], language);
            foreach (var name in values.Where(v => v.Value?.GetValueKind() is System.Text.Json.JsonValueKind.String or null && v.Key is not ("link" or "outcome" or "workOutcome")).Select(v => v.Key).ToList())
                values[name] = Evil;
            var read = WorkflowFiles.Letter(key).Render(language, values);
            Assert.DoesNotContain('\n', read.Subject);
            Assert.DoesNotContain('\r', read.Subject);
            Assert.Contains("{{ link }}{% if true %}ran{% endif %}<script> Bcc:", read.Subject, StringComparison.Ordinal);
            Assert.InRange(read.Subject.Length, 1, 200);
            Assert.Equal(1, read.Body.Split("https://city.test/").Length - 1);      // the true link, once: the typed one stayed signs
        }
    }

    [Fact]
    public void Dates_and_money_are_written_as_the_reader_writes_them()
    {
        var letter = Read("{{ at | day }}; {{ at | moment }}; {{ tetri | money }}; {{ nothing | day }}");
        var values = new JsonObject { ["at"] = "2026-11-23T09:05:00", ["tetri"] = 123_450 };
        Assert.Equal("23 ნოემბერი, 2026; 23 ნოემბერი, 2026, 09:05; 1\u202f234,50\u00a0₾;\n", letter.Render("ka", values).Body);
        Assert.Equal("23 November 2026; 23 November 2026, 09:05; 1\u202f234,50\u00a0₾;\n", letter.Render("en", values).Body);
    }

    [Theory]
    [InlineData("{% if name %}no end")]
    [InlineData("{% nonsense %}")]
    public void A_letter_that_cannot_be_read_says_where(string body)
    {
        var reading = LetterTemplate.Read(new JsonObject { ["subject"] = Both("a"), ["body"] = new JsonObject { ["ka"] = "ა", ["en"] = body } }.ToJsonString(), "letters/x.json");
        Assert.Null(reading.Template);
        Assert.Equal("$.body.en", Assert.Single(reading.Errors).Place);
    }

    [Fact]
    public void A_letter_reaches_no_clock_and_no_file()
    {
        var letter = Read("{{ 'now' | date: 'yyyy' }}|{% include 'units' %}");
        Assert.DoesNotContain("20", letter.Render("en", []).Body, StringComparison.Ordinal);
    }

    // The registration gives them name and link.
    private static IEnumerable<Effect.SendLetter> OfAccounts() => new[] { AccountLetters.Confirm, AccountLetters.Exists, AccountLetters.Reset }.Select(key => new Effect.SendLetter("", key, "account", []));

    private static IEnumerable<Effect.SendLetter> OfTerms() =>
    [
        new("", LettersOfTerms.Reminder, "unit:MSA", new() { ["percent"] = 80 }), new("", LettersOfTerms.Passed, "applicant", []),
        new("", LettersOfTerms.Extended, "applicant", new() { ["reason"] = "An agency has to be heard" }), new("", LettersOfTerms.Withdrawn, "applicant", []),
        new("", LettersOfTerms.Granted, "applicant", []),
        new("", LettersOfTerms.Message, "applicant", new() { ["text"] = "Please bring the plan" }), new("", LettersOfTerms.Answer, "unit:MSA", []),
        new("", LettersOfTerms.Reminded, "applicant", new() { ["until"] = "2026-12-04T23:59:59" }), new("", LettersOfTerms.Prolonged, "applicant", new() { ["until"] = "2026-12-04T23:59:59" }),
        new("", LettersOfTerms.Left, "unit:MSA", OfTask(null)), new("", LettersOfTerms.ToAssign, "unit:MSA", OfTask(null)), new("", LettersOfTerms.Given, "unit:MSA", OfTask("You know the street")),
    ];

    // What every letter of a case may say (LettersOfStep), and what the definition gave.
    private static JsonObject Values(Effect.SendLetter letter, string language)
    {
        var values = new JsonObject
        {
            ["caseNumber"] = "SF-2026-48391720", ["serviceTitle"] = language == "ka" ? "დაზიანება ქუჩაში" : "Report a street fault", ["registeredDate"] = "2026-11-23T09:05:00",
            ["dueDate"] = "2026-12-07T23:59:59", ["name"] = "ნინო", ["link"] = "https://city.test/follow/SF-2026-48391720/code",
            ["appealDate"] = "2026-12-23T23:59:59", ["answerDate"] = "2026-12-03T23:59:59",
            ["documentNumber"] = "SF-2026-48391720", ["checkCode"] = "7KD3P-XM4RT", ["checkLink"] = "https://city.test/check?number=SF-2026-48391720&code=7KD3P-XM4RT",
        };
        foreach (var (name, value) in letter.Values) values[name] = value?.DeepClone();
        return values;
    }

    private static IEnumerable<string> Flaws(RenderedLetter read)
    {
        if (read.Subject.Contains('\n', StringComparison.Ordinal) || read.Subject.Length == 0) yield return "the subject is not one line";
        if (Leftover().IsMatch(read.Subject + read.Body)) yield return "signs of the template are left";
        if (read.Body.Contains("\n\n\n", StringComparison.Ordinal)) yield return "two empty lines";
        foreach (var line in read.Body.Split('\n').Where(l => l.TrimEnd().EndsWith(':') || l != l.TrimEnd())) yield return $"a line that ends in nothing: '{line}'";
    }

    private static IEnumerable<string> Named(string template) => Variable().Matches(template).Select(m => m.Groups["name"].Value);

    private static List<Effect.SendLetter> Sent(string key) => [.. sent.Value.Where(letter => letter.Template == key)];

    private static JsonObject OfTask(string? why) => new() { ["task"] = "შეტყობინების დახარისხება", ["until"] = "2026-11-27T23:59:59", ["why"] = why };

    private static LetterTemplate Read(string body)
    {
        var reading = LetterTemplate.Read(new JsonObject { ["subject"] = Both("a"), ["body"] = Both(body) }.ToJsonString(), "letters/x.json");
        Assert.Empty(reading.Errors);
        return reading.Template!;
    }

    private static JsonObject Both(string text) => new() { ["ka"] = text, ["en"] = text };

    [GeneratedRegex(@"\{\{\s*(?<name>[A-Za-z]\w*)|\{%\s*(els)?if\s+(?<name>[A-Za-z]\w*)", RegexOptions.ExplicitCapture)]
    private static partial Regex Variable();

    [GeneratedRegex(@"\{\{|\}\}|\{%|%\}|Liquid")]
    private static partial Regex Leftover();
}

using System.Globalization;
using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Expressions;
using DotLiquid;

namespace Batumi.Workflows.Application.Letters;

public sealed record LetterReading(LetterTemplate? Template, IReadOnlyList<DefinitionError> Errors);

/// <summary>A letter, ready to be sent: plain text.</summary>
public sealed record RenderedLetter(string Subject, string Body);

/// <summary>A letter's text in both languages, in Liquid. It can name values and format them; it cannot reach anything else.</summary>
public sealed class LetterTemplate
{
    private const int LongestSubject = 200;

    /// <summary>Two parts of a text message in UCS-2, as Georgian needs it.</summary>
    private const int LongestText = 2 * 67;

    /// <summary>The one value that a text message may say: it travels in the open.</summary>
    private const string CaseNumber = "{{ caseNumber }}";

    private const int LongestNumber = 20;
    private readonly Dictionary<string, string> texts = [];
    private readonly Dictionary<string, (Template Subject, Template Body)> byLanguage = [];

    // Words without which nobody learns of the way to appeal.
    private static readonly Dictionary<string, string[]> ofAppeal = new() { [Languages.Georgian] = ["საჩივ"], [Languages.English] = ["appeal", "complain"] };

    private LetterTemplate()
    {
    }

    /// <summary>It says, in both languages, how to appeal (General Administrative Code, art. 52).</summary>
    public bool TellsAppeal { get; private set; }

    /// <summary>Reads <c>letters/*.json</c>: subject {ka, en}, body {ka, en} and, if its news goes to phones as well, sms {ka, en}.</summary>
    public static LetterReading Read(string text, string file)
    {
        var reader = JsonReader.Open(text, file);
        var letter = new LetterTemplate();
        foreach (var language in Languages.All)
        {
            var subject = Parse(reader.Child("subject"), language, reader);
            var body = Parse(reader.Child("body"), language, reader);
            if (subject is not null && body is not null) letter.byLanguage[language] = (subject, body);
        }

        if (reader.Child("sms") is { } sms)
        {
            foreach (var language in Languages.All) letter.texts[language] = ReadText(sms, language);
        }

        if (!reader.Has("subject")) reader.Fail("subject", "nothing", "a text in both languages");
        if (!reader.Has("body")) reader.Fail("body", "nothing", "a text in both languages");
        if (reader.IsSound) letter.TellsAppeal = Languages.All.All(language => ofAppeal[language].Any(word => reader.Child("body")!.Text(language).Contains(word, StringComparison.OrdinalIgnoreCase)));
        return new(reader.IsSound ? letter : null, reader.Errors);
    }

    /// <summary>Renders the letter. A value that is missing leaves nothing in its place.</summary>
    public RenderedLetter Render(string language, JsonObject values)
    {
        var (subject, body) = byLanguage[Languages.OrGeorgian(language)];
        var hash = (Hash)Convert(values)!;
        var parameters = new RenderParameters(CultureInfo.InvariantCulture)
        {
            LocalVariables = hash, Filters = [typeof(TemplateFilters), language == Languages.English ? typeof(EnglishFilters) : typeof(GeorgianFilters)], ErrorsOutputMode = ErrorsOutputMode.Suppress,
        };
        var line = string.Join(' ', subject.Render(parameters).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return new(line.Length <= LongestSubject ? line : line[..LongestSubject], body.Render(parameters).Trim() + "\n");
    }

    /// <summary>The text message; null: this letter has none.</summary>
    public string? RenderText(string language, string caseNumber) =>
        texts.TryGetValue(Languages.OrGeorgian(language), out var text) ? text.Replace(CaseNumber, caseNumber, StringComparison.Ordinal) : null;

    private static string ReadText(JsonReader sms, string language)
    {
        var text = sms.Text(language, language == Languages.Georgian ? "the Georgian text" : "the English text");
        var bare = text.Replace(CaseNumber, "", StringComparison.Ordinal);
        if (bare.AsSpan().IndexOfAny('{', '}', '\n') >= 0) sms.Fail(language, bare, $"one line with {CaseNumber} and no other value");
        var length = text.Replace(CaseNumber, new('0', LongestNumber), StringComparison.Ordinal).Length;
        if (length > LongestText) sms.Fail(language, $"{length} characters", $"at most {LongestText}, with a case number of {LongestNumber}");
        return text;
    }

    private static Template? Parse(JsonReader? part, string language, JsonReader reader)
    {
        if (part is null) return null;
        var text = part.Text(language, language == Languages.Georgian ? "the Georgian text" : "the English text");
        try
        {
            return Template.Parse(text);
        }
        catch (Exception broken) when (broken is DotLiquid.Exceptions.LiquidException)
        {
            part.Fail(language, broken.Message, "a Liquid template");
            return null;
        }
    }

    private static object? Convert(JsonNode? node) => node switch
    {
        null => null,
        JsonObject o => Hash.FromDictionary(o.ToDictionary(p => p.Key, p => Convert(p.Value)!)),
        JsonArray a => a.Select(Convert).ToList(),
        JsonValue v when v.TryGetValue<bool>(out var flag) => flag,
        JsonValue v when v.TryGetValue<long>(out var whole) => whole,
        JsonValue v when v.TryGetValue<double>(out var number) => number,
        _ => node.ToString(),
    };
}

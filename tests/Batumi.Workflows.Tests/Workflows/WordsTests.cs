using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Batumi.Workflows.Tests.Architecture;
using Batumi.Workflows.Tests.Support;

namespace Batumi.Workflows.Tests.Workflows;

/// <summary>Every text that people read, in <c>workflows/</c> and in the pages' resources: there in both languages, each in its own script.</summary>
public sealed partial class WordsTests
{
    /// <summary>Latin words that are written so in Georgian, too: formats, keys, names of files and laws.</summary>
    private static readonly HashSet<string> latin = ["PDF", "JPEG", "PNG", "WebP", "HEIC", "QR", "SMS", "K", "II", "CSV", "CC", "BY", "P", "SF", "j", "k", "c", "Enter", "nino", "name", "example", "ge", "workflows", "units", "json", "axe", "WCAG", "AA", "security", "txt", "well", "known"];

    private static readonly Lazy<IReadOnlyList<(string Place, string Ka, string En)>> texts = new(() =>
    [
        .. WorkflowFiles.All().Concat(Resources()).SelectMany(file => Texts(file.Json, file.File)),
        .. WorkflowFiles.Keys("definitions").SelectMany(key => WorkflowFiles.Definition(key).Activities.Values.Where(a => a.DisplayText is not null)
            .Select(a => ($"definitions/{key}.json {a.Id}.displayText", a.DisplayText!, "-"))),
    ]);

    [Fact]
    public void Every_text_is_there_in_both_languages()
    {
        Assert.True(texts.Value.Count > 400, $"only {texts.Value.Count} texts were found");
        Broken.None(texts.Value.Where(t => string.IsNullOrWhiteSpace(t.Ka) || string.IsNullOrWhiteSpace(t.En)).Select(t => t.Place));
    }

    [Fact]
    public void Georgian_holds_no_word_left_in_English_and_no_letter_that_only_looks_Georgian() => Broken.None(
        texts.Value.SelectMany(t => Foreign(t.Ka).Select(word => $"{t.Place}: {word} in „{t.Ka}“")));

    [Fact]
    public void English_holds_no_Georgian_letter() => Broken.None(
        texts.Value.Where(t => Georgian().IsMatch(Plain(t.En))).Select(t => $"{t.Place}: {t.En}"));

    // „{0}-ის“ goes wrong as soon as the value ends in a vowel or is a date.
    [Fact]
    public void No_case_ending_hangs_on_a_value() => Broken.None(texts.Value.Where(t => Ending().IsMatch(t.Ka)).Select(t => $"{t.Place}: {t.Ka}"));

    [Fact]
    public void Both_languages_say_the_same_values() => Broken.None(texts.Value.Where(t => t.En != "-" && !Places(t.Ka).SequenceEqual(Places(t.En))).Select(t => $"{t.Place}: {t.Ka} / {t.En}"));

    [Fact]
    public void Nobody_is_shouted_at() => Broken.None(
        texts.Value.Where(t => (t.Ka + t.En).Contains('!', StringComparison.Ordinal) && !t.Ka.Contains("{%", StringComparison.Ordinal)).Select(t => $"{t.Place}: {t.Ka} / {t.En}"));

    [Fact]
    public void Signs_stand_where_they_belong() => Broken.None(
        texts.Value.SelectMany(t => new[] { t.Ka, t.En }.Where(x => Untidy().IsMatch(Plain(x))).Select(x => $"{t.Place}: „{x}“")));

    [Theory]
    [InlineData("სახელი Name")]
    [InlineData("cახელი")]
    [InlineData("საxელი")]
    [InlineData("сახელი")]
    [InlineData("ᲡᲐᲮᲔᲚᲘ")]
    public void A_foreign_word_or_letter_is_seen(string ka) => Assert.NotEmpty(Foreign(ka));

    [Theory]
    [InlineData("{0}-ის ჩათვლით")]
    [InlineData("{0}ში")]
    [InlineData("{{ dueDate | day }}-მდე")]
    public void A_case_ending_on_a_value_is_seen(string ka) => Assert.Matches(Ending(), ka);

    /// <summary>The glossary of the README and the words that it tells to avoid.</summary>
    [Theory]
    [InlineData("აპლიკანტ")]
    [InlineData("მომხმარებელ")]
    [InlineData("განაცხად")]
    [InlineData("ინციდენტ")]
    [InlineData("სტატუს")]
    [InlineData("დედლაინ")]
    [InlineData("ნოტიფიკაცი")]
    [InlineData("აქტივობ")]
    [InlineData("ბიზნესპროცეს")]
    [InlineData("კონფიგურაცი")]
    [InlineData("ამოცან")]
    [InlineData("მომსახურებ")]
    [InlineData("ვერდიქტ")]
    [InlineData("რაიონ")]
    public void A_word_to_avoid_is_avoided(string stem)
    {
        var glossary = File.ReadAllText(Path.Combine(Repository.Workflows, "README.md"));
        Assert.Contains(stem, glossary[glossary.IndexOf("## Glossary", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Broken.None(texts.Value.Where(t => t.Ka.Contains(stem, StringComparison.Ordinal)).Select(t => $"{t.Place}: {t.Ka}"));
    }

    private static IEnumerable<(string File, JsonNode Json)> Resources() => Sources.Files("src/Batumi.Workflows.Web/Resources", ".json").Select(file => (file.Path, JsonNode.Parse(string.Join('\n', file.Lines))!));

    private static IEnumerable<(string Place, string Ka, string En)> Texts(JsonNode? node, string place)
    {
        switch (node)
        {
            case JsonObject o when o.ContainsKey("ka") || o.ContainsKey("en"):
                foreach (var (form, ka, en) in Forms(o["ka"], o["en"])) yield return (place + form, ka, en);
                foreach (var (name, inner) in o.Where(p => p.Key is not ("ka" or "en")))
                    foreach (var text in Texts(inner, $"{place}.{name}")) yield return text;
                break;
            case JsonObject o:
                foreach (var (name, inner) in o)
                    foreach (var text in Texts(inner, $"{place} {name}")) yield return text;
                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                    foreach (var text in Texts(list[i], $"{place}[{i}]")) yield return text;
                break;
        }
    }

    // A text, or one for one thing and one for others.
    private static IEnumerable<(string Form, string Ka, string En)> Forms(JsonNode? ka, JsonNode? en)
    {
        var names = new[] { ka, en }.OfType<JsonObject>().SelectMany(o => o.Select(p => p.Key)).Distinct().ToList();
        return names.Count == 0 ? [("", One(ka, ""), One(en, ""))] : names.Select(name => ("." + name, One(ka, name), One(en, name)));

        static string One(JsonNode? node, string name) => (string?)(node is JsonObject forms ? forms[name] ?? forms["other"] : node) ?? "";
    }

    private static IEnumerable<string> Foreign(string ka) => Word().Matches(Plain(ka)).Select(m => m.Value)
        .Where(word => Georgian().IsMatch(word) ? !PureGeorgian().IsMatch(word) : !latin.Contains(word.TrimEnd('1', '2', '3', '4')));

    // Without what a template or a place for a value is made of.
    private static string Plain(string text) => Template().Replace(text, m => m.Value.StartsWith("{%", StringComparison.Ordinal) ? "" : "0").Replace("1958-IIს", "", StringComparison.Ordinal).Replace("2181-IIს", "", StringComparison.Ordinal);

    private static IEnumerable<string> Places(string text) => Place().Matches(text).Select(m => m.Value).Distinct().Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\{\{.*?\}\}|\{%.*?%\}|\{\d\}", RegexOptions.Singleline)]
    private static partial Regex Template();

    [GeneratedRegex(@"\{\{.*?\}\}|\{\d\}", RegexOptions.Singleline)]
    private static partial Regex Place();

    [GeneratedRegex(@"\p{L}[\p{L}\p{M}\d]*")]
    private static partial Regex Word();

    [GeneratedRegex(@"[\u10A0-\u10FF\u1C90-\u1CBF]")]
    private static partial Regex Georgian();

    // Mkhedruli only: the capitals of Mtavruli are not used in running text.
    [GeneratedRegex(@"^[\u10D0-\u10F0\d]+$")]
    private static partial Regex PureGeorgian();

    [GeneratedRegex(@"(\d\}|\}\})[-–]?[\u10A0-\u10FF]", RegexOptions.ExplicitCapture)]
    private static partial Regex Ending();

    [GeneratedRegex(@"\S  +\S|\S [.,;:?](\s|$)|\p{L}[,;]\p{L}|\.\.", RegexOptions.ExplicitCapture)]
    private static partial Regex Untidy();
}

using System.Text.RegularExpressions;
using Batumi.Workflows.Web.Localization;

namespace Batumi.Workflows.Tests.Architecture;

/// <summary>
/// Everything people read comes from Resources in both languages: no key is missing, no view writes words of its own. (That each key
/// has both languages is checked when the site starts.)
/// </summary>
public sealed partial class TextTests
{
    private static readonly HashSet<string> keys = [.. new Texts().Keys];

    private static readonly IReadOnlyList<SourceFile> sources = [.. Sources.Files("src", ".cs", ".cshtml")];

    [Fact]
    public void Every_key_that_is_asked_for_is_there() => Broken.None(
        from file in sources
        from Match asked in AskedFor().Matches(file.Text)
        let key = asked.Groups.Cast<Group>().Skip(1).First(g => g.Success).Value
        where !keys.Contains(key)
        select $"{file.Path}: {key}");

    [Fact]
    public void Every_key_that_is_put_together_has_a_beginning_that_is_there() => Broken.None(
        from file in sources
        from Match asked in PutTogether().Matches(file.Text)
        where !keys.Any(key => key.StartsWith(asked.Groups[1].Value, StringComparison.Ordinal))
        select $"{file.Path}: {asked.Groups[1].Value}…");

    [Fact]
    public void No_view_writes_words_of_its_own()
    {
        using var web = new CompiledCode(typeof(Program).Assembly);
        var views = Sources.Files("src/Batumi.Workflows.Web/Pages", ".cshtml").ToList();

        Assert.Equal(views.Count, web.AllTypes.Count(type => !type.IsNested && Views.IsView(type)));
        Broken.None(Views.LiteralWords(web).Concat(views.SelectMany(Views.LiteralAttributes)));
    }

    [Theory]
    [InlineData("<p class=\"x\">Hello</p>", "Hello")]
    [InlineData("<p>გამარჯობა</p>", "გამარჯობა")]
    [InlineData("<span class=\"hidden\">  More about </span>", "More about")]
    [InlineData("<img alt=\"A tree\" src=\"/a\">", "alt=\"A tree\"")]
    [InlineData("<p>&nbsp;– 1 </p><!-- note --><script>let a;</script>", null)]
    [InlineData("<p title=\"\">&rarr;</p>", null)]
    public void Words_of_a_view_are_seen(string markup, string? words) => Assert.Equal(words is null ? [] : [words], Views.Words(markup));

    [GeneratedRegex("""texts\["([^"{]+)"|texts\.(?:Find|Both|Of)\("([^"{]+)"|ErrorMessage = "([^"]+)"|AddModelError\([^;]*, "([A-Z][^" ]+)"\)""")]
    private static partial Regex AskedFor();

    [GeneratedRegex("""\$"([A-Z]\w*\.[\w.]*)\{""")]
    private static partial Regex PutTogether();
}

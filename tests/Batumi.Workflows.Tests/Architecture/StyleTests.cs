using System.Text.RegularExpressions;

namespace Batumi.Workflows.Tests.Architecture;

/// <summary>A style that no page uses is a style that nobody dares to delete.</summary>
public sealed partial class StyleTests
{
    [Fact]
    public void Every_style_of_ours_is_used_by_a_page()
    {
        var pages = string.Join('\n', Sources.Files("src/Batumi.Workflows.Web", ".cshtml", ".cs", ".js").Where(file => !file.Path.Contains("/wwwroot/", StringComparison.Ordinal)).Select(file => file.Text));
        var used = Name().Matches(pages).Select(match => match.Value).ToHashSet();
        var begun = Begun().Matches(pages).Select(match => match.Groups[1].Value).ToHashSet();       // such as city-letter--@status
        var styles = File.ReadAllText(Path.Combine(Support.Repository.Root, "src/Batumi.Workflows.Web/wwwroot/assets/site.css"));

        Broken.None(Style().Matches(styles).Select(match => match.Groups[1].Value).Distinct().Where(name => !used.Contains(name) && !begun.Any(start => name.StartsWith(start, StringComparison.Ordinal))));
    }

    [GeneratedRegex("city-[a-z0-9_-]*[a-z0-9]")]
    private static partial Regex Name();

    [GeneratedRegex("[.](city-[a-z0-9_-]*[a-z0-9])")]
    private static partial Regex Style();

    [GeneratedRegex("(city-[a-z0-9_-]*[_-])[@{$]")]
    private static partial Regex Begun();
}

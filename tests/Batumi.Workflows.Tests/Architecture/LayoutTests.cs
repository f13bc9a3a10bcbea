using System.Text.RegularExpressions;
using Batumi.Workflows.Tests.Support;
using Xunit.Abstractions;

namespace Batumi.Workflows.Tests.Architecture;

/// <summary>The house stays small enough to read: few entries in the root, short files, a reason beside every silenced rule and every package.</summary>
public sealed partial class LayoutTests(ITestOutputHelper output)
{
    private const int LongestFile = 400, LongFile = 300, RootEntries = 18;

    [Fact]
    public void A_newcomer_reads_the_root_in_one_screen()
    {
        var ignored = File.ReadAllLines(Path.Combine(Repository.Root, ".gitignore")).Select(line => line.Trim().TrimEnd('/')).ToHashSet();
        var entries = new DirectoryInfo(Repository.Root).EnumerateFileSystemInfos().Select(entry => entry.Name)
            .Where(name => name != ".git" && !ignored.Contains(name) && !ignored.Contains("*" + Path.GetExtension(name))).Order().ToList();

        Assert.True(entries.Count <= RootEntries, $"{entries.Count} entries, at most {RootEntries}: {string.Join(", ", entries)}");
    }

    [Fact]
    public void No_file_of_code_is_long()
    {
        var files = Sources.CSharp("src").Concat(Sources.CSharp("tests")).Select(file => (file.Path, Count: file.Lines.Length)).OrderByDescending(file => file.Count).ToList();
        foreach (var (path, count) in files.Where(file => file.Count > LongFile))
            output.WriteLine($"{count} lines, look for the second idea inside: {path}");

        Assert.NotEmpty(files);
        Broken.None(files.Where(file => file.Count > LongestFile).Select(file => $"{file.Path}: {file.Count} lines"));
    }

    [Fact]
    public void A_rule_silenced_for_everybody_has_its_reason_on_the_same_line() =>
        Broken.None(File.ReadLines(Path.Combine(Repository.Root, ".editorconfig"))
            .Where(line => line.Contains(".severity = none", StringComparison.Ordinal) && !ReasonBehind().IsMatch(line)));

    [Fact]
    public void Warnings_are_errors_and_no_project_turns_rules_off() =>
        Broken.None(Sources.Files("", ".csproj", ".props", ".targets").SelectMany(file => file.Lines.Select(line => (file.Path, line)))
            .Where(found => TurnedOff().IsMatch(found.line) && !found.line.Contains("<!--", StringComparison.Ordinal))
            .Select(found => $"{found.Path}: {found.line.Trim()}"));

    [GeneratedRegex("#.{10,}")]
    private static partial Regex ReasonBehind();

    [GeneratedRegex("<(NoWarn|WarningsNotAsErrors)>|TreatWarningsAsErrors>false|NuGetAudit>false|<Nullable>disable", RegexOptions.IgnoreCase)]
    private static partial Regex TurnedOff();
}

using System.Text.RegularExpressions;
using Batumi.Workflows.Tests.Support;

namespace Batumi.Workflows.Tests.Architecture;

/// <summary>What may not stand in a source file. Each rule carries an example that it must find, so a rule that finds nothing is itself red.</summary>
public sealed class TextRuleTests
{
    private static readonly TextRule[] rules =
    [
        new("The clock of the machine is read through TimeProvider, by the host only",
            ["src/Batumi.Workflows.Engine", "src/Batumi.Workflows.Application"], @"\bDateTime(Offset)?\.(Now|UtcNow|Today)\b|\bStopwatch\b|\bTimeProvider\.System\b|\bTickCount",
            "var now = DateTimeOffset.UtcNow;")
        {
            Allowed = { ["src/Batumi.Workflows.Application/CityServices.cs"] = "puts the application together: the machine's clock becomes the site's here" },
        },
        new("The engine makes no ids and no random numbers: they come from the seed",
            ["src/Batumi.Workflows.Engine"], @"\bGuid\.(NewGuid|CreateVersion7)\b|\bRandom\.Shared\b|\bnew Random\(|\bRandomNumberGenerator\b|\bHashCode\.Combine\b",
            "var id = Guid.NewGuid();"),
        new("The engine knows nothing of its machine",
            ["src/Batumi.Workflows.Engine"], @"\bEnvironment\.|\bCultureInfo\.Current|\bTimeZoneInfo\.Local\b", "Environment.NewLine"),
        new("Ids of the application are made in one place",
            ["src/Batumi.Workflows.Application"], @"\bGuid\.(NewGuid|CreateVersion7)\b|\bRandom\.Shared\b|\bnew Random\(",
            "Id = Guid.CreateVersion7(),")
        {
            Allowed = { ["src/Batumi.Workflows.Application/Primitives/Ids.cs"] = "the one place" },
        },
        new("Protection against forged posts stays on",
            ["src/Batumi.Workflows.Web", "tests"], @"IgnoreAntiforgeryToken|DisableAntiforgery\(", "[IgnoreAntiforgeryToken]")
        {
            Allowed =
            {
                ["tests/Batumi.Workflows.Tests/Architecture/TextRuleTests.cs"] = "this rule",
                ["src/Batumi.Workflows.Web/Pages/Public/Error/Index.cshtml.cs"] = "it answers in place of a post that failed, changes nothing, and must not fail again",
                ["src/Batumi.Workflows.Web/Pages/Citizen/Follow/Answer.cshtml.cs"] = "the same",
                ["src/Batumi.Workflows.Web/Pages/Officer/Cases/Complete.cshtml.cs"] = "the same",
                ["src/Batumi.Workflows.Web/Pages/Citizen/Request/Question.cshtml.cs"] = "it reads its form itself, and PostedForm checks the token before the first file",
            },
        },
        new("TransactionScope throws on SQLite: one SaveChangesAsync is the transaction",
            ["src"], @"\bTransactionScope\b", "using var scope = new TransactionScope();"),
        new("A silenced rule has its reason on the same line",
            ["src", "tests"], @"^\s*#pragma warning disable (?!.*//)|^\s*\[(assembly: )?SuppressMessage(?!.*Justification)", "#pragma warning disable CA1822"),
        new("No path of somebody's machine",
            ["src", "tests", "workflows", "docs", ".config", ".ci"], @"/(home|root|Users)/[a-z]|C:\\Users", "\"/home/nino/city.db\"")
        {
            Allowed = { ["tests/Batumi.Workflows.Tests/Architecture/TextRuleTests.cs"] = "this rule" },
        },
    ];

    public static TheoryData<string> Names => [.. rules.Select(rule => rule.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Rule(string name)
    {
        var rule = rules.Single(rule => rule.Name == name);
        var files = rule.Folders.SelectMany(folder => Sources.Files(folder, ".cs", ".cshtml", ".json", ".js", ".mjs", ".scss", ".md", ".csproj", ".props"));

        Assert.True(rule.IsBrokenBy(rule.Example), "The rule does not find its own example.");
        Broken.None(files.Where(file => !rule.Allowed.ContainsKey(file.Path))
            .SelectMany(file => file.Lines.Select((line, index) => (file.Path, Line: line, Number: index + 1)))
            .Where(line => rule.IsBrokenBy(line.Line))
            .Select(line => $"{line.Path}:{line.Number}: {line.Line.Trim()}"));
    }

    [Fact]
    public void An_exception_to_a_rule_names_a_file_that_is_there_and_needs_it() => Broken.None(
        from rule in rules
        from path in rule.Allowed.Keys
        where File.Exists(Path.Combine(Repository.Root, path)) && !File.ReadLines(Path.Combine(Repository.Root, path)).Any(rule.IsBrokenBy)
        select $"{rule.Name}: {path} needs no exception any more");

    private sealed record TextRule(string Name, string[] Folders, string Pattern, string Example)
    {
        private readonly Regex pattern = new(Pattern, RegexOptions.CultureInvariant);

        /// <summary>Files that may, each with the reason.</summary>
        public Dictionary<string, string> Allowed { get; } = [];

        public bool IsBrokenBy(string line) => pattern.IsMatch(line);

        public override string ToString() => Name;
    }
}

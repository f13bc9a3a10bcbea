using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Batumi.Workflows.Tests.Support;

namespace Batumi.Workflows.Tests.Architecture;

/// <summary>What we stand on: every package has a reason, a version that is locked, and a licence under which a municipality may pass the work on.</summary>
public sealed partial class PackageTests
{
    private static readonly string[] free =
        ["MIT", "MIT-0", "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "PostgreSQL", "MS-PL", "OFL-1.1", "Unlicense", "CC0-1.0", "MPL-2.0", "BlueOak-1.0.0", "Python-2.0", "CC-BY-4.0"];

    // Where a package's namespace is not its name.
    private static readonly Dictionary<string, string> namespaces = new() { ["Microsoft.Extensions.TimeProvider.Testing"] = "Microsoft.Extensions.Time.Testing" };

    // Packages that name a file or an address instead of a licence: read by us.
    private static readonly Dictionary<string, string> read = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Microsoft.Data.SqlClient.SNI.runtime"] = "Microsoft terms: part of SqlClient on Windows, object code may be used and passed on with an application",
        ["Microsoft.Identity.Client.NativeInterop"] = "Microsoft terms: part of SqlClient, Windows sign-in that we do not use",
        ["xunit.abstractions"] = "Apache-2.0 at the address it names; tests only",
    };

    [Fact]
    public void A_package_that_we_ask_for_has_its_reason_and_licence_beside_it() =>
        Broken.None(File.ReadLines(Path.Combine(Repository.Root, "Directory.Packages.props"))
            .Where(line => line.Contains("<PackageVersion ", StringComparison.Ordinal) && !Reason().IsMatch(line)).Select(line => line.Trim()));

    [Fact]
    public void Every_package_of_the_tests_is_used_by_one()
    {
        var code = string.Concat(Sources.CSharp("tests/Batumi.Workflows.Tests").Where(file => !file.Path.EndsWith("/PackageTests.cs", StringComparison.Ordinal)).Select(file => file.Text));
        Broken.None(Asked().Matches(File.ReadAllText(Path.Combine(Repository.Root, "tests/Batumi.Workflows.Tests/Batumi.Workflows.Tests.csproj"))).Select(match => match.Groups[1].Value)
            .Where(package => package is not ("Microsoft.NET.Test.Sdk" or "xunit" or "xunit.runner.visualstudio") && !code.Contains(namespaces.GetValueOrDefault(package, package), StringComparison.Ordinal)));
    }

    [Fact]
    public void Lock_files_name_no_address()
    {
        var locks = Sources.Files("", "packages.lock.json", "package-lock.json").ToList();

        Assert.True(locks.Count >= 6, "Every project has a lock file.");
        Broken.None(locks.SelectMany(file => file.Lines.Select((line, i) => (file.Path, Line: line, Number: i + 1)))
            .Where(found => Address().IsMatch(found.Line) && !found.Line.TrimStart().StartsWith("\"url\":", StringComparison.Ordinal))      // "url" says whom to thank
            .Select(found => $"{found.Path}:{found.Number}: {found.Line.Trim()}"));
    }

    [Fact]
    public void Every_package_that_is_restored_is_free_to_pass_on()
    {
        var packages = Sources.Files("", "packages.lock.json").SelectMany(file => LockedPackages(file.Text)).Distinct().ToList();

        Assert.True(packages.Count > 100);
        Broken.None(packages.Select(package => (package, Licence: LicenceOf(package.Id, package.Version)))
            .Where(found => !read.ContainsKey(found.package.Id) && !IsFree(found.Licence))
            .Select(found => $"{found.package.Id} {found.package.Version}: {found.Licence ?? "not in the package folder"}"));
    }

    /// <summary><c>./dev dependencies</c> writes the list instead of comparing it.</summary>
    [Fact]
    public void The_list_of_dependencies_is_up_to_date()
    {
        var file = Path.Combine(Repository.Root, "docs/dependencies.md");
        if (Environment.GetEnvironmentVariable("BATUMI_WRITE_DEPENDENCIES") is { Length: > 0 }) File.WriteAllText(file, Dependencies());

        Assert.True(File.Exists(file) && File.ReadAllText(file) == Dependencies(), "./dev dependencies writes docs/dependencies.md anew");
    }

    [Fact]
    public void Every_package_of_the_front_end_is_free_to_pass_on()
    {
        var packages = Sources.Files("src", "package-lock.json").SelectMany(file => JsonNode.Parse(file.Text)!["packages"]!.AsObject()).Where(package => package.Key != "");

        Broken.None(packages.Select(package => (package.Key, Licence: package.Value?["license"]?.GetValue<string>()))
            .Where(package => !IsFree(package.Licence)).Select(package => $"{package.Key}: {package.Licence ?? "no licence named"}"));
    }

    [Theory]
    [InlineData("MIT", true)]
    [InlineData("(MIT OR GPL-3.0-only)", true)]
    [InlineData("MIT AND Apache-2.0", true)]
    [InlineData("AGPL-3.0-only", false)]
    [InlineData("MIT AND AGPL-3.0-only", false)]
    [InlineData(null, false)]
    public void A_licence_is_free_when_it_leaves_us_a_free_choice(string? licence, bool isFree) => Assert.Equal(isFree, IsFree(licence));

    private static string Dependencies()
    {
        var ofSite = Sources.Files("src", "packages.lock.json").SelectMany(file => LockedPackages(file.Text)).ToHashSet();
        var nuget = Sources.Files("", "packages.lock.json").SelectMany(file => LockedPackages(file.Text)).Distinct()
            .Select(p => (p.Id, p.Version, Licence: read.GetValueOrDefault(p.Id) ?? LicenceOf(p.Id, p.Version), For: ofSite.Contains(p) ? "site" : "tests"));
        var npm = Sources.Files("src", "package-lock.json").SelectMany(file => JsonNode.Parse(file.Text)!["packages"]!.AsObject()).Where(package => package.Key != "")
            .Select(package => (Id: package.Key["node_modules/".Length..], Version: (string)package.Value!["version"]!, Licence: (string?)package.Value["license"], For: "styles and scripts"));
        var lines = nuget.Concat(npm).OrderBy(p => p.For, StringComparer.Ordinal).ThenBy(p => p.Id, StringComparer.OrdinalIgnoreCase).ThenBy(p => p.Version, StringComparer.Ordinal)
            .Select(p => $"| {p.Id} | {p.Version} | {p.Licence} | {p.For} |\n");
        return "# Dependencies\n\nEvery package that is restored, as locked, with the licence that it states. Written by `./dev dependencies`; why each is here stands in\n"
            + "`Directory.Packages.props`. The two parts of SqlClient under Microsoft's terms serve Windows only; everything else is under an open licence.\n\n"
            + "| package | version | licence | for |\n|---|---|---|---|\n" + string.Concat(lines);
    }

    private static bool IsFree(string? licence) => licence is not null &&
        licence.Trim('(', ')').Split(" AND ").All(part => part.Split(" OR ").Any(choice => free.Contains(choice.Trim('(', ')', ' '), StringComparer.OrdinalIgnoreCase)));

    private static IEnumerable<(string Id, string Version)> LockedPackages(string json) =>
        from framework in JsonNode.Parse(json)!["dependencies"]!.AsObject()
        from package in framework.Value!.AsObject()
        where package.Value!["resolved"] is not null
        select (package.Key, package.Value!["resolved"]!.GetValue<string>());

    /// <summary>What the package says of itself, in the folder that it was restored to.</summary>
    private static string? LicenceOf(string id, string version)
    {
        var folder = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var file = Path.Combine(folder, id.ToLowerInvariant(), version.ToLowerInvariant(), id.ToLowerInvariant() + ".nuspec");
        if (!File.Exists(file)) return null;

        var description = XDocument.Load(file).Descendants().ToLookup(element => element.Name.LocalName);
        var licence = description["license"].FirstOrDefault();
        return licence?.Attribute("type")?.Value == "expression" ? licence.Value : $"file {licence?.Value} or address {description["licenseUrl"].FirstOrDefault()?.Value}";
    }

    [GeneratedRegex(@"<!--.*(MIT|Apache-2\.0|BSD|PostgreSQL licence|MPL-2\.0).*-->")]
    private static partial Regex Reason();

    [GeneratedRegex("<PackageReference Include=\"([^\"]+)\"")]
    private static partial Regex Asked();

    [GeneratedRegex(@"https?:")]
    private static partial Regex Address();
}

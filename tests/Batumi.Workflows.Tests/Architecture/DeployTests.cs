using System.Text.RegularExpressions;
using Batumi.Workflows.Tests.Support;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Batumi.Workflows.Tests.Architecture;

/// <summary>The image and the compose file, read as Docker would read them; no Docker runs here.</summary>
public sealed partial class DeployTests
{
    private static readonly string dockerfile = File.ReadAllText(Path.Combine(Repository.Root, "Dockerfile")).Replace("\\\n", " ", StringComparison.Ordinal);
    private static readonly string compose = File.ReadAllText(Path.Combine(Repository.Root, "docker-compose.yml"));
    private static readonly Dictionary<string, Dictionary<string, object>> services =
        new Deserializer().Deserialize<Compose>(new MergingParser(new Parser(new StringReader(compose)))).Services;

    [Fact]
    public void The_image_is_built_in_stages_and_runs_without_rights_under_a_health_check()
    {
        var last = Instructions().Skip(Instructions().FindLastIndex(i => i.Name == "FROM")).ToList();

        Assert.True(Instructions().Count(i => i.Name == "FROM") > 1);
        Assert.DoesNotContain("sdk", last[0].Value, StringComparison.Ordinal);
        Assert.DoesNotMatch("^(root|0)\\b", last.Last(i => i.Name == "USER").Value);
        Assert.Contains("/health/ready", Assert.Single(last, i => i.Name == "HEALTHCHECK").Value, StringComparison.Ordinal);
        Assert.All(Regex.Matches(dockerfile, "COPY --from=(\\w+)").Select(m => m.Groups[1].Value), stage => Assert.Contains($" AS {stage}", dockerfile, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_image_has_the_tag_that_it_was_written_for() => Broken.None(
        Instructions().Where(i => i.Name == "FROM").Select(i => i.Value.Split(' ')[0])
            .Concat(services.Values.Select(s => (string)s["image"]).Where(image => !image.EndsWith(":local", StringComparison.Ordinal)))
            .Where(image => !Pinned().IsMatch(image)));

    [Fact]
    public void No_password_is_written_down_and_none_is_taken_for_granted()
    {
        Assert.Equal(["mail", "postgres", "site", "site-postgres", "sqlserver"], services.Keys.Order());
        var passwords = Password().Matches(compose + dockerfile).Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(4, passwords.Count);
        Assert.All(passwords, value => Assert.StartsWith("${CITY_DB_PASSWORD:?", value, StringComparison.Ordinal));
    }

    [Fact]
    public void Databases_are_asked_whether_they_are_well_before_the_site_starts() => Assert.All(
        services.Where(s => s.Key.StartsWith("site", StringComparison.Ordinal)), site =>
        {
            var (database, how) = Assert.Single((Dictionary<object, object>)site.Value["depends_on"]);
            Assert.Equal("service_healthy", ((Dictionary<object, object>)how)["condition"]);
            Assert.True(services[(string)database].ContainsKey("healthcheck"));
        });

    [Fact]
    public void The_settings_of_a_site_are_settings_that_the_readme_knows()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        var asked = services.Values.Where(s => s.ContainsKey("environment")).SelectMany(s => ((Dictionary<object, object>)s["environment"]).Keys.Cast<string>()).Where(key => key.Contains("__", StringComparison.Ordinal)).Distinct().ToList();

        Assert.Contains("Database__Provider", asked);
        Broken.None(asked.Where(key => !readme.Contains(key.Replace("__", ":", StringComparison.Ordinal), StringComparison.Ordinal) && !readme.Contains($"`{key.Split("__")[1]}`", StringComparison.Ordinal)
            && !readme.Contains($"`{key.Split("__")[1]}` (", StringComparison.Ordinal)));
    }

    private static List<(string Name, string Value)> Instructions() => [.. Instruction().Matches(dockerfile).Select(m => (m.Groups[1].Value, m.Groups[2].Value.Trim()))];

    [GeneratedRegex("^([A-Z]+) (.+)$", RegexOptions.Multiline)]
    private static partial Regex Instruction();

    [GeneratedRegex(@":v?\d+[.\-]\w[\w.\-]*$")]
    private static partial Regex Pinned();

    [GeneratedRegex("(?i:password)\\w*\\s*[=:]\\s*([^;\\s]*)")]
    private static partial Regex Password();

    private sealed class Compose
    {
        [YamlMember(Alias = "services")] public Dictionary<string, Dictionary<string, object>> Services { get; set; } = [];
        [YamlMember(Alias = "volumes")] public object? Volumes { get; set; }
        [YamlMember(Alias = "x-site")] public object? Site { get; set; }
        [YamlMember(Alias = "x-settings")] public object? Settings { get; set; }
    }
}

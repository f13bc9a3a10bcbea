using System.Diagnostics;
using Batumi.Workflows.Application.Keys;
using Batumi.Workflows.Tests.Support;

namespace Batumi.Workflows.Tests.Hosting;

public sealed class StartUpTests
{
    [Theory]
    [InlineData("data/keys", "Sqlite", "Set Keys:Folder to a folder outside")]
    [InlineData("data", "Sqlite", "Set Keys:Folder to a folder outside")]
    [InlineData("keys", "Sqlite", "No master key found")]
    [InlineData("keys", "Oracle", "Choose Sqlite, Postgres or SqlServer")]
    [InlineData("keys", "Postgres", "ConnectionStrings:City is missing")]
    public async Task A_setting_with_which_the_site_must_not_start_is_said_in_one_sentence(string keys, string provider, string sentence)
    {
        var folder = Directory.CreateTempSubdirectory("start-up-").FullName;

        await AssertRefusedAsync(sentence, new()
        {
            ["Data:Folder"] = Path.Combine(folder, "data"), ["Keys:Folder"] = Path.Combine(folder, keys), ["Database:Provider"] = provider,
        });
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_demo_never_becomes_a_city_with_accounts_whose_password_everybody_knows()
    {
        var folder = Directory.CreateTempSubdirectory("start-up-").FullName;
        var settings = new Dictionary<string, string> { ["Data:Folder"] = Path.Combine(folder, "data"), ["Keys:Folder"] = Path.Combine(folder, "keys") };
        await using (var demo = new Site(demo: true, settings)) demo.CreateClient().Dispose();

        await AssertRefusedAsync("made in demo mode", settings);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("data", "data-keys")]
    [InlineData("data", ".")]
    public void Keys_beside_or_above_the_data_folder_are_well(string data, string keys)
    {
        var folder = Directory.CreateTempSubdirectory("start-up-").FullName;

        Assert.Equal(1, MasterKeys.Open(new(Path.Combine(folder, keys), CreateIfMissing: true), Path.Combine(folder, data)).CurrentVersion);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Every_answer_keeps_the_browser_to_the_sites_own_files()
    {
        await using var site = await SmallSite.StartAsync();

        foreach (var path in new[] { "/follow/1/2", "/fails", "/nothing-here", "/health/live" })
        {
            var headers = (await site.Client.GetAsync(path)).Headers;
            Assert.Contains("default-src 'self'", Assert.Single(headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.Equal("same-origin", Assert.Single(headers.GetValues("Referrer-Policy")));
            Assert.Equal("nosniff", Assert.Single(headers.GetValues("X-Content-Type-Options")));
        }
    }

    [Theory]
    [InlineData(false, "max-age=2592000")]
    [InlineData(true, null)]
    public async Task A_browser_that_came_by_https_is_told_to_stay_with_it_unless_it_is_a_demo(bool demo, string? said)
    {
        await using var site = new Site(demo, new Dictionary<string, string> { ["environment"] = "Production" });

        var answer = await site.Visitor().Client.GetAsync("/");

        Assert.Equal(said, answer.Headers.TryGetValues("Strict-Transport-Security", out var values) ? values.Single() : null);
    }

    [Fact]
    public async Task The_first_administrator_is_made_at_the_console_and_the_second_is_not()
    {
        var folder = Directory.CreateTempSubdirectory("start-up-").FullName;
        var settings = new Dictionary<string, string> { ["Data:Folder"] = Path.Combine(folder, "data"), ["Keys:Folder"] = Path.Combine(folder, "keys"), ["Keys:Create"] = "true" };

        var (exitCode, output, _) = await RunAsync(settings, "admin", "first", "eka@city.test", "Eka Khalvashi");
        Assert.Equal(0, exitCode);
        Assert.Matches("eka@city.test with the one-time password [a-z2-9]{16}", output);

        var (second, _, error) = await RunAsync(settings, "admin", "first", "other@city.test", "Other Person");
        Assert.Equal(1, second);
        Assert.Contains("There is an administrator already", error, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_city_is_backed_up_and_restored_at_the_console()
    {
        var folder = Directory.CreateTempSubdirectory("start-up-").FullName;
        Dictionary<string, string> In(string city) =>
            new() { ["Data:Folder"] = Path.Combine(folder, city, "data"), ["Keys:Folder"] = Path.Combine(folder, city, "keys"), ["Keys:Create"] = city == "first" ? "true" : "false" };
        var (copy, keys) = (Path.Combine(folder, "copy"), Path.Combine(folder, "apart"));

        Assert.Contains("There is no database yet", (await RunAsync(In("first"), "backup", copy, keys)).Error, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(In("first"), "admin", "first", "eka@city.test", "Eka Khalvashi")).ExitCode);
        Assert.Equal(0, (await RunAsync(In("first"), "backup", copy, keys)).ExitCode);
        Assert.Equal(0, (await RunAsync(In("second"), "restore", copy, keys)).ExitCode);

        Assert.Contains("There is an administrator already", (await RunAsync(In("second"), "admin", "first", "other@city.test", "Other Person")).Error, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task AssertRefusedAsync(string sentence, Dictionary<string, string> settings)
    {
        var (exitCode, _, error) = await RunAsync(settings);

        Assert.Equal(1, exitCode);
        Assert.Contains(sentence, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    internal static async Task<(int ExitCode, string Output, string Error)> RunAsync(Dictionary<string, string> settings, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, .. arguments]) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var (key, value) in settings) start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        using var site = Process.Start(start)!;

        var output = site.StandardOutput.ReadToEndAsync();
        var error = await site.StandardError.ReadToEndAsync();
        await site.WaitForExitAsync();
        return (site.ExitCode, await output, error);
    }
}

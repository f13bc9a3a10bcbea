using System.Diagnostics;
using Batumi.Workflows.Application;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Notifications;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Application.Statistics;
using Batumi.Workflows.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Batumi.Workflows.Tests.Modules.Running;

/// <summary>A process that works cases and sends letters is killed at random moments; afterwards everything must add up.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Clients = 4;

    [Fact]
    public async Task Killed_at_any_moment_no_step_no_letter_and_no_figure_is_lost_or_doubled()
    {
        var kills = Full.Count(20, 200, "kills at random moments under load", output);
        var random = new Random(20261123);
        var folder = Directory.CreateTempSubdirectory("kill-").FullName;
        for (var kill = 1; kill <= kills; kill++)
        {
            using (var load = await StartAsync(folder))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(1, 500)));
                load.Kill();
                await load.WaitForExitAsync();
                Assert.Equal("", await load.StandardError.ReadToEndAsync());
            }

            await AssertWholeAsync(folder, $"after kill {kill}");
        }

        Assert.True(Lines(folder, "answered.log").Count > kills * Clients, "the load did not get far enough for the kills to mean something");
        Directory.Delete(folder, recursive: true);
    }

    private async Task AssertWholeAsync(string folder, string when)
    {
        await using var services = Open(folder);
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CityDb>();
        var report = await scope.ServiceProvider.GetRequiredService<Replay>().RunAsync(default);
        Assert.True(report.Differences.Count == 0, $"{when}: {string.Join("; ", report.Differences)}");
        var recount = await scope.ServiceProvider.GetRequiredService<Recount>().DifferencesAsync(default);
        Assert.True(recount.Count == 0, $"{when}: {string.Join("; ", recount)}");

        // Every step that was answered is in the journal; a step's intent was carried out once.
        var steps = (await db.Set<JournalEntry>().Where(e => e.ActorKind != Application.Primitives.ActorKind.System).Select(e => new { e.RunId, e.Sequence }).ToListAsync())
            .Select(e => $"{e.RunId:N} {e.Sequence}").ToHashSet();
        var answered = Lines(folder, "answered.log");
        Assert.All(answered, line => Assert.Contains(line, steps));
        Assert.Equal(steps.Count, await db.Set<CarriedOut>().CountAsync());

        // Every letter marked as sent was accepted; one accepted and not marked may go out again, under the same key.
        var accepted = Lines(folder, "accepted.log").ToHashSet();
        var letters = await db.Set<Letter>().Select(l => new { l.Id, l.Status }).ToListAsync();
        Assert.All(letters.Where(l => l.Status == LetterStatus.Sent), l => Assert.Contains(l.Id, accepted));
        Assert.All(accepted, key => Assert.Contains(letters, l => l.Id == key));
        output.WriteLine($"{when}: {report.Runs} cases, {steps.Count} steps, {answered.Count} answered, {letters.Count} letters, {accepted.Count} accepted");
    }

    private static List<string> Lines(string folder, string log)
    {
        var file = Path.Combine(folder, log);
        if (!File.Exists(file)) return [];
        var text = File.ReadAllText(file);
        return [.. text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    private static ServiceProvider Open(string folder)
    {
        var data = Path.Combine(folder, "data");
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddCity(new(DatabaseSettings.InFolder(data), data, new(Path.Combine(folder, "keys"), CreateIfMissing: false), Repository.Workflows, new("http://city.test"),
            new("", 25, "None", null, null, "no-reply@city.test", "City"), IsDemo: false));
        return services.BuildServiceProvider();
    }

    private static async Task<Process> StartAsync(string folder)
    {
        var configuration = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)))!;
        var program = Path.Combine(Repository.Root, "tests", "Batumi.Workflows.Benchmarks", "bin", configuration, "net10.0", "Batumi.Workflows.Benchmarks.dll");
        var start = new ProcessStartInfo("dotnet", [program, "load", folder, Repository.Workflows, $"{Clients}"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        var process = Process.Start(start)!;
        if (await process.StandardOutput.ReadLineAsync() == "ready") return process;
        throw new InvalidOperationException(await process.StandardError.ReadToEndAsync());
    }
}

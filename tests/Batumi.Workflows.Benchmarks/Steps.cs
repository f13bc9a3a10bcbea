using System.Diagnostics;
using Batumi.Workflows.Application.Data;

namespace Batumi.Workflows.Benchmarks;

/// <summary>
/// Human steps a second through the host, beside bare EF Core and raw ADO.NET that read and write the same rows with the same sizes, in turns within one run, so that
/// a busy machine slows all three alike. What counts is the ratio.
/// </summary>
internal static class Steps
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(2);
    private const int Windows = 3;

    public static async Task RunAsync()
    {
        await ReportAsync("SQLite", null);
        if (Environment.GetEnvironmentVariable("BATUMI_TEST_POSTGRES") is { Length: > 0 } postgres) await ReportAsync("PostgreSQL", new(DatabaseProvider.Postgres, postgres));
        else Console.WriteLine("PostgreSQL: not measured, BATUMI_TEST_POSTGRES is not set (./dev bench starts a server of its own where it can)");
    }

    private static async Task ReportAsync(string name, DatabaseSettings? database)
    {
        foreach (var clients in new[] { 1, 4 })
        {
            await using var bench = await StepBench.OpenAsync(database, clients);
            var ways = new (string Name, Func<int, Task> Step)[] { ("host", bench.HostAsync), ("bare EF Core", bench.BareEfAsync), ("raw ADO.NET", bench.RawAsync) };
            foreach (var way in ways) await MeasureAsync(way.Step, clients);
            var results = ways.ToDictionary(w => w.Name, _ => new List<Measure>());
            for (var window = 0; window < Windows; window++)
            {
                foreach (var way in ways) results[way.Name].Add(await MeasureAsync(way.Step, clients));
            }

            var bare = Median(results["bare EF Core"].Select(m => m.Rate));
            Console.WriteLine($"{name}, {clients} client(s), median of {Windows} windows of {Window.TotalSeconds:0} s");
            foreach (var (way, measures) in results)
            {
                var rate = Median(measures.Select(m => m.Rate));
                Console.WriteLine($"  {way,-14} {rate,8:N0} steps/s  {rate / bare,6:P0} of bare EF   p50 {Median(measures.Select(m => m.P50)),6:0.0} ms   p95 {Median(measures.Select(m => m.P95)),6:0.0} ms");
            }
        }
    }

    private static async Task<Measure> MeasureAsync(Func<int, Task> step, int clients)
    {
        var clock = Stopwatch.StartNew();
        var times = await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(async () =>
        {
            var mine = new List<double>();
            while (clock.Elapsed < Window)
            {
                var one = Stopwatch.GetTimestamp();
                await step(client);
                mine.Add(Stopwatch.GetElapsedTime(one).TotalMilliseconds);
            }

            return mine;
        })));
        var all = times.SelectMany(t => t).Order().ToList();
        return new(all.Count / clock.Elapsed.TotalSeconds, all[all.Count / 2], all[(int)(all.Count * 0.95)]);
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Windows / 2);

    private sealed record Measure(double Rate, double P50, double P95);
}

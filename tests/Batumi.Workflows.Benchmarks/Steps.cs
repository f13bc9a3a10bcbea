using Batumi.Workflows.Application.Data;

namespace Batumi.Workflows.Benchmarks;

/// <summary>
/// Human steps a second through the host, beside bare EF Core and raw ADO.NET that read and write the same rows with the same sizes, in turns within one run, so that
/// a busy machine slows all three alike. What counts is the ratio.
/// </summary>
internal static class Steps
{
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
            var results = await Measure.InTurnsAsync(ways, clients);

            var bare = Measure.Median(results["bare EF Core"].Select(m => m.Rate));
            Console.WriteLine($"{name}, {clients} client(s), median of {Measure.Windows} windows of {Measure.Window.TotalSeconds:0} s");
            foreach (var (way, measures) in results)
            {
                var rate = Measure.Median(measures.Select(m => m.Rate));
                Console.WriteLine($"  {way,-14} {rate,8:N0} steps/s  {rate / bare,6:P0} of bare EF   p50 {Measure.Median(measures.Select(m => m.P50)),6:0.0} ms   p95 {Measure.Median(measures.Select(m => m.P95)),6:0.0} ms");
            }
        }
    }
}

using Batumi.Workflows.Application.Data;

namespace Batumi.Workflows.Benchmarks;

/// <summary>Two-task cases a second from start to end through the host, at 1, 4 and 16 clients, beside bare EF Core and raw ADO.NET in turns within one run.</summary>
internal static class Cases
{
    public static async Task RunAsync()
    {
        await ReportAsync("SQLite", null);
        if (Environment.GetEnvironmentVariable("BATUMI_TEST_POSTGRES") is { Length: > 0 } postgres) await ReportAsync("PostgreSQL", new(DatabaseProvider.Postgres, postgres));
        else Console.WriteLine("PostgreSQL: not measured, BATUMI_TEST_POSTGRES is not set (./dev bench starts a server of its own where it can)");
    }

    private static async Task ReportAsync(string name, DatabaseSettings? database)
    {
        foreach (var clients in new[] { 1, 4, 16 })
        {
            await using var bench = await CaseBench.OpenAsync(database);
            var ways = new (string Name, Func<int, Task> Step)[] { ("host", bench.HostAsync), ("bare EF Core", bench.BareEfAsync), ("raw ADO.NET", bench.RawAsync) };
            var results = await Measure.InTurnsAsync(ways, clients);

            var bare = Measure.Median(results["bare EF Core"].Select(m => m.Rate));
            Console.WriteLine($"{name}, whole cases of two tasks, {clients} client(s), median of {Measure.Windows} windows of {Measure.Window.TotalSeconds:0} s");
            foreach (var (way, measures) in results)
            {
                var rate = Measure.Median(measures.Select(m => m.Rate));
                Console.WriteLine($"  {way,-14} {rate,8:N0} cases/s  {rate / bare,6:P0} of bare EF   p50 {Measure.Median(measures.Select(m => m.P50)),6:0.0} ms   p95 {Measure.Median(measures.Select(m => m.P95)),6:0.0} ms");
            }
        }
    }
}

using Batumi.Workflows.Application.Data;

namespace Batumi.Workflows.Benchmarks;

/// <summary>Pages of the site a second, each beside a bare Razor page with the same queries, in turns within one run.</summary>
internal static class PageRates
{
    public static async Task RunAsync()
    {
        await ReportAsync("SQLite", null);
        if (Environment.GetEnvironmentVariable("BATUMI_TEST_POSTGRES") is { Length: > 0 } postgres) await ReportAsync("PostgreSQL", new(DatabaseProvider.Postgres, postgres));
        else Console.WriteLine("PostgreSQL: not measured, BATUMI_TEST_POSTGRES is not set (./dev bench starts a server of its own where it can)");
    }

    private static async Task ReportAsync(string database, DatabaseSettings? settings)
    {
        await using var bench = new PageBench(settings);
        await bench.OpenAsync();
        foreach (var page in bench.Pages)
        {
            var results = await Measure.InTurnsAsync([("site", _ => bench.SiteAsync(page)), ("bare Razor page", _ => bench.BareAsync(page))], clients: 1);
            var bare = Measure.Median(results["bare Razor page"].Select(m => m.Rate));
            Console.WriteLine($"{database}, page '{page}' ({bench.Queries(page)} queries), median of {Measure.Windows} windows of {Measure.Window.TotalSeconds:0} s");
            foreach (var (way, measures) in results)
            {
                var rate = Measure.Median(measures.Select(m => m.Rate));
                Console.WriteLine($"  {way,-16} {rate,8:N0} pages/s  {rate / bare,6:P0} of bare   p50 {Measure.Median(measures.Select(m => m.P50)),6:0.0} ms   p95 {Measure.Median(measures.Select(m => m.P95)),6:0.0} ms");
            }
        }
    }
}

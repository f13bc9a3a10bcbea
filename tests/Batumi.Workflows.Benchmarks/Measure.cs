using System.Diagnostics;

namespace Batumi.Workflows.Benchmarks;

/// <summary>How often something was done in a second of a window, and how long it took in milliseconds.</summary>
internal sealed record Measure(double Rate, double P50, double P95)
{
    public const int Windows = 3;

    public static readonly TimeSpan Window = TimeSpan.FromSeconds(2);

    /// <summary>Each way once to get warm, then window by window in turns, so that a busy machine slows all alike.</summary>
    public static async Task<IReadOnlyDictionary<string, List<Measure>>> InTurnsAsync(IReadOnlyList<(string Name, Func<int, Task> Step)> ways, int clients)
    {
        foreach (var way in ways) await OfAsync(way.Step, clients);
        var results = ways.ToDictionary(w => w.Name, _ => new List<Measure>());
        for (var window = 0; window < Windows; window++)
        {
            foreach (var way in ways) results[way.Name].Add(await OfAsync(way.Step, clients));
        }

        return results;
    }

    public static double Median(IEnumerable<double> values) => values.Order().ElementAt(Windows / 2);

    private static async Task<Measure> OfAsync(Func<int, Task> step, int clients)
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
}

using System.Globalization;
using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Statistics;
using Batumi.Workflows.Web.Api;
using Batumi.Workflows.Web.Components;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Public.Statistics;

/// <summary>What became of a service's requests: a sentence, figures with their definitions, a chart, tables, a file.</summary>
public sealed class ServiceModel(ServiceCatalog catalog, ServiceStatistics statistics, Texts texts, TimeProvider time) : PageModel
{
    [FromQuery(Name = "from")] public string? From { get; init; }
    [FromQuery(Name = "to")] public string? To { get; init; }

    public ServicePage Service { get; private set; } = null!;
    public ServiceFigures Figures { get; private set; } = null!;

    public bool IsNothing => Figures is { Resolved: 0, Received: 0 };
    public string FirstMonth => Month(Figures.From);
    public string LastMonth => Month(Figures.To);

    /// <summary>The last three years, newest first; and the months shown, should they be older.</summary>
    public IEnumerable<(string Month, string Name)> MonthsToChoose
    {
        get
        {
            var now = TbilisiTime.ToLocal(time.GetUtcNow().UtcDateTime);
            var current = new DateOnly(now.Year, now.Month, 1);
            return Enumerable.Range(0, StatisticsPeriod.MostMonths).Select(back => current.AddMonths(-back)).Concat([First(Figures.From), First(Figures.To)]).Distinct().OrderDescending()
                .Select(month => (Month(month), texts.Month(month)));
        }
    }

    /// <summary>The figures by name, in the order people ask for them.</summary>
    public IReadOnlyList<Tile> Tiles
    {
        get
        {
            var f = Figures;
            return
            [
                new("received", "Statistics.Received", texts.Number(f.Received)), new("positive", "Statistics.Positive", With(f.Positive, f.Resolved)),
                new("negative", "Statistics.Negative", With(f.Negative, f.Resolved)), new("other", "Statistics.Other", With(f.Other, f.Resolved)),
                new("pending", "Statistics.Pending", texts.Number(f.Pending)), new("overdue", "Statistics.Overdue", texts.Number(f.OverduePending)),
                new("median", "Statistics.Median", Hours(f.MedianHours), f.MedianHours is null), new("p90", "Statistics.P90", Hours(f.P90Hours), f.P90Hours is null),
                new("on-time", "Statistics.OnTime", With(f.OnTime, f.OnTimeBase)), new("reopened", "Statistics.Reopened", texts.Number(f.Reopened)),
            ];
        }
    }

    public async Task<IActionResult> OnGetAsync(string service, CancellationToken ct)
    {
        if (await catalog.GetAsync(service, ct) is not { } page) return NotFound();

        Service = page;
        var period = StatisticsPeriod.Read(From, To, time);
        Figures = await statistics.ForAsync(service, period.From, period.To, ct);
        return Page();
    }

    public string CategoryName(string key) => Service.Form?.Field("category")?.Options.FirstOrDefault(o => o.Value == key)?.Label is { } label ? texts[label] : key;

    public string UrgencyName(string key) => Service.Entry.Term.Values.TryGetValue(key, out var term) ? texts["Statistics.Urgency.Term", key, TermWords.Of(term, texts)] : key;

    // A share only where there are enough to say one.
    private string With(int count, int of) =>
        of < ServiceStatistics.FewestForShares ? texts.Number(count) : texts["Statistics.Share", count, (int)Math.Round(100d * count / of)];

    private string Hours(double? hours) => hours is { } h ? TermWords.Hours(h, texts) : texts["Statistics.TooFew", ServiceStatistics.FewestForShares];

    private static DateOnly First(DateOnly day) => new(day.Year, day.Month, 1);

    private static string Month(DateOnly day) => day.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}

/// <param name="Text">Key of its name; its definition is the key with <c>.Means</c>.</param>
/// <param name="IsTooFew">The value says that there are too few to say.</param>
public sealed record Tile(string Name, string Text, string Value, bool IsTooFew = false);

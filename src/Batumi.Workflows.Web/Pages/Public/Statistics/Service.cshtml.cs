using System.Globalization;
using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Statistics;
using Batumi.Workflows.Web.Api;
using Batumi.Workflows.Web.Components;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Public.Statistics;

/// <summary>What became of a service's requests: a sentence, figures, a chart, a table, a file.</summary>
public sealed class ServiceModel(ServiceCatalog catalog, ServiceStatistics statistics, Texts texts, TimeProvider time) : PageModel
{
    [FromQuery(Name = "from")] public string? From { get; init; }
    [FromQuery(Name = "to")] public string? To { get; init; }

    public ServiceEntry Service { get; private set; } = null!;
    public ServiceFigures Figures { get; private set; } = null!;
    public string Chart { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(string service, CancellationToken ct)
    {
        if (await catalog.GetAsync(service, ct) is not { } page) return NotFound();
        Service = page.Entry;
        var period = StatisticsPeriod.Read(From, To, time);
        Figures = await statistics.ForAsync(service, period.From, period.To, ct);
        Chart = StatisticsChart.Svg(Figures.Months,
            new(texts["Statistics.Chart.Title"], texts["Statistics.Received"], texts["Statistics.Positive"], texts["Statistics.Negative"], texts["Statistics.Other"]), texts.Language);
        return Page();
    }

    /// <summary>Share of the resolved, in whole per cent; nothing when they are too few to say.</summary>
    public string? Share(int count, int of) => of < ServiceStatistics.FewestForShares ? null : $"{Math.Round(100d * count / of).ToString(CultureInfo.InvariantCulture)} %";

    public string Hours(double? hours) => hours switch
    {
        null => texts["Statistics.TooFew", ServiceStatistics.FewestForShares],
        < 48 => texts["Statistics.Hours", hours.Value.ToString("0.#", CultureInfo.InvariantCulture)],
        _ => texts["Statistics.Days", (hours.Value / 24).ToString("0.#", CultureInfo.InvariantCulture)],
    };
}

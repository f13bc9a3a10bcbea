using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Statistics;
using Batumi.Workflows.Web.Components;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Public.Services;

/// <summary>A service with its standard: what is promised, and how long it really took lately.</summary>
public sealed class ServiceModel(ServiceCatalog catalog, ServiceStatistics statistics, TimeProvider time, Texts texts) : PageModel
{
    private const int LatelyDays = 90;

    [FromRoute] public string Key { get; init; } = "";

    public ServicePage Service { get; private set; } = null!;
    public string Lately { get; private set; } = "";

    public IEnumerable<(string Key, LocalizedText Text)> Sections
    {
        get
        {
            var s = Service.Entry.Standard;
            (string, LocalizedText?)[] all =
                [("Service.What", s.What), ("Service.Who", s.Who), ("Service.Cost", s.Cost), ("Service.HowLong", s.HowLong), ("Service.Prepare", s.Prepare), ("Service.Next", s.Next)];
            return all.Where(section => section.Item2 is not null).Select(section => (section.Item1, section.Item2!));
        }
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await catalog.GetAsync(Key, ct) is not { } service) return NotFound();

        Service = service;
        var today = DateOnly.FromDateTime(TbilisiTime.ToLocal(time.GetUtcNow().UtcDateTime));
        var lately = await statistics.ForAsync(Key, today.AddDays(-LatelyDays), today, ct);
        Lately = lately is { MedianHours: { } median, P90Hours: { } ninety }
            ? texts["Service.Lately", TermWords.Hours(median, texts), TermWords.Hours(ninety, texts), lately.OnTime * 100 / Math.Max(1, lately.OnTimeBase)]
            : texts["Service.Lately.TooFew"];
        return Page();
    }
}

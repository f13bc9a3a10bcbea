using System.Text;
using Batumi.Workflows.Application.Catalog;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Citizen.Request;

/// <summary>The picture of the map with the point on it.</summary>
public sealed class MapModel(ServiceCatalog catalog, Texts texts) : PageModel
{
    [FromRoute(Name = "service")] public string ServiceKey { get; init; } = "";
    [FromQuery] public int Width { get; init; } = CityMap.Wide;
    [FromQuery] public double? Lat { get; init; }
    [FromQuery] public double? Lon { get; init; }
    [FromQuery(Name = "near")] public bool IsNear { get; init; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!CityMap.Widths.Contains(Width) || await catalog.GetAsync(ServiceKey, ct) is null || await catalog.DistrictsAsync(ct) is not { } city) return NotFound();

        var point = Lat is { } lat && Lon is { } lon && city.Covers(lat, lon) ? new GeoPoint(lat, lon) : null;
        var svg = new CityMap(city, IsNear ? point : null).Draw(Width, point, texts);
        Response.Headers.CacheControl = "private, max-age=3600";
        return File(Encoding.UTF8.GetBytes(svg), "image/svg+xml");
    }
}

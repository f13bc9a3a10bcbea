using System.Globalization;
using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Catalog;

namespace Batumi.Workflows.Web.Pages.Citizen.Request;

/// <summary>The map of a place question: what it shows, and what a press on it or on one of its buttons means.</summary>
/// <param name="Stored">The place as it is in the draft.</param>
public sealed record MapQuestion(DistrictsFile City, string Field, JsonObject? Stored, bool IsNear, string Picture)
{
    public GeoPoint? Point => (double?)Stored?["lat"] is { } lat && (double?)Stored?["lon"] is { } lon ? new(lat, lon) : null;

    public MapView View
    {
        get
        {
            var isNear = IsNear && Point is not null;
            var point = Point is { } p ? string.Create(CultureInfo.InvariantCulture, $"lat={p.Lat}&lon={p.Lon}&near={(isNear ? "true" : "false")}") : "near=false";
            return new($"{Picture}?{point}", Point, Point is { } at ? City.Nearest(at.Lat, at.Lon) : null, isNear, new CityMap(City, null).HeightOf);
        }
    }

    /// <summary>What was pressed; null when the form was sent by its own button.</summary>
    public MapPress? Press(PostedForm posted)
    {
        var from = Read(posted);
        if (posted.Value("map-do") is { } act) return Act(posted, act, from);
        foreach (var width in CityMap.Widths)
        {
            if (!int.TryParse(posted.Value($"map-{width}.x"), CultureInfo.InvariantCulture, out var x) || !int.TryParse(posted.Value($"map-{width}.y"), CultureInfo.InvariantCulture, out var y)) continue;
            var map = new CityMap(City, IsNear ? Point : null);
            return (x, y) == (0, 0) ? Act(posted, "centre", from) : Set(posted, map.Pressed(x, y, width));
        }

        return null;
    }

    private MapPress Act(PostedForm posted, string act, GeoPoint? from) => act switch
    {
        "whole" => Set(posted, from) with { IsNear = false },
        "near" => Set(posted, from),
        "remove" => new(With(posted, null), false, null),
        "centre" => City.Districts.FirstOrDefault(d => d.Key == posted.Value($"{Field}.district")) is { } district ? Set(posted, district.At) : new(posted.Values, IsNear, "Place.Map.NoDistrict"),
        _ => Set(posted, new CityMap(City, null).Moved(from ?? Middle(posted), act)),
    };

    private MapPress Set(PostedForm posted, GeoPoint? point) => point is null ? new(posted.Values, IsNear, "Place.Map.Outside") : new(With(posted, point), true, null);

    // Without a point the first press starts in the district that was chosen, or in the first one.
    private GeoPoint Middle(PostedForm posted) => (City.Districts.FirstOrDefault(d => d.Key == posted.Value($"{Field}.district")) ?? City.Districts[0]).At;

    private GeoPoint? Read(PostedForm posted) =>
        double.TryParse(posted.Value($"{Field}.lat"), CultureInfo.InvariantCulture, out var lat) && double.TryParse(posted.Value($"{Field}.lon"), CultureInfo.InvariantCulture, out var lon)
            && City.Covers(lat, lon) ? new(lat, lon) : null;

    private Dictionary<string, string[]> With(PostedForm posted, GeoPoint? point)
    {
        var values = posted.Values.ToDictionary(v => v.Key, v => v.Value);
        values[$"{Field}.lat"] = [point?.Lat.ToString(CultureInfo.InvariantCulture) ?? ""];
        values[$"{Field}.lon"] = [point?.Lon.ToString(CultureInfo.InvariantCulture) ?? ""];
        if (point is not null && string.IsNullOrEmpty(posted.Value($"{Field}.district"))) values[$"{Field}.district"] = [City.Nearest(point.Lat, point.Lon)?.Key ?? ""];
        return values;
    }
}

/// <param name="Posted">The form with the point set, moved or taken away.</param>
/// <param name="Problem">Key of the sentence when nothing could be done.</param>
public sealed record MapPress(IReadOnlyDictionary<string, string[]> Posted, bool IsNear, string? Problem);

using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Engine.Definitions;

namespace Batumi.Workflows.Application.Catalog;

public sealed record UnitsReading(UnitsFile? Units, IReadOnlyList<DefinitionError> Errors);

/// <summary>Units of the city and the companies that work for it.</summary>
public sealed record UnitsFile(IReadOnlyList<UnitEntry> Units)
{
    public static UnitsReading Read(string text, string file)
    {
        var r = JsonReader.Open(text, file);
        var units = r.Children("units").Select(u => new UnitEntry(u.Text("code"), u.Both("name"), u.Text("kind"), u.OptionalText("email"), u.Texts("roles"))).ToList();
        foreach (var twice in units.GroupBy(u => u.Code).Where(g => g.Count() > 1)) r.Fail("units", $"{twice.Key} twice", "each code once");
        foreach (var unit in units)
        {
            foreach (var role in unit.Roles.Except(Roles.All)) r.Fail("units", $"{unit.Code} with role {role}", string.Join(", ", Roles.All));
        }

        return new(r.IsSound ? new(units) : null, r.Errors);
    }
}

/// <param name="Roles">Roles that people of the unit may hold.</param>
public sealed record UnitEntry(string Code, LocalizedText Name, string Kind, string? Email, IReadOnlyList<string> Roles);

public sealed record DistrictsReading(DistrictsFile? Districts, IReadOnlyList<DefinitionError> Errors);

/// <summary>Districts with their centres, and what a schematic map of the city shows: coast, landmarks, the corners of the drawing.</summary>
public sealed record DistrictsFile(IReadOnlyList<District> Districts, IReadOnlyList<Landmark> Landmarks, IReadOnlyList<GeoPoint> Coast, GeoPoint SouthWest, GeoPoint NorthEast)
{
    /// <summary>The district whose centre is nearest, by distance on the ground.</summary>
    public District? Nearest(double lat, double lon) => Districts.MinBy(d => Math.Pow(d.At.Lat - lat, 2) + Math.Pow((d.At.Lon - lon) * Math.Cos(lat * Math.PI / 180), 2));

    /// <summary>The point lies within the drawing.</summary>
    public bool Covers(double lat, double lon) => lat >= SouthWest.Lat && lat <= NorthEast.Lat && lon >= SouthWest.Lon && lon <= NorthEast.Lon;

    public static DistrictsReading Read(string text, string file)
    {
        var r = JsonReader.Open(text, file);
        var map = r.Child("map");
        var districts = new DistrictsFile(
            [.. r.Children("districts").Select(d => new District(d.Text("key"), d.Both("name"), Point(d)))], [.. r.Children("landmarks").Select(l => new Landmark(l.Both("name"), Point(l)))],
            [.. r.Children("coast").Select(Point)], map?.Child("southWest") is { } sw ? Point(sw) : new(0, 0), map?.Child("northEast") is { } ne ? Point(ne) : new(0, 0));
        if (districts.Districts.Count == 0) r.Fail("districts", "none", "at least one district");
        if (districts.SouthWest.Lat >= districts.NorthEast.Lat || districts.SouthWest.Lon >= districts.NorthEast.Lon) r.Fail("map", "corners out of order", "southWest and northEast");
        return new(r.IsSound ? districts : null, r.Errors);
    }

    private static GeoPoint Point(JsonReader r)
    {
        if (r.Decimal("lat") is { } lat && r.Decimal("lon") is { } lon && Math.Abs(lat) <= 90 && Math.Abs(lon) <= 180) return new(lat, lon);
        r.Fail("lat", "no point", "lat and lon in degrees");
        return new(0, 0);
    }
}

public sealed record District(string Key, LocalizedText Name, GeoPoint At);

public sealed record Landmark(LocalizedText Name, GeoPoint At);

/// <summary>WGS 84, degrees.</summary>
public sealed record GeoPoint(double Lat, double Lon);

public sealed record ReasonsReading(ReasonsFile? Reasons, IReadOnlyList<DefinitionError> Errors);

/// <summary>Coded reasons of decisions.</summary>
public sealed record ReasonsFile(IReadOnlyList<Reason> Reasons)
{
    public static ReasonsReading Read(string text, string file)
    {
        var r = JsonReader.Open(text, file);
        var reasons = r.Children("reasons").Select(x => new Reason(x.Text("code"), x.Both("title"))).ToList();
        foreach (var twice in reasons.GroupBy(x => x.Code).Where(g => g.Count() > 1)) r.Fail("reasons", $"{twice.Key} twice", "each code once");
        return new(r.IsSound ? new(reasons) : null, r.Errors);
    }
}

public sealed record Reason(string Code, LocalizedText Title);

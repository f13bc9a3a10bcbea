using System.Globalization;
using System.Net;
using System.Text;
using Batumi.Workflows.Application.Catalog;

namespace Batumi.Workflows.Web.Forms;

/// <summary>
/// A schematic map of the city, drawn here as SVG and pressed through <c>&lt;input type="image"&gt;</c>: works without scripts, tiles or other sites. It
/// comes in two fixed widths, because the browser posts the place in pixels of the picture it shows.
/// </summary>
/// <param name="Centre">What a nearer view lies around; null: the whole city.</param>
public sealed record CityMap(DistrictsFile City, GeoPoint? Centre)
{
    public const int Narrow = 288, Wide = 480;
    public const double StepMetres = 100;

    private const double Nearer = 5, MetresPerDegree = 111_320;

    public static IReadOnlyList<int> Widths { get; } = [Narrow, Wide];

    /// <summary>Ways to set the point without a pointer, with the keys of their names.</summary>
    public static IReadOnlyList<(string Act, string Key)> Keys { get; } =
        [("north", "Place.Map.North"), ("west", "Place.Map.West"), ("centre", "Place.Map.Centre"), ("east", "Place.Map.East"), ("south", "Place.Map.South")];

    private double Flattening => Math.Cos((City.SouthWest.Lat + City.NorthEast.Lat) / 2 * Math.PI / 180);
    private double Zoom => Centre is null ? 1 : Nearer;
    private double LatSpan => (City.NorthEast.Lat - City.SouthWest.Lat) / Zoom;
    private double LonSpan => (City.NorthEast.Lon - City.SouthWest.Lon) / Zoom;
    private double West => Centre is { } c ? Math.Clamp(c.Lon - (LonSpan / 2), City.SouthWest.Lon, City.NorthEast.Lon - LonSpan) : City.SouthWest.Lon;
    private double North => Centre is { } c ? Math.Clamp(c.Lat + (LatSpan / 2), City.SouthWest.Lat + LatSpan, City.NorthEast.Lat) : City.NorthEast.Lat;

    public static string Written(GeoPoint point) => string.Create(CultureInfo.InvariantCulture, $"{point.Lat:0.0000}, {point.Lon:0.0000}");

    public int HeightOf(int width) => (int)Math.Round(width * (LatSpan / (LonSpan * Flattening)));

    /// <summary>The place that was pressed; null when it is off the picture or the very corner, which is what a keyboard posts.</summary>
    public GeoPoint? Pressed(int x, int y, int width)
    {
        var height = HeightOf(width);
        if (x < 0 || y < 0 || x > width || y > height || (x, y) == (0, 0)) return null;
        return new(Math.Round(North - (LatSpan * y / height), 5), Math.Round(West + (LonSpan * x / width), 5));
    }

    /// <summary>The point moved by one step; null when that leaves the map.</summary>
    public GeoPoint? Moved(GeoPoint from, string direction)
    {
        var (north, east) = direction switch { "north" => (1, 0), "south" => (-1, 0), "east" => (0, 1), "west" => (0, -1), _ => (0, 0) };
        var lat = Math.Round(from.Lat + (north * StepMetres / MetresPerDegree), 5);
        var lon = Math.Round(from.Lon + (east * StepMetres / (MetresPerDegree * Flattening)), 5);
        return City.Covers(lat, lon) ? new(lat, lon) : null;
    }

    public string Draw(int width, GeoPoint? point, Texts texts)
    {
        var height = HeightOf(width);
        var svg = new StringBuilder();
        Write(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" font-family=\"Noto Sans Georgian, Noto Sans, Sylfaen, sans-serif\" font-size=\"{(width == Narrow ? 10 : 12)}\">");
        Write(svg, $"<rect width=\"{width}\" height=\"{height}\" fill=\"#dcecf3\"/>");
        Land(svg, width, height);
        var names = new List<(double Left, double Top, double Right, double Bottom)>();
        foreach (var district in City.Districts) Mark(svg, district.At, texts[district.Name], (width, height), "#005a7d", names);
        foreach (var landmark in City.Landmarks.Where(_ => Centre is not null)) Mark(svg, landmark.At, texts[landmark.Name], (width, height), "#4a5a64", names);
        if (point is not null)
        {
            var (x, y) = At(point, width, height);
            Write(svg, $"<g transform=\"translate({x:0.#} {y:0.#})\"><circle r=\"12\" fill=\"#b3261e\" fill-opacity=\".2\"/><circle r=\"6\" fill=\"#b3261e\" stroke=\"#fff\" stroke-width=\"2\"/></g>");
        }

        return svg.Append("</svg>").ToString();
    }

    // The coast runs from south to north; land lies east of it.
    private void Land(StringBuilder svg, int width, int height)
    {
        if (City.Coast.Count < 2) return;
        var points = City.Coast.Select(c => At(c, width, height)).ToList();
        var line = string.Join(' ', points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.X:0.#},{p.Y:0.#}")));
        var east = (width * Nearer * 2) + width;
        Write(svg, $"<polygon points=\"{line} {east},{points[^1].Y:0.#} {east},{points[0].Y:0.#}\" fill=\"#f7f5ee\"/><polyline points=\"{line}\" fill=\"none\" stroke=\"#5b6b75\" stroke-width=\"2\"/>");
    }

    // A name that would lie on another one is left out; its dot stays.
    private void Mark(StringBuilder svg, GeoPoint at, string name, (int Width, int Height) picture, string colour, List<(double Left, double Top, double Right, double Bottom)> names)
    {
        var (x, y) = At(at, picture.Width, picture.Height);
        if (x < 0 || y < 0 || x > picture.Width || y > picture.Height) return;
        Write(svg, $"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"3\" fill=\"{colour}\"/>");

        var length = name.Length * (picture.Width == Narrow ? 6.5 : 7.8);
        var isLeft = x + length > picture.Width;
        var box = (Left: isLeft ? x - 6 - length : x + 6, Top: y - 7, Right: isLeft ? x - 6 : x + 6 + length, Bottom: y + 7);
        if (box.Left < 0 || names.Any(n => n.Left < box.Right && box.Left < n.Right && n.Top < box.Bottom && box.Top < n.Bottom)) return;
        names.Add(box);
        Write(svg, $"<text x=\"{(isLeft ? x - 6 : x + 6):0.#}\" y=\"{y + 4:0.#}\" text-anchor=\"{(isLeft ? "end" : "start")}\" fill=\"#12212b\">{WebUtility.HtmlEncode(name)}</text>");
    }

    private (double X, double Y) At(GeoPoint point, int width, int height) => ((point.Lon - West) / LonSpan * width, (North - point.Lat) / LatSpan * height);

    private static void Write(StringBuilder svg, FormattableString part) => svg.Append(part.ToString(CultureInfo.InvariantCulture));
}

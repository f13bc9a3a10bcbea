using System.Globalization;
using System.Net;
using System.Text;
using Batumi.Workflows.Application.Statistics;
using Microsoft.AspNetCore.Html;

namespace Batumi.Workflows.Web.Components.Charts;

/// <summary>
/// Months as stacked bars by result with a line for what came in, as SVG. Each series has a pattern and its name beside its last value, so that a grey
/// print and eyes that see few colours can read it. The table on the page holds the same figures.
/// </summary>
public static class MonthChart
{
    private const int Width = 960, Height = 340, Left = 48, Right = 300, Top = 16, Bottom = 56;

    public static IHtmlContent Draw(IReadOnlyList<MonthFigures> months, Texts texts)
    {
        var most = NiceTop(months.Max(m => Math.Max(m.Received, m.Positive + m.Negative + m.Other)));
        var svg = new StringBuilder();
        Write(svg, $"""<svg class="app-chart" viewBox="0 0 {Width} {Height}" role="img" aria-labelledby="months-chart" xmlns="http://www.w3.org/2000/svg"><title id="months-chart">{WebUtility.HtmlEncode(texts["Statistics.Chart.Title"])}</title>""");
        svg.Append("""
            <defs>
            <pattern id="stripes" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="7" height="7" fill="#fff"/><rect width="3.500" height="7" fill="#c2571a"/></pattern>
            <pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#fff"/><circle cx="3" cy="3" r="1.600" fill="#5b6b75"/></pattern>
            </defs>
            """);
        Axes(svg, most, texts);

        var step = (double)(Width - Left - Right) / months.Count;
        var bar = Math.Min(40, step * 0.6);
        var line = new StringBuilder();
        for (var i = 0; i < months.Count; i++)
        {
            var (month, middle) = (months[i], Left + (step * (i + 0.5)));
            double floor = 0;
            foreach (var (value, fill) in new[] { (month.Positive, "#005a7d"), (month.Negative, "url(#stripes)"), (month.Other, "url(#dots)") })
            {
                if (value <= 0) continue;
                var (top, bottom) = (Y(floor + value, most), Y(floor, most));
                Write(svg, $"""<rect x="{middle - (bar / 2):0.#}" y="{top:0.#}" width="{bar:0.#}" height="{bottom - top:0.#}" fill="{fill}" stroke="#12212b" stroke-width="1"/>""");
                floor += value;
            }

            Write(line, $"{(i == 0 ? "M" : "L")}{middle:0.#} {Y(month.Received, most):0.#}");
            if (months.Count <= 14 || i % 3 == 0) Write(svg, $"""<text x="{middle:0.#}" y="{Height - Bottom + 20}" text-anchor="middle">{Short(month.Month, texts)}</text>""");
            if (i == 0 || month.Month.Month == 1) Write(svg, $"""<text x="{middle:0.#}" y="{Height - Bottom + 40}" text-anchor="middle" class="is-muted">{month.Month.Year}</text>""");
        }

        Write(svg, $"""<path d="{line}" fill="none" stroke="#12212b" stroke-width="2.500" stroke-dasharray="6 4"/>""");
        Names(svg, months[^1], most, texts);
        return new HtmlString(svg.Append("</svg>").ToString());
    }

    private static void Axes(StringBuilder svg, int most, Texts texts)
    {
        for (var i = 0; i <= 4; i++)
        {
            if (most * i % 4 != 0) continue;
            var y = Y(most * i / 4.0, most);
            Write(svg, $"""<line x1="{Left}" x2="{Width - Right}" y1="{y:0.#}" y2="{y:0.#}" class="{(i == 0 ? "axis" : "grid")}"/><text x="{Left - 8}" y="{y + 5:0.#}" text-anchor="end">{WebUtility.HtmlEncode(texts.Number(most * i / 4))}</text>""");
        }
    }

    // Names stand beside what they name, moved apart where they would lie on each other.
    private static void Names(StringBuilder svg, MonthFigures last, int most, Texts texts)
    {
        var names = new[]
        {
            (Key: "Statistics.Received", Value: last.Received, At: (double)last.Received, Sample: "line"),
            (Key: "Statistics.Other", Value: last.Other, At: last.Positive + last.Negative + (last.Other / 2.0), Sample: "url(#dots)"),
            (Key: "Statistics.Negative", Value: last.Negative, At: last.Positive + (last.Negative / 2.0), Sample: "url(#stripes)"),
            (Key: "Statistics.Positive", Value: last.Positive, At: last.Positive / 2.0, Sample: "#005a7d"),
        };
        var lowest = double.MinValue;
        var places = names.Select(n => (n.Key, n.Value, Y: Y(n.At, most), n.Sample)).OrderBy(n => n.Y).Select(n =>
        {
            lowest = Math.Max(lowest + 22, n.Y);
            return n with { Y = lowest };
        }).ToList();
        var over = Math.Max(0, places[^1].Y - (Height - Bottom));
        foreach (var (key, value, y, sample) in places)
        {
            var at = y - over;
            if (sample == "line") Write(svg, $"""<line x1="{Width - Right + 8}" x2="{Width - Right + 24}" y1="{at:0.#}" y2="{at:0.#}" stroke="#12212b" stroke-width="2.500" stroke-dasharray="6 4"/>""");
            else Write(svg, $"""<rect x="{Width - Right + 9}" y="{at - 7:0.#}" width="14" height="14" fill="{sample}" stroke="#12212b"/>""");
            Write(svg, $"""<text x="{Width - Right + 30}" y="{at + 5:0.#}" class="is-strong">{WebUtility.HtmlEncode(texts[key])} {WebUtility.HtmlEncode(texts.Number(value))}</text>""");
        }
    }

    private static string Short(DateOnly month, Texts texts) => texts.Month(month)[..3];

    private static double Y(double value, int most) => Top + ((Height - Top - Bottom) * (1 - (value / most)));

    // 4, 8, 20, 40, 80, 200, 400, 800...: a top that four lines divide well.
    private static int NiceTop(int most)
    {
        for (var power = 1; ; power *= 10)
        {
            foreach (var nice in new[] { 4, 8, 20 })
            {
                if (most <= nice * power) return nice * power;
            }
        }
    }

    private static void Write(StringBuilder svg, FormattableString part) => svg.Append(part.ToString(CultureInfo.InvariantCulture));
}

using System.Globalization;
using System.Net;
using System.Text;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Statistics;

namespace Batumi.Workflows.Web.Components;

/// <param name="Title">What the chart shows, for those who do not see it.</param>
public sealed record ChartTexts(string Title, string Received, string Positive, string Negative, string Other);

/// <summary>
/// Received and resolved by month as an SVG drawn on the server: stacked bars with patterns that survive a grey print, figures beside every bar, no
/// script. The same figures stand in the table below it.
/// </summary>
public static class StatisticsChart
{
    private const int Width = 720, RowHeight = 52, Left = 150, Right = 70, Top = 44, BarHeight = 16;

    public static string Svg(IReadOnlyList<MonthFigures> months, ChartTexts texts, string language)
    {
        var most = Math.Max(1, months.Max(m => Math.Max(m.Received, m.Positive + m.Negative + m.Other)));
        var height = Top + (months.Count * RowHeight) + 8;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg class=\"app-chart\" viewBox=\"0 0 {Width} {height}\" role=\"img\" aria-labelledby=\"chart-title\" xmlns=\"http://www.w3.org/2000/svg\">");
        svg.Append(CultureInfo.InvariantCulture, $"<title id=\"chart-title\">{Encode(texts.Title)}</title>{Patterns}");
        Legend(svg, texts);
        for (var i = 0; i < months.Count; i++) Row(svg, months[i], Top + (i * RowHeight), most, language);
        return svg.Append("</svg>").ToString();
    }

    private static void Row(StringBuilder svg, MonthFigures month, int y, int most, string language)
    {
        Text(svg, 0, y + 24, Readable.Month(month.Month, language), "app-chart__label");
        double Scale(int count) => (double)count / most * (Width - Left - Right);
        Bar(svg, Left, y + 2, Scale(month.Received), "app-chart__received");
        Text(svg, Left + Scale(month.Received) + 8, y + 15, Number(month.Received), "app-chart__figure");

        double x = Left;
        foreach (var (count, style) in new[] { (month.Positive, "app-chart__positive"), (month.Negative, "app-chart__negative"), (month.Other, "app-chart__other") })
        {
            if (count == 0) continue;
            Bar(svg, x, y + 22, Scale(count), style);
            x += Scale(count);
        }

        Text(svg, x + 8, y + 35, $"{Number(month.Positive)} / {Number(month.Negative)} / {Number(month.Other)}", "app-chart__figure");
    }

    private static void Legend(StringBuilder svg, ChartTexts texts)
    {
        double x = 0;
        foreach (var (name, style) in new[] { (texts.Received, "app-chart__received"), (texts.Positive, "app-chart__positive"), (texts.Negative, "app-chart__negative"), (texts.Other, "app-chart__other") })
        {
            Bar(svg, x, 8, 18, style);
            Text(svg, x + 24, 21, name, "app-chart__label");
            x += 44 + (name.Length * 9.5);
        }
    }

    private static void Bar(StringBuilder svg, double x, double y, double width, string style) =>
        svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"{style}\" x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{width:0.#}\" height=\"{BarHeight}\"/>");

    private static void Text(StringBuilder svg, double x, double y, string text, string style) =>
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"{style}\" x=\"{x:0.#}\" y=\"{y:0.#}\">{Encode(text)}</text>");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    // Colours are in the style sheet; the patterns tell the parts apart without colour.
    private const string Patterns = """
        <defs>
        <pattern id="app-negative" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#C2571A"/><rect width="2" height="6" fill="#fff"/></pattern>
        <pattern id="app-other" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#DDE3E6"/><circle cx="3" cy="3" r="1.4" fill="#4A5A64"/></pattern>
        </defs>
        """;
}

using System.Globalization;
using System.Text;
using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Statistics;

namespace Batumi.Workflows.Web.Api;

/// <summary>
/// A service's figures as a file: long (tidy) format, one measure a line, RFC 4180, UTF-8, codes instead of words, nothing of any person. The address is
/// stable: <c>/data/services/{service}/monthly.csv</c>.
/// </summary>
public static class StatisticsCsv
{
    public static void MapStatisticsCsv(this IEndpointRouteBuilder routes) => routes.MapGet("/data/services/{service}/monthly.csv", FileAsync).AllowAnonymous();

    private static async Task<IResult> FileAsync(string service, string? from, string? to, ServiceCatalog catalog, ServiceStatistics statistics, TimeProvider time, CancellationToken ct)
    {
        if (await catalog.GetAsync(service, ct) is not { } page) return Results.NotFound();
        var period = StatisticsPeriod.Read(from, to, time);
        var figures = await statistics.ForAsync(service, period.From, period.To, ct);
        return Results.Text(Write(figures, page.Entry), "text/csv; charset=utf-8", Encoding.UTF8);
    }

    internal static string Write(ServiceFigures figures, ServiceEntry service)
    {
        var csv = new StringBuilder("period,unit_code,service_code,measure,value,status\r\n");
        foreach (var month in figures.Months)
        {
            var period = month.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture);
            foreach (var (measure, value) in new[]
            {
                ("received", month.Received), ("resolved_positive", month.Positive), ("resolved_negative", month.Negative), ("resolved_other", month.Other), ("pending_end", month.Pending),
            })
            {
                csv.Append(CultureInfo.InvariantCulture, $"{Cell(period)},{Cell(service.Unit)},{Cell(service.Code)},{measure},{value},\r\n");
            }
        }

        return csv.ToString();
    }

    /// <summary>Quoted where needed; a cell that a spreadsheet would take for a formula is written as text.</summary>
    internal static string Cell(string text)
    {
        var safe = text.Length > 0 && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal) ? "'" + text : text;
        return safe.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}

/// <summary>The months that a page of statistics is about.</summary>
public sealed record StatisticsPeriod(DateOnly From, DateOnly To)
{
    public const int MostMonths = 36;

    private const int UsualMonths = 12, Earliest = 2000;

    /// <summary>Reads <c>2026-01</c> months; what makes no sense gives the last twelve months up to today.</summary>
    public static StatisticsPeriod Read(string? from, string? to, TimeProvider time)
    {
        var today = DateOnly.FromDateTime(Application.Primitives.TbilisiTime.ToLocal(time.GetUtcNow().UtcDateTime));
        if (Month(from) > Month(to)) (from, to) = (null, null);
        var last = Month(to) is { } until && until <= today ? until.AddMonths(1).AddDays(-1) : today;
        if (last > today) last = today;
        var usual = new DateOnly(last.Year, last.Month, 1).AddMonths(1 - UsualMonths);
        var first = Month(from) is { } since && since <= last && since > last.AddMonths(-MostMonths) ? since : usual;
        return new(first, last);
    }

    private static DateOnly? Month(string? text) => DateOnly.TryParseExact(text + "-01", "yyyy-MM-dd", out var month) && month.Year is >= Earliest and < 9999 ? month : null;
}

using System.Globalization;

namespace Batumi.Workflows.Application.Primitives;

/// <summary>Dates, times and money as people read them, in both languages. All times are local (Asia/Tbilisi).</summary>
public static class Readable
{
    private static readonly string[] GeorgianMonths =
        ["იანვარი", "თებერვალი", "მარტი", "აპრილი", "მაისი", "ივნისი", "ივლისი", "აგვისტო", "სექტემბერი", "ოქტომბერი", "ნოემბერი", "დეკემბერი"];

    /// <summary><c>23 ნოემბერი, 2026</c> or <c>23 November 2026</c>.</summary>
    public static string? Day(DateTime? local, string language) => local is not { } day ? null : language == Languages.English
        ? day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{day.Day} {GeorgianMonths[day.Month - 1]}, {day.Year}");

    /// <summary>The day with the time in 24 hours.</summary>
    public static string? Moment(DateTime? local, string language) => local is not { } at ? null
        : $"{Day(at, language)}, {at.ToString("HH:mm", CultureInfo.InvariantCulture)}";

    /// <summary><c>1 234,50 ₾</c>, with narrow no-break spaces.</summary>
    public static string Money(long tetri)
    {
        var format = new NumberFormatInfo { NumberGroupSeparator = "\u202f", NumberDecimalSeparator = "," };
        return (tetri / 100m).ToString("#,##0.00", format) + "\u00a0₾";
    }

    /// <summary>The name of a month with its year.</summary>
    public static string Month(DateOnly month, string language) => language == Languages.English
        ? month.ToString("MMMM yyyy", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{GeorgianMonths[month.Month - 1]}, {month.Year}");
}

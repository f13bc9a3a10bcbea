using System.Globalization;
using Batumi.Workflows.Application.Primitives;

namespace Batumi.Workflows.Application.Letters;

/// <summary>How letters write dates and money in Georgian; found by DotLiquid by their names in lower case (day, moment, money).</summary>
internal static class GeorgianFilters
{
    public static string? Day(object? input) => Readable.Day(Written.Time(input), Languages.Georgian) ?? input?.ToString();

    public static string? Moment(object? input) => Readable.Moment(Written.Time(input), Languages.Georgian) ?? input?.ToString();

    public static string? Money(object? input) => Written.Money(input);
}

/// <summary>The same in English.</summary>
internal static class EnglishFilters
{
    public static string? Day(object? input) => Readable.Day(Written.Time(input), Languages.English) ?? input?.ToString();

    public static string? Moment(object? input) => Readable.Moment(Written.Time(input), Languages.English) ?? input?.ToString();

    public static string? Money(object? input) => Written.Money(input);
}

internal static class Written
{
    /// <summary>A local time written as ISO 8601.</summary>
    public static DateTime? Time(object? input) => input switch
    {
        DateTime time => time,
        string text when DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time) => time,
        _ => null,
    };

    /// <param name="input">Tetri.</param>
    public static string? Money(object? input) =>
        long.TryParse(System.Convert.ToString(input, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture, out var tetri) ? Readable.Money(tetri) : input?.ToString();
}

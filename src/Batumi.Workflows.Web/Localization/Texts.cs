using System.Globalization;
using Batumi.Workflows.Application.Primitives;

namespace Batumi.Workflows.Web.Localization;

/// <summary>
/// Every sentence people read, by key, in the language of the request. The sentences lie in <c>Resources/*.json</c>, both languages side by side. Dates,
/// times, numbers and money are written here too: in Tbilisi time, whatever the machine's own culture is.
/// </summary>
public sealed class Texts
{
    private const char NoBreak = '\u00a0';

    private static readonly NumberFormatInfo georgian = new() { NumberGroupSeparator = NoBreak.ToString(), NumberDecimalSeparator = ",", NumberGroupSizes = [3] };
    private static readonly NumberFormatInfo english = new() { NumberGroupSeparator = ",", NumberDecimalSeparator = ".", NumberGroupSizes = [3] };

    private readonly IReadOnlyDictionary<string, Entry> entries = ResourceFiles.Read();

    /// <summary>Two-letter code of the reader's language.</summary>
    public string Language => Languages.OrGeorgian(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName);

    public IEnumerable<string> Keys => entries.Keys;

    /// <exception cref="KeyNotFoundException">No resource has the key: a mistake of ours, found by a test.</exception>
    public string this[string key] => entries.TryGetValue(key, out var entry) ? entry.In(Language).Other : throw new KeyNotFoundException($"No text has the key '{key}'.");

    /// <summary>The sentence with its places filled. A number in the first place picks singular or plural where the language has both.</summary>
    public string this[string key, params ReadOnlySpan<object?> values]
    {
        get
        {
            if (!entries.TryGetValue(key, out var entry)) throw new KeyNotFoundException($"No text has the key '{key}'.");
            var forms = entry.In(Language);
            return string.Format(CultureInfo.InvariantCulture, IsOne(values) ? forms.One ?? forms.Other : forms.Other, [.. Written(values)]);
        }
    }

    public string this[LocalizedText text] => text.In(Language);

    /// <summary>The sentence for a refusal: <c>Refusal.CODE</c>, its details in its places.</summary>
    public string this[Refusal refusal] =>
        Find($"Refusal.{refusal.Code}") is { } sentence ? Fill(sentence, refusal.Details) : this["Refusal.Unknown", refusal.Code];

    /// <summary>The sentence for the code of a wrong answer, such as <c>Field.TooLong</c>.</summary>
    public string Of(string code, IReadOnlyList<string> details) => Fill(this[code], details);

    public string? Find(string key) => entries.TryGetValue(key, out var entry) ? entry.In(Language).Other : null;

    /// <summary>A key of both languages as one text, for views that carry <see cref="LocalizedText"/>.</summary>
    public LocalizedText Both(string key) => new(entries[key].Ka.Other, entries[key].En.Other);

    /// <summary>Such as 23 ნოემბერი, 2026 or 23 November 2026; in Tbilisi.</summary>
    public string Date(DateTime utc) => Readable.Day(TbilisiTime.ToLocal(utc), Language)!;

    public string Day(DateOnly day) => Readable.Day(day.ToDateTime(default), Language)!;

    public string Month(DateOnly month) => Readable.Month(month, Language);

    /// <summary>Such as 14:05, in Tbilisi.</summary>
    public string Time(DateTime utc) => TbilisiTime.ToLocal(utc).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Day and time, in Tbilisi.</summary>
    public string Moment(DateTime utc) => Readable.Moment(TbilisiTime.ToLocal(utc), Language)!;

    /// <summary>Such as 1 234,50 ₾, from tetri.</summary>
    public string Money(long tetri) => Readable.Money(tetri);

    public string Number(decimal number, int decimals = 0) =>
        number.ToString($"N{decimals}", Language == Languages.English ? english : georgian);

    /// <summary>A length of time in the unit that says most: minutes, hours or days.</summary>
    public string Span(TimeSpan span) => span.TotalHours switch
    {
        < 1 => this["Format.Minutes", Math.Max(1, (int)Math.Round(span.TotalMinutes))],
        < 48 => this["Format.Hours", (int)Math.Round(span.TotalHours)],
        _ => this["Format.Days", (int)Math.Round(span.TotalDays)],
    };

    /// <summary>A span exact to the minute, as 2:05.</summary>
    public string Clock(TimeSpan span) => this["Format.Clock", (int)span.TotalHours, span.Minutes.ToString("00", CultureInfo.InvariantCulture)];

    private static string Fill(string sentence, IReadOnlyList<string> details) =>
        string.Format(CultureInfo.InvariantCulture, sentence, [.. details.Concat(Enumerable.Repeat("", 4))]);

    private static bool IsOne(ReadOnlySpan<object?> values) => values is [int and 1, ..] or [long and 1L, ..];

    private object?[] Written(ReadOnlySpan<object?> values)
    {
        var written = values.ToArray();
        for (var i = 0; i < written.Length; i++)
        {
            written[i] = written[i] switch
            {
                int n => Number(n),
                long n => Number(n),
                LocalizedText text => this[text],
                var value => value,
            };
        }

        return written;
    }

    internal sealed record Entry(Forms Ka, Forms En)
    {
        public Forms In(string language) => language == Languages.English ? En : Ka;
    }

    /// <param name="One">For one thing, where the language says it differently; Georgian does not.</param>
    internal sealed record Forms(string Other, string? One);
}

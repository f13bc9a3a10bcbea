using System.Globalization;
using System.Text;

namespace Batumi.Workflows.Application.Primitives;

/// <summary>
/// Text that people typed, fit to be kept: trimmed, in one Unicode form (NFC), without control characters and without signs that nobody sees, such as those
/// of no width or those that turn the direction of what stands beside them. Of a text that has nothing else, nothing is left.
/// </summary>
public static class PlainText
{
    /// <summary>On one line.</summary>
    public static string Line(string? text) => Clean(text, keepLines: false);

    /// <summary>With its line ends, each as one sign.</summary>
    public static string Lines(string? text) => Clean(text, keepLines: true);

    private static string Clean(string? text, bool keepLines)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            if (rune.Value == '\n' && keepLines) plain.Append('\n');
            else if (rune.Value is '\n' or '\t') plain.Append(' ');
            else if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format) && rune != Rune.ReplacementChar) plain.Append(rune);
        }

        return plain.ToString().Normalize(NormalizationForm.FormC).Trim();
    }
}

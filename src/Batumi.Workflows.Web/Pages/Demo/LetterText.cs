using System.Text.RegularExpressions;

namespace Batumi.Workflows.Web.Pages.Demo;

/// <summary>A letter's text with the addresses in it, so that they can be followed as in a mail program.</summary>
public static partial class LetterText
{
    public static IEnumerable<(string Text, bool IsAddress)> Parts(string body)
    {
        var at = 0;
        foreach (Match address in Address().Matches(body))
        {
            yield return (body[at..address.Index], false);
            yield return (address.Value, true);
            at = address.Index + address.Length;
        }

        yield return (body[at..], false);
    }

    [GeneratedRegex(@"https?://[^\s<>""]+[^\s<>"".,;:!?)]")]
    private static partial Regex Address();
}

using System.Text;
using System.Text.RegularExpressions;
using MimeKit.Text;

namespace Batumi.Workflows.Application.Notifications;

/// <summary>The words of an e-mail that may be HTML: letters are sent as text, which every reader and every program reads.</summary>
public static partial class MailText
{
    private static readonly HashSet<HtmlTagId> lines = [HtmlTagId.Br, HtmlTagId.P, HtmlTagId.Div, HtmlTagId.LI, HtmlTagId.TR, HtmlTagId.H1, HtmlTagId.H2, HtmlTagId.H3, HtmlTagId.H4, HtmlTagId.Table, HtmlTagId.UL, HtmlTagId.OL];
    private static readonly HashSet<HtmlTagId> hidden = [HtmlTagId.Script, HtmlTagId.Style, HtmlTagId.Title];

    public static string Of(string body)
    {
        if (!Tag().IsMatch(body)) return body;
        var text = new StringBuilder();
        var tokens = new HtmlTokenizer(new StringReader(body)) { DecodeCharacterReferences = true };
        HtmlTagId? inside = null;
        while (tokens.ReadNextToken(out var token))
        {
            switch (token)
            {
                case HtmlTagToken tag when hidden.Contains(tag.Id): inside = tag.IsEndTag ? null : tag.Id; break;
                case HtmlTagToken tag when lines.Contains(tag.Id): text.Append('\n'); break;
                case HtmlDataToken data when inside is null && token.Kind == HtmlTokenKind.Data: text.Append(Space().Replace(data.Data, " ")); break;
            }
        }

        return Lines().Replace(text.ToString(), "\n\n").Trim();
    }

    [GeneratedRegex("</?[a-zA-Z][^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex(@"[ ]*\n[ ]*(\n[ ]*)+", RegexOptions.ExplicitCapture)]
    private static partial Regex Lines();
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace Batumi.Workflows.Application.Primitives;

/// <summary>An address that letters can be sent to: the plain kind of RFC 5321, without quotes, comments and numbers for hosts.</summary>
public static partial class EmailAddress
{
    public const int MaxLength = 254;

    private const int LocalLength = 64;
    private static readonly IdnMapping domains = new() { UseStd3AsciiRules = true };

    /// <returns>The address with its domain in ASCII (RFC 5890); null when the text is none.</returns>
    public static string? Read(string? text)
    {
        if (text is not { Length: <= MaxLength } || text.Split('@') is not [{ Length: <= LocalLength } local, var domain] || !Local().IsMatch(local)) return null;
        try
        {
            var address = $"{local}@{domains.GetAscii(domain)}";
            return address.Length <= MaxLength && Domain().IsMatch(address) ? address : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+)*\z")]
    private static partial Regex Local();

    [GeneratedRegex(@"@([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])\z")]
    private static partial Regex Domain();
}

using System.Globalization;
using System.Security.Cryptography;

namespace Batumi.Workflows.Application.Register;

/// <summary>
/// Numbers of cases, such as <c>SF-2026-48391720</c>: the service's letters, the year, seven drawn digits and a check digit (Damm), so that a number
/// read out wrongly is told at once, nobody learns from two numbers how many lie between, and nodes need no common counter.
/// </summary>
public static class CaseNumbers
{
    private const int Drawn = 7;

    private static readonly string[] Damm =
        ["0317598642", "7092154863", "4206871359", "1750983426", "6123045978", "3674209581", "5869720134", "8945362017", "9438617205", "2581436790"];

    public static string Draw(string prefix, int year)
    {
        var digits = RandomNumberGenerator.GetInt32(0, 10_000_000).ToString(CultureInfo.InvariantCulture).PadLeft(Drawn, '0');
        return $"{prefix}-{year.ToString(CultureInfo.InvariantCulture)}-{digits}{CheckDigit(digits)}";
    }

    /// <summary>The number as it is stored, whatever spaces, dashes or lower case it was typed with; null when it cannot be one.</summary>
    public static string? Read(string? typed)
    {
        var plain = new string([.. (typed ?? "").ToUpperInvariant().Where(char.IsAsciiLetterOrDigit)]);
        var letters = plain.TakeWhile(char.IsAsciiLetterUpper).Count();
        var digits = plain[letters..];
        if (letters is 0 or > 6 || digits.Length != 4 + Drawn + 1 || !digits.All(char.IsAsciiDigit)) return null;
        if (CheckDigit(digits[4..^1]) != digits[^1] - '0') return null;
        return $"{plain[..letters]}-{digits[..4]}-{digits[4..]}";
    }

    private static int CheckDigit(string digits) => digits.Aggregate(0, (interim, digit) => Damm[interim][digit - '0'] - '0');
}

/// <summary>Secret codes that open a case without an account: 17 signs of an alphabet of 31 without look-alikes, 84 bits.</summary>
public static class CaseSecrets
{
    private const string Alphabet = "23456789abcdefghjkmnpqrstuvwxyz";
    public const int Length = 17;

    public static string Draw() => RandomNumberGenerator.GetString(Alphabet, Length);

    public static byte[] Hash(string secret) => SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(secret.Trim().ToLowerInvariant().Replace("-", "", StringComparison.Ordinal)));
}

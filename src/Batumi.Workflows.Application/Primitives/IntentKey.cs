using System.Security.Cryptography;

namespace Batumi.Workflows.Application.Primitives;

/// <summary>
/// One intention of one person, made when a form is rendered. Posting the form twice, or going back and posting again, carries the same key and
/// gives the first result.
/// </summary>
public readonly record struct IntentKey(string Value)
{
    public const int Length = 32;

    public bool IsValid => Value is { Length: Length } && Value.All(char.IsAsciiHexDigitLower);

    public static IntentKey New() => new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Length / 2)));

    public override string ToString() => Value;
}

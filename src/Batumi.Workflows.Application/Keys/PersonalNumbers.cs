using System.Text;
using Batumi.Workflows.Application.Primitives;

namespace Batumi.Workflows.Application.Keys;

/// <summary>
/// The Georgian personal number: 11 digits, nothing more is known of it (no checksum is published, and neither sex nor birth date is read from it).
/// Stored sealed to be read and as an HMAC to be found.
/// </summary>
public sealed class PersonalNumbers(MasterKeys master)
{
    public const int Length = 11;

    public static Refusal Malformed { get; } = new("PersonalNumber.Malformed");

    public static bool IsWellFormed(string? text) => text is { Length: Length } && text.All(char.IsAsciiDigit);

    public byte[] Seal(string number, Guid accountId) => master.Wrap(Encoding.ASCII.GetBytes(number), Label(accountId));

    public string Open(byte[] cipher, Guid accountId) => Encoding.ASCII.GetString(master.Unwrap(cipher, Label(accountId)));

    public byte[] Index(string number) => master.Index(Encoding.ASCII.GetBytes(number));

    private static byte[] Label(Guid accountId) => Encoding.UTF8.GetBytes($"personal-number/{accountId:N}");
}

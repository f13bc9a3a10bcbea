using MimeKit;

namespace Batumi.Workflows.Tests.Support.Smtp;

/// <param name="Sender">As the envelope says.</param>
/// <param name="Recipients">As the envelope says.</param>
/// <param name="User">Who had signed in; null when nobody.</param>
public sealed record ReceivedLetter(MimeMessage Message, string Sender, IReadOnlyList<string> Recipients, string? User, bool WasEncrypted)
{
    public string Subject => Message.Subject ?? "";
    public string Text => (Message.TextBody ?? "").ReplaceLineEndings("\n").TrimEnd('\n');
}

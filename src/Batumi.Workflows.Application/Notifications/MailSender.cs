using System.Security.Cryptography;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Batumi.Workflows.Application.Notifications;

/// <summary>A letter, opened for the moment of sending.</summary>
/// <param name="Key">Letter's id; becomes the Message-Id, by which a second delivery is recognised.</param>
public sealed record Mail(string Key, string To, string Subject, string Body, string Language);

/// <summary>How sending ended. A temporary failure is tried again; a permanent one becomes an incident.</summary>
public abstract record Delivery
{
    private Delivery() { }

    public sealed record Accepted : Delivery;

    public sealed record Temporary(string Why) : Delivery;

    public sealed record Permanent(string Why) : Delivery;
}

/// <summary>Hands letters to a mail server.</summary>
public interface IMailSender
{
    /// <summary>False: there is nobody to hand letters to, and they wait without being tried.</summary>
    bool IsSet => true;

    /// <summary>What it throws (no line, no login, our settings) counts as a temporary failure.</summary>
    Task<Delivery> SendAsync(Mail mail, CancellationToken ct);
}

/// <param name="Host">Mail server; empty: no mail is sent and letters wait.</param>
/// <param name="Security">None, StartTls or Tls.</param>
/// <param name="CertificateSha256">Fingerprint of the one certificate to trust when the server signs its own, hexadecimal; null: the system's authorities.</param>
public sealed record MailSettings(string Host, int Port, string Security, string? User, string? Password, string FromAddress, string FromName, string? CertificateSha256 = null);

/// <summary>Sends through SMTP (RFC 5321) with MailKit; one connection a letter.</summary>
public sealed class SmtpSender(MailSettings settings) : IMailSender
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public bool IsSet => settings.Host.Length > 0;

    public async Task<Delivery> SendAsync(Mail mail, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        try
        {
            using var message = Compose(mail);
            using var client = new SmtpClient { Timeout = (int)Patience.TotalMilliseconds };
            if (settings.CertificateSha256 is { } pinned)
            {
                client.ServerCertificateValidationCallback = (_, certificate, _, _) =>
                    string.Equals(certificate?.GetCertHashString(HashAlgorithmName.SHA256), pinned, StringComparison.OrdinalIgnoreCase);
            }

            await client.ConnectAsync(settings.Host, settings.Port, Options(settings.Security), limit.Token);
            if (settings.User is { Length: > 0 }) await client.AuthenticateAsync(settings.User, settings.Password ?? "", limit.Token);
            if (message.To.Mailboxes.Any(m => m.IsInternational) && !client.Capabilities.HasFlag(SmtpCapabilities.UTF8)) return new Delivery.Permanent("SMTPUTF8");
            await client.SendAsync(message, limit.Token);
            await client.DisconnectAsync(quit: true, CancellationToken.None);
            return new Delivery.Accepted();
        }
        catch (SmtpCommandException refused)
        {
            var code = (int)refused.StatusCode;
            var isFinal = code >= 500 && refused.ErrorCode is (SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted);
            return isFinal ? new Delivery.Permanent($"{code}") : new Delivery.Temporary($"{code}");
        }
        catch (ParseException)
        {
            return new Delivery.Permanent("address");
        }
    }

    private MimeMessage Compose(Mail mail)
    {
        var message = new MimeMessage
        {
            Subject = mail.Subject,
            MessageId = $"{mail.Key.Replace('/', '.')}@{settings.FromAddress.Split('@')[^1]}",
            Body = new TextPart("plain") { Text = mail.Body },
        };
        message.From.Add(new MailboxAddress(settings.FromName, settings.FromAddress));
        message.To.Add(MailboxAddress.Parse(mail.To));
        message.Headers.Add("X-Letter-Key", mail.Key);
        message.Headers.Add(HeaderId.ContentLanguage, mail.Language);
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return message;
    }

    private static SecureSocketOptions Options(string security) => security switch
    {
        "None" => SecureSocketOptions.None,
        "Tls" => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.StartTls,
    };
}

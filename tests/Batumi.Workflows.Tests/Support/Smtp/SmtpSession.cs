using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using MimeKit;

namespace Batumi.Workflows.Tests.Support.Smtp;

/// <summary>One client's line, from greeting to QUIT.</summary>
internal sealed class SmtpSession(SmtpServer server, TcpClient client)
{
    private Stream stream = Stream.Null;
    private bool isEncrypted;
    private string? user;
    private string? sender;
    private readonly List<string> recipients = [];

    public async Task RunAsync(CancellationToken ct)
    {
        using var closing = client;
        try
        {
            stream = client.GetStream();
            await SayAsync("220 localhost ESMTP test server", ct);
            while (await ReadLineAsync(ct) is { } line && await AnswerAsync(line, ct)) { }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException) { }
        finally
        {
            await stream.DisposeAsync();
        }
    }

    /// <returns>False when the line is to be cut.</returns>
    private async Task<bool> AnswerAsync(string line, CancellationToken ct)
    {
        var verb = line.Split(' ', ':')[0].ToUpperInvariant();
        switch (verb)
        {
            case "EHLO": await SayAsync(Abilities(), ct); break;
            case "HELO": await SayAsync("250 localhost", ct); break;
            case "STARTTLS" when !isEncrypted: await EncryptAsync(ct); break;
            case "AUTH" when isEncrypted: await AuthenticateAsync(line.Split(' '), ct); break;
            case "AUTH": await SayAsync("538 5.7.11 Encryption required", ct); break;
            case "MAIL" when server.RequiresAuthentication && user is null: await SayAsync("530 5.7.0 Authentication required", ct); break;
            case "MAIL": Forget(); sender = Address(line); await SayAsync("250 2.1.0 OK", ct); break;
            case "RCPT" when sender is null: await SayAsync("503 5.5.1 MAIL first", ct); break;
            case "RCPT": await AddRecipientAsync(Address(line), ct); break;
            case "DATA" when recipients.Count == 0: await SayAsync("503 5.5.1 RCPT first", ct); break;
            case "DATA": return await ReceiveAsync(ct);
            case "RSET": Forget(); await SayAsync("250 2.0.0 OK", ct); break;
            case "NOOP": await SayAsync("250 2.0.0 OK", ct); break;
            case "QUIT": await SayAsync("221 2.0.0 Bye", ct); return false;
            default: await SayAsync("502 5.5.2 Not understood", ct); break;
        }

        return true;
    }

    private string[] Abilities() => isEncrypted
        ? ["250-localhost", "250-8BITMIME", "250-SMTPUTF8", "250-ENHANCEDSTATUSCODES", "250-AUTH PLAIN LOGIN", "250 SIZE 35882577"]
        : ["250-localhost", "250-8BITMIME", "250-SMTPUTF8", "250-ENHANCEDSTATUSCODES", "250-STARTTLS", "250 SIZE 35882577"];

    private async Task EncryptAsync(CancellationToken ct)
    {
        await SayAsync("220 2.0.0 Go ahead", ct);
        var encrypted = new SslStream(stream);
        stream = encrypted;
        await encrypted.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = server.Certificate }, ct);
        isEncrypted = true;
        Forget();
    }

    private async Task AuthenticateAsync(string[] words, CancellationToken ct)
    {
        string name, password;
        switch (words.ElementAtOrDefault(1)?.ToUpperInvariant())
        {
            case "PLAIN":
                var parts = (words.Length > 2 ? Decode(words[2]) : await AskAsync("", ct)).Split('\0');
                (name, password) = (parts.ElementAtOrDefault(1) ?? "", parts.ElementAtOrDefault(2) ?? "");
                break;
            case "LOGIN":
                name = words.Length > 2 ? Decode(words[2]) : await AskAsync("Username:", ct);
                password = await AskAsync("Password:", ct);
                break;
            default:
                await SayAsync("504 5.5.4 Unknown mechanism", ct);
                return;
        }

        user = name == server.User && password == server.Password ? name : null;
        await SayAsync(user is null ? "535 5.7.8 Wrong user or password" : "235 2.7.0 Welcome", ct);
    }

    private async Task<string> AskAsync(string question, CancellationToken ct)
    {
        await SayAsync($"334 {Convert.ToBase64String(Encoding.UTF8.GetBytes(question))}", ct);
        return Decode(await ReadLineAsync(ct) ?? "");
    }

    private async Task AddRecipientAsync(string address, CancellationToken ct)
    {
        var answer = server.AnswerToRecipient();
        if (answer.StartsWith("250", StringComparison.Ordinal)) recipients.Add(address);
        await SayAsync(answer, ct);
    }

    private async Task<bool> ReceiveAsync(CancellationToken ct)
    {
        await SayAsync("354 End with a dot on its own line", ct);
        using var letter = new MemoryStream();
        while (await ReadBytesAsync(ct) is { } line)
        {
            if (line is [(byte)'.']) break;
            letter.Write(line.AsSpan(line is [(byte)'.', ..] ? 1 : 0));      // a line that begins with a dot was sent with one more
            letter.Write("\r\n"u8);
        }

        letter.Position = 0;
        var received = new ReceivedLetter(await MimeMessage.LoadAsync(letter, ct), sender!, [.. recipients], user, isEncrypted);
        Forget();
        if (!server.Keep(received)) return false;
        await SayAsync("250 2.0.0 Kept", ct);
        return true;
    }

    private void Forget()
    {
        sender = null;
        recipients.Clear();
    }

    private static string Address(string line) => line[(line.IndexOf('<') + 1)..Math.Max(line.IndexOf('>'), line.IndexOf('<') + 1)];

    private static string Decode(string base64)
    {
        try { return Encoding.UTF8.GetString(Convert.FromBase64String(base64)); }
        catch (FormatException) { return ""; }
    }

    private async Task SayAsync(string line, CancellationToken ct) => await SayAsync([line], ct);

    private async Task SayAsync(string[] lines, CancellationToken ct)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\r\n"))), ct);
        await stream.FlushAsync(ct);
    }

    private async Task<string?> ReadLineAsync(CancellationToken ct) => await ReadBytesAsync(ct) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    // Byte by byte from the socket's own buffer: reading ahead would swallow the first bytes of TLS.
    private async Task<byte[]?> ReadBytesAsync(CancellationToken ct)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (await stream.ReadAsync(one, ct) == 1)
        {
            if (one[0] == '\n' && line is [.., (byte)'\r'])
                return [.. line[..^1]];
            line.Add(one[0]);
        }

        return null;
    }
}

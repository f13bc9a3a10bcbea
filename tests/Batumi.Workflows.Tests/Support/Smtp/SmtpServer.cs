using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Batumi.Workflows.Tests.Support.Smtp;

/// <summary>
/// A real SMTP server (STARTTLS, AUTH PLAIN and LOGIN, 8BITMIME, SMTPUTF8) that keeps letters in memory and misbehaves when it is told to. Letters
/// survive <see cref="StopAsync"/> and <see cref="Restart"/>, which keep the port.
/// </summary>
public sealed class SmtpServer : IAsyncDisposable
{
    private readonly ConcurrentQueue<ReceivedLetter> mailbox = new();
    private readonly ConcurrentQueue<string> recipientAnswers = new();
    private readonly ConcurrentDictionary<Task, byte> sessions = new();
    private TcpListener listener;
    private CancellationTokenSource stopping = new();
    private Task accepting;
    private int drops;

    public SmtpServer(bool requiresAuthentication = false)
    {
        RequiresAuthentication = requiresAuthentication;
        Certificate = SelfSigned();
        listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        accepting = AcceptAsync();
    }

    public string Host { get; } = "127.0.0.1";
    public int Port { get; }
    public string User { get; } = "city";
    public string Password { get; } = "ზღვა-sea";
    public bool RequiresAuthentication { get; }

    /// <summary>Self-signed for localhost: a client must be told to accept it.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Letters in the order they came.</summary>
    public IReadOnlyList<ReceivedLetter> Mailbox => [.. mailbox];

    public IReadOnlyList<ReceivedLetter> LettersTo(string address) =>
        [.. mailbox.Where(letter => letter.Recipients.Contains(address, StringComparer.OrdinalIgnoreCase))];

    /// <summary>Refuses the next recipients with 451 (try again later) or 550 (no such person), or whatever code is given.</summary>
    public void RefuseNextRecipients(int code, int times = 1)
    {
        for (var i = 0; i < times; i++) recipientAnswers.Enqueue(code == 451 ? "451 4.7.1 Greylisted, try again later" : $"{code} 5.1.1 No such person here");
    }

    /// <summary>Accepts the next letters and cuts the line before saying so: the sender cannot know.</summary>
    public void CutTheLineAfterNextLetters(int times = 1) => Interlocked.Add(ref drops, times);

    /// <summary>Waits until so many letters are in the box.</summary>
    public async Task<IReadOnlyList<ReceivedLetter>> WaitForAsync(int letters, TimeSpan? atMost = null)
    {
        using var patience = new CancellationTokenSource(atMost ?? TimeSpan.FromSeconds(20));
        while (mailbox.Count < letters)
        {
            if (patience.IsCancellationRequested) throw new TimeoutException($"{letters} letters expected, {mailbox.Count} came.");
            await Task.Delay(10, CancellationToken.None);
        }

        return Mailbox;
    }

    /// <summary>Nobody answers at the port any more; open lines are cut.</summary>
    public async Task StopAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await Task.WhenAll([accepting, .. sessions.Keys]);
    }

    /// <summary>Listens again at the same port.</summary>
    public void Restart()
    {
        stopping.Dispose();
        stopping = new CancellationTokenSource();
        listener = new TcpListener(IPAddress.Loopback, Port);
        listener.Start();
        accepting = AcceptAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        stopping.Dispose();
        Certificate.Dispose();
    }

    internal string AnswerToRecipient() => recipientAnswers.TryDequeue(out var answer) ? answer : "250 2.1.5 OK";

    internal bool Keep(ReceivedLetter letter)
    {
        mailbox.Enqueue(letter);
        if (Volatile.Read(ref drops) <= 0) return true;
        Interlocked.Decrement(ref drops);
        return false;
    }

    private async Task AcceptAsync()
    {
        var token = stopping.Token;
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(token);
                var session = new SmtpSession(this, client).RunAsync(token);
                sessions[session] = 0;
                _ = session.ContinueWith(ended => sessions.TryRemove(ended, out _), TaskScheduler.Default);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException) { }
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);   // a key that SslStream can use
    }
}

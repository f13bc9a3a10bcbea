using System.Net;
using System.Text;
using System.Text.Json;

namespace Batumi.Workflows.Application.Notifications;

/// <summary>A text message, opened for the moment of sending.</summary>
/// <param name="Key">Its row's id, by which the gateway recognises a second delivery.</param>
/// <param name="To">E.164, such as +995555123456.</param>
public sealed record TextMessage(string Key, string To, string Text);

/// <summary>Hands text messages to somebody who brings them to phones.</summary>
public interface ISmsSender
{
    /// <summary>False: nobody is there, and no text messages are written.</summary>
    bool IsSet { get; }

    /// <summary>What it throws counts as a temporary failure.</summary>
    Task<Delivery> SendAsync(TextMessage message, CancellationToken ct);
}

/// <param name="Url">Of the gateway; empty: no text messages.</param>
/// <param name="KeyHeader">Header that carries <paramref name="Key"/>.</param>
/// <param name="Body">JSON with <c>{to}</c> and <c>{text}</c> inside strings.</param>
public sealed record SmsSettings(string Url, string KeyHeader, string? Key, string Body, TimeSpan Patience)
{
    public const string UsualBody = """{"to":"{to}","text":"{text}"}""", To = "{to}", Text = "{text}";

    public static SmsSettings None { get; } = new("", "Authorization", null, UsualBody, TimeSpan.FromSeconds(20));

    /// <summary>The body of one message; what stands for a value is written as JSON writes it.</summary>
    public string BodyOf(TextMessage message) => Body.Replace(To, Escaped(message.To), StringComparison.Ordinal).Replace(Text, Escaped(message.Text), StringComparison.Ordinal);

    private static string Escaped(string value) => JsonEncodedText.Encode(value).ToString();
}

/// <summary>Posts JSON to a gateway, with the message's key as <c>Idempotency-Key</c>: a gateway that honours it sends a message that comes twice once.</summary>
public sealed class HttpSmsSender(SmsSettings settings) : ISmsSender, IDisposable
{
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = settings.Patience };

    public bool IsSet => settings.Url.Length > 0;

    public async Task<Delivery> SendAsync(TextMessage message, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.Url) { Content = new StringContent(settings.BodyOf(message), Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", message.Key);
        if (settings.Key is { Length: > 0 } key) request.Headers.TryAddWithoutValidation(settings.KeyHeader, key);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        var code = (int)response.StatusCode;
        if (code is >= 200 and < 300) return new Delivery.Accepted();
        return code is >= 400 and < 500 && !IsOurs(response.StatusCode) ? new Delivery.Permanent($"{code}") : new Delivery.Temporary($"{code}");
    }

    public void Dispose() => client.Dispose();

    // A wrong key or too much at once says nothing of the message: it is tried again.
    private static bool IsOurs(HttpStatusCode code) => code is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests;
}

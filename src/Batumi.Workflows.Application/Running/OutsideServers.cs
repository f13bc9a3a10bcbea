using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Batumi.Workflows.Engine;
using Microsoft.Extensions.Logging;

namespace Batumi.Workflows.Application.Running;

/// <param name="Hosts">Servers that workflows may ask: a name or an address, with its port where it is not the usual one. None: none.</param>
/// <param name="Patience">How long an answer may take.</param>
/// <param name="MostBytes">The longest answer that is read.</param>
public sealed record OutsideSettings(IReadOnlyList<string> Hosts, TimeSpan Patience, int MostBytes)
{
    public static OutsideSettings None { get; } = new([], TimeSpan.FromSeconds(20), 1_000_000);

    public bool Allows(Uri address) => address.Scheme is "http" or "https" && address.UserInfo.Length == 0 && Hosts.Contains(address.Authority, StringComparer.OrdinalIgnoreCase);
}

/// <summary>
/// Asks other servers for Elsa.SendHttpRequest, after the step that wishes it is written: only those that the municipality lists, without following redirects, within a bound of
/// time and size. A worker that is killed between asking and writing the answer asks again, with the same Idempotency-Key.
/// </summary>
public sealed class OutsideServers(OutsideSettings settings, ILogger<OutsideServers> log) : IDisposable
{
    public const string Timeout = "timeout", NotListed = "not listed", TooLong = "too long";

    // Whose values the connection decides.
    private static readonly string[] ours = ["Host", "Content-Length", "Connection", "Transfer-Encoding", "Expect", "Upgrade"];

    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };

    /// <param name="key">By which the server recognises a second delivery.</param>
    /// <param name="wish">The request as the step wrote it: method, url, headers, contentType, content.</param>
    internal async Task<Stimulus.HttpAnswered> AskAsync(string key, string bookmarkId, JsonObject wish, CancellationToken ct)
    {
        var address = new Uri((string)wish["url"]!);
        if (!settings.Allows(address))
        {
            log.LogWarning("A workflow asked for {Host}, which is not among Http:Hosts", address.Authority);
            return new(bookmarkId, null, null, null, NotListed);
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(settings.Patience);
        try
        {
            using var request = Request(key, address, wish);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            return await BodyAsync(response, patience.Token) is { } body ? new(bookmarkId, (int)response.StatusCode, Headers(response), body.Length == 0 ? null : body, null) : new(bookmarkId, null, null, null, TooLong);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new(bookmarkId, null, null, null, Timeout);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or FormatException)
        {
            log.LogWarning("Server {Host} could not be asked: {Error}", address.Authority, broken.Message);
            return new(bookmarkId, null, null, null, (broken as HttpRequestException)?.HttpRequestError.ToString() ?? broken.GetType().Name);
        }
    }

    public void Dispose() => client.Dispose();

    private static HttpRequestMessage Request(string key, Uri address, JsonObject wish)
    {
        var request = new HttpRequestMessage(new HttpMethod((string)wish["method"]!), address);
        if ((string?)wish["content"] is { Length: > 0 } content)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(content));
            var type = (string?)wish["contentType"] is { Length: > 0 } given ? given : content.TrimStart() is ['{' or '[', ..] ? "application/json" : "text/plain";
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        }

        foreach (var (name, value) in wish["headers"] as JsonObject ?? [])
        {
            if (ours.Contains(name, StringComparer.OrdinalIgnoreCase)) continue;
            var text = value is JsonArray many ? string.Join(", ", many.Select(v => $"{v}")) : $"{value}";
            if (!request.Headers.TryAddWithoutValidation(name, text)) request.Content?.Headers.TryAddWithoutValidation(name, text);
        }

        if (!request.Headers.Contains("Idempotency-Key")) request.Headers.Add("Idempotency-Key", key);
        return request;
    }

    private static JsonObject Headers(HttpResponseMessage response) => new(response.Headers.Concat(response.Content.Headers)
        .Select(h => KeyValuePair.Create<string, JsonNode?>(h.Key, new JsonArray([.. h.Value.Select(v => (JsonNode)v)]))));

    // Null: longer than is read.
    private async Task<string?> BodyAsync(HttpResponseMessage response, CancellationToken ct)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        using var read = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int count; (count = await stream.ReadAsync(buffer, ct)) > 0;)
        {
            if (read.Length + count > settings.MostBytes) return null;
            read.Write(buffer, 0, count);
        }

        return CharsetOf(response).GetString(read.GetBuffer(), 0, (int)read.Length);
    }

    private static Encoding CharsetOf(HttpResponseMessage response)
    {
        try
        {
            return response.Content.Headers.ContentType?.CharSet is { Length: > 0 } charset ? Encoding.GetEncoding(charset.Trim('"')) : Encoding.UTF8;
        }
        catch (ArgumentException)
        {
            return Encoding.UTF8;       // a charset that nobody knows
        }
    }
}

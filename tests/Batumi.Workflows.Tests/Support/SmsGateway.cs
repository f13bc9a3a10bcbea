using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Batumi.Workflows.Tests.Support;

/// <summary>What a gateway was asked to bring to a phone.</summary>
internal sealed record ReceivedText(string Key, string? Authorization, string To, string Text);

/// <summary>A real small gateway of text messages: a web server in the test's process that keeps what it took and can be told to misbehave.</summary>
internal sealed class SmsGateway : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Lock door = new();
    private readonly List<ReceivedText> received = [];

    private SmsGateway()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.MapPost("/send", AnswerAsync);
    }

    public string Url => app.Urls.First() + "/send";

    public IReadOnlyList<ReceivedText> Received { get { lock (door) return [.. received]; } }

    /// <summary>What the next messages meet after they were taken; null: they are accepted.</summary>
    public Func<HttpContext, Task>? Instead { get; set; }

    public static async Task<SmsGateway> StartAsync()
    {
        var gateway = new SmsGateway();
        await gateway.app.StartAsync();
        return gateway;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var body = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!;
        lock (door) received.Add(new(context.Request.Headers["Idempotency-Key"].ToString(), context.Request.Headers.Authorization, (string)body["to"]!, (string)body["text"]!));
        if (Instead is { } instead) await instead(context);
        else context.Response.StatusCode = StatusCodes.Status202Accepted;
    }
}

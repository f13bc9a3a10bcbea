using System.Collections.Concurrent;
using System.Diagnostics;
using Batumi.Workflows.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Trace;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace Batumi.Workflows.Tests.Hosting;

/// <summary>A site of four addresses with the real housekeeping, whose log lines and traces are kept.</summary>
internal sealed class SmallSite : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly KeptLines lines = new();
    private readonly KeptTraces traces = new();

    private SmallSite(Action<IServiceCollection>? services, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseTestServer();
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value));
        builder.AddHousekeeping();
        builder.Services.AddSingleton<ILogEventSink>(lines);
        builder.Services.ConfigureOpenTelemetryTracerProvider(provider => provider.AddProcessor(traces));
        services?.Invoke(builder.Services);

        app = builder.Build();
        app.UseHousekeeping();
        app.UseExceptionHandler(errors => errors.Run(context => context.Response.WriteAsync($"quote {context.CorrelationId()}")));
        app.MapGet("/follow/{number}/{secret}", (ILogger<SmallSite> log) =>
        {
            log.LogInformation("Opened a case");
            return "case";
        });
        app.MapGet("/fails", () => { throw new InvalidOperationException("broken on purpose"); });
    }

    public HttpClient Client => app.GetTestClient();

    /// <summary>Waits for the lines and traces that a request leaves after its answer.</summary>
    public async Task UntilAsync(Func<SmallSite, bool> condition)
    {
        for (var waited = 0; !condition(this); waited++)
        {
            if (waited > 500) throw new TimeoutException("It did not come to that in ten seconds. Lines:\n" + string.Concat(Lines));
            await Task.Delay(20);
        }
    }

    /// <summary>Every log line as the JSON that a collector would get.</summary>
    public IReadOnlyList<string> Lines => [.. lines.All];

    /// <summary>Finished traces, those of other sites in this process among them.</summary>
    public IReadOnlyList<Activity> Traces => [.. traces.All];

    public static async Task<SmallSite> StartAsync(Action<IServiceCollection>? services = null, params (string Key, string Value)[] settings)
    {
        var site = new SmallSite(services, settings);
        await site.app.StartAsync();
        return site;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private sealed class KeptLines : ILogEventSink
    {
        private static readonly RenderedCompactJsonFormatter json = new();

        public ConcurrentQueue<string> All { get; } = new();

        public void Emit(LogEvent logEvent)
        {
            using var line = new StringWriter();
            json.Format(logEvent, line);
            All.Enqueue(line.ToString());
        }
    }

    private sealed class KeptTraces : BaseProcessor<Activity>
    {
        public ConcurrentQueue<Activity> All { get; } = new();

        public override void OnEnd(Activity data) => All.Enqueue(data);
    }
}

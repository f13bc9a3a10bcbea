using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace Batumi.Workflows.Web.Hosting;

/// <summary>
/// Logs on the console, one line an event; <c>Logging:Format=json</c> makes them compact JSON for a collector. Requests are logged by masked path,
/// never with query or body. Levels can be changed in the section <c>Serilog:MinimumLevel</c>.
/// </summary>
internal static class Logs
{
    private const string Line = "{Timestamp:HH:mm:ss} {Level:u3} {CorrelationId,9} {Message:lj}{NewLine}{Exception}";

    public static void AddLogs(this WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        var isJson = string.Equals(builder.Configuration["Logging:Format"], "json", StringComparison.OrdinalIgnoreCase);

        // The static logger stays alone: several sites live in one test process.
        builder.Services.AddSerilog(preserveStaticLogger: true, configureLogger: (services, logs) =>
        {
            logs.MinimumLevel.Information()
                .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
                .MinimumLevel.Override("Microsoft.Hosting.Lifetime", LogEventLevel.Information)
                .MinimumLevel.Override("System", LogEventLevel.Warning)
                .MinimumLevel.Override("Quartz", LogEventLevel.Warning)
                .ReadFrom.Configuration(builder.Configuration)
                .ReadFrom.Services(services)
                .Enrich.FromLogContext()
                .Enrich.With<MaskedPaths>();
            if (isJson) logs.WriteTo.Console(new RenderedCompactJsonFormatter());
            else logs.WriteTo.Console(outputTemplate: Line, formatProvider: CultureInfo.InvariantCulture);
        });
    }

    public static void UseRequestLog(this WebApplication app) => app.UseSerilogRequestLogging(options =>
    {
        options.Logger = app.Services.GetRequiredService<Serilog.ILogger>();
        options.IncludeQueryInRequestPath = false;
        options.MessageTemplate = "{RequestMethod} {RequestPath} {StatusCode} in {Elapsed:0} ms";
        options.GetMessageTemplateProperties = (context, path, elapsed, status) =>
        [
            new("RequestMethod", new ScalarValue(context.Request.Method)),
            new("RequestPath", new ScalarValue(LoggedPath.Of(path))),
            new("StatusCode", new ScalarValue(status)),
            new("Elapsed", new ScalarValue(elapsed)),
        ];
        options.GetLevel = (context, _, error) =>
            error is not null || context.Response.StatusCode >= 500 ? LogEventLevel.Error
            : context.Request.Path.StartsWithSegments("/health") ? LogEventLevel.Debug
            : LogEventLevel.Information;
    });

    // ASP.NET Core puts the path of the request beside every line that is logged during it.
    private sealed class MaskedPaths : ILogEventEnricher
    {
        public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
        {
            if (logEvent.Properties.GetValueOrDefault("RequestPath") is ScalarValue { Value: string path })
                logEvent.AddOrUpdateProperty(propertyFactory.CreateProperty("RequestPath", LoggedPath.Of(path)));
        }
    }
}

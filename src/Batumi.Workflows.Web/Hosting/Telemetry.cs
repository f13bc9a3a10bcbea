using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Batumi.Workflows.Web.Hosting;

/// <summary>
/// Traces and metrics in the open format. They leave the machine only when an endpoint is set: <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, the variable of
/// the standard, from the environment or the settings.
/// </summary>
internal static class Telemetry
{
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("batumi-workflows"))
            .WithTracing(traces => traces
                .AddAspNetCoreInstrumentation(options =>
                {
                    options.Filter = context => !context.Request.Path.StartsWithSegments("/health");
                    options.EnrichWithHttpRequest = (activity, request) => Mask(activity, request.Path);
                    options.EnrichWithHttpResponse = (activity, response) => Mask(activity, response.HttpContext.Request.Path);
                }))
            .WithMetrics(metrics => metrics.AddAspNetCoreInstrumentation().AddRuntimeInstrumentation());

        if (!string.IsNullOrEmpty(builder.Configuration[Endpoint]))
            telemetry.UseOtlpExporter();
    }

    private static void Mask(Activity activity, string path)
    {
        activity.SetTag("url.path", LoggedPath.Of(path));
        activity.SetTag("url.query", null);
    }
}

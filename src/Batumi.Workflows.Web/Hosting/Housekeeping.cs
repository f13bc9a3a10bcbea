namespace Batumi.Workflows.Web.Hosting;

/// <summary>What every site needs whatever it serves: logs that can be quoted and hold no personal data, telemetry, health, safe headers.</summary>
public static class Housekeeping
{
    public static WebApplicationBuilder AddHousekeeping(this WebApplicationBuilder builder)
    {
        // Outside Development the static files of a plain build would be answered empty to browsers that accept compression; a published site is not touched.
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(server => server.AddServerHeader = false);

        builder.AddLogs();
        builder.AddTelemetry();
        builder.Services.AddHealthChecks();
        return builder;
    }

    /// <summary>Call it first: what comes before it has no correlation id and no safe headers.</summary>
    public static WebApplication UseHousekeeping(this WebApplication app)
    {
        app.UseMiddleware<CorrelationId>();
        app.UseMiddleware<SafeHeaders>();
        app.UseRequestLog();
        app.MapHealth();
        return app;
    }
}

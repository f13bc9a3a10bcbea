using System.Diagnostics;
using System.Security.Cryptography;
using Serilog.Context;

namespace Batumi.Workflows.Web.Hosting;

/// <summary>
/// A short id for each request, such as <c>7KQM-4RTD</c>: in the answer's header, in every log line and on error pages, so that a person can quote
/// it over the telephone. It is always our own; what the caller sends is not trusted.
/// </summary>
internal sealed class CorrelationId(RequestDelegate next)
{
    public const string Header = "X-Correlation-Id";
    public const string Item = "CorrelationId";

    private const string Letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";      // Crockford's: nothing that is heard or read as something else

    public async Task InvokeAsync(HttpContext context)
    {
        var id = RandomNumberGenerator.GetString(Letters, 4) + "-" + RandomNumberGenerator.GetString(Letters, 4);
        context.Items[Item] = id;
        context.Response.OnStarting(() =>
        {
            context.Response.Headers[Header] = id;                           // here, because the error handler clears the headers
            return Task.CompletedTask;
        });
        Activity.Current?.SetTag("correlation.id", id);

        using (LogContext.PushProperty(Item, id))
            await next(context);
    }
}

/// <summary>The request's quotable id, for error pages.</summary>
public static class CorrelationIdOfRequest
{
    public static string CorrelationId(this HttpContext context) => context.Items[Hosting.CorrelationId.Item] as string ?? "";
}

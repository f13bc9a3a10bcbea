using Batumi.Workflows.Web.Api.Elsa;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Net.Http.Headers;

namespace Batumi.Workflows.Web.Hosting;

/// <summary>What is posted here comes from forms of ours, in UTF-8, or is JSON for the API. Anything else is refused before somebody stumbles over it.</summary>
internal static class ReadableForms
{
    private const int LongestBoundary = 100;

    public static IApplicationBuilder UseReadableForms(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (IsReadable(http.Request.ContentType) || IsForMachines(http.Request) || http.Features.Get<IStatusCodeReExecuteFeature>() is not null) return next(http);

        http.Request.ContentType = null;        // nor does the page of errors try
        if (!HttpMethods.IsPost(http.Request.Method)) return next(http);

        http.Response.StatusCode = StatusCodes.Status400BadRequest;
        return Task.CompletedTask;
    });

    private static bool IsForMachines(HttpRequest request) =>
        request.Path.StartsWithSegments(ElsaApi.Base) && MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Value?.ToLowerInvariant() == "application/json";

    private static bool IsReadable(string? contentType)
    {
        if (string.IsNullOrEmpty(contentType)) return true;
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type)) return false;
        if (HeaderUtilities.RemoveQuotes(type.Charset).Value?.ToLowerInvariant() is not (null or "utf-8" or "us-ascii")) return false;
        return type.MediaType.Value?.ToLowerInvariant() switch
        {
            "application/x-www-form-urlencoded" => true,
            "multipart/form-data" => HeaderUtilities.RemoveQuotes(type.Boundary).Length is > 0 and <= LongestBoundary,
            _ => false,
        };
    }
}

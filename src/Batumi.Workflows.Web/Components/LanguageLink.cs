using Batumi.Workflows.Application.Primitives;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Extensions;

namespace Batumi.Workflows.Web.Components;

/// <summary>The address of the same page in another language.</summary>
public static class LanguageLink
{
    public static string To(HttpRequest request, string language)
    {
        var others = request.Query.Where(q => q.Key != ReaderLanguage.Parameter && !q.Key.Equals("handler", StringComparison.OrdinalIgnoreCase))
            .SelectMany(q => q.Value, (q, value) => KeyValuePair.Create(q.Key, value ?? ""));
        // On a page of errors: the page that was asked for.
        var failed = request.HttpContext.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalPath ?? request.HttpContext.Features.Get<IExceptionHandlerPathFeature>()?.Path;
        return request.PathBase + (failed is null ? request.Path : new PathString(failed)) + new QueryBuilder(others) { { ReaderLanguage.Parameter, language } }.ToQueryString();
    }

    /// <summary>The language's own name for itself.</summary>
    public static string Name(string language) => language == Languages.English ? "English" : "ქართული";
}

using Batumi.Workflows.Application.Primitives;
using Microsoft.AspNetCore.Http.Extensions;

namespace Batumi.Workflows.Web.Components;

/// <summary>The address of the same page in another language.</summary>
public static class LanguageLink
{
    public static string To(HttpRequest request, string language)
    {
        var others = request.Query.Where(q => q.Key != ReaderLanguage.Parameter && !q.Key.Equals("handler", StringComparison.OrdinalIgnoreCase))
            .SelectMany(q => q.Value, (q, value) => KeyValuePair.Create(q.Key, value ?? ""));
        return request.PathBase + request.Path + new QueryBuilder(others) { { ReaderLanguage.Parameter, language } }.ToQueryString();
    }

    /// <summary>The language's own name for itself.</summary>
    public static string Name(string language) => language == Languages.English ? "English" : "ქართული";
}

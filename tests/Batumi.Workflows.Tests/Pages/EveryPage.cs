using System.Globalization;
using Batumi.Workflows.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace Batumi.Workflows.Tests.Pages;

/// <summary>One address of one page of the running site; found in its routes, so that a new page is asked without being listed.</summary>
/// <param name="File">Such as <c>/Officer/Cases/Index</c>.</param>
internal sealed record EveryPage(string File, RoutePattern Route, IReadOnlyList<object> Metadata, IReadOnlyList<string> PostHandlers)
{
    /// <summary>Asks for one thing of many: a case, a service, a person.</summary>
    public bool HasId => Route.Parameters.Any(p => !p.IsOptional) && !File.StartsWith("/Public/Error/", StringComparison.Ordinal);

    public bool IsFor(string audience) => File.StartsWith($"/{audience}/", StringComparison.Ordinal);

    public bool SaysWhoMayOpenIt => Metadata.Any(m => m is IAuthorizeData or IAllowAnonymous);

    /// <summary>The address of something that is not there.</summary>
    public string Address => Filled("none-such");

    public override string ToString() => $"{File} ({Route.RawText})";

    /// <summary>The address with this text wherever it takes a text.</summary>
    public string Filled(string text) => "/" + string.Join('/', Route.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart parameter when parameter.ParameterPolicies.Any(p => p.Content == "guid") => "0198f3a0-0000-7000-8000-000000000000",
        RoutePatternParameterPart parameter when parameter.ParameterPolicies.Any(p => p.Content == "int") => 404.ToString(CultureInfo.InvariantCulture),
        RoutePatternParameterPart { IsOptional: true } => "",
        _ => Uri.EscapeDataString(text),
    })))).TrimEnd('/');

    public static async Task<IReadOnlyList<EveryPage>> OfAsync(Site site)
    {
        var pages = new List<EveryPage>();
        var loader = site.Services.GetRequiredService<PageLoader>();
        foreach (var endpoint in site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not { } page) continue;
            var posts = (await loader.LoadAsync(page, endpoint.Metadata)).HandlerMethods.Where(h => h.HttpMethod == "Post").Select(h => h.Name ?? "").ToList();
            pages.Add(new(page.ViewEnginePath, endpoint.RoutePattern, endpoint.Metadata, posts));
        }

        Assert.NotEmpty(pages);
        return pages;
    }
}

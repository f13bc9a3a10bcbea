using System.Net;
using Batumi.Workflows.Tests.Support;
using Batumi.Workflows.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace Batumi.Workflows.Tests.Architecture;

/// <summary>Walks every endpoint of the site and asks: who may open this?</summary>
public sealed class AccessTests : IAsyncLifetime
{
    // Folders of pages that anybody may open. Every other page asks who is there.
    private static readonly string[] open = ["/Public/", "/Citizen/", "/Account/", "/Demo/"];

    private readonly Site site = new();
    private readonly Site demo = new(demo: true);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await site.DisposeAsync();
        await demo.DisposeAsync();
    }

    [Fact]
    public void Every_endpoint_says_who_may_open_it()
    {
        var endpoints = Endpoints(site);

        Assert.NotEmpty(endpoints);
        Broken.None(endpoints.Where(e => !e.IsOpen && e.Policies.Count == 0).Select(e => $"{e.Name} has no policy"));
    }

    [Fact]
    public void Only_pages_for_everybody_are_open_to_everybody() => Broken.None(
        from endpoint in Endpoints(site)
        where endpoint.IsOpen && endpoint.Page is { } page && !open.Any(folder => page.StartsWith(folder, StringComparison.Ordinal))
        select $"{endpoint.Name} is open to everybody");

    [Fact]
    public async Task Who_has_not_signed_in_sees_no_page_that_asks_who_is_there()
    {
        var client = site.CreateClient(new() { AllowAutoRedirect = false, BaseAddress = new("https://city.test") });
        var broken = new List<string>();
        foreach (var endpoint in Endpoints(site).Where(e => !e.IsOpen))
        {
            var answer = await client.GetAsync(Sample(endpoint.Pattern));
            var isSentToSignIn = answer.StatusCode == HttpStatusCode.Redirect && answer.Headers.Location?.OriginalString.Contains("sign-in", StringComparison.Ordinal) == true;
            if (!isSentToSignIn && answer.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.MethodNotAllowed))
                broken.Add($"{endpoint.Name} answers {(int)answer.StatusCode}");
        }

        Broken.None(broken);
    }

    [Fact]
    public void No_secret_in_an_address_is_logged() => Broken.None(
        from endpoint in Endpoints(site)
        from secret in endpoint.Pattern.Parameters.Where(p => p.Name.Contains("secret", StringComparison.OrdinalIgnoreCase) || p.Name.Contains("token", StringComparison.OrdinalIgnoreCase))
        where LoggedPath.Of(Sample(endpoint.Pattern)).Contains(Value(secret), StringComparison.Ordinal)
        select $"{endpoint.Name} is logged as {LoggedPath.Of(Sample(endpoint.Pattern))}");

    [Fact]
    public async Task Nothing_of_the_demo_exists_outside_it()
    {
        var outside = Endpoints(site);
        var client = site.CreateClient(new() { AllowAutoRedirect = false, BaseAddress = new("https://city.test") });

        foreach (var endpoint in Endpoints(demo).Where(e => e.Page?.StartsWith("/Demo/", StringComparison.Ordinal) == true))
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(Sample(endpoint.Pattern))).StatusCode);
        Assert.DoesNotContain(outside, e => e.IsOpen && e.Name.Contains("demo", StringComparison.OrdinalIgnoreCase) && e.Page is null);
    }

    private static IReadOnlyList<Place> Endpoints(Site site) =>
    [
        .. from endpoint in site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
           where endpoint.RoutePattern.RawText != "{**path:file}"           // files that came after the build, at development time
           let isOpen = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
           let policies = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(asked => asked.Policy ?? "signed in")
           select new Place(endpoint.RoutePattern, endpoint.Metadata.GetMetadata<PageActionDescriptor>()?.ViewEnginePath, isOpen, [.. policies]),
    ];

    private static string Sample(RoutePattern pattern) => "/" + string.Join('/', pattern.PathSegments.Select(segment =>
        string.Concat(segment.Parts.Select(part => part is RoutePatternParameterPart parameter ? Value(parameter) : (part as RoutePatternLiteralPart)?.Content))));

    private static string Value(RoutePatternParameterPart parameter) =>
        parameter.ParameterPolicies.Any(policy => policy.Content == "guid") ? "0198c0de-0000-7000-8000-000000000001"
        : parameter.ParameterPolicies.Any(policy => policy.Content is "int" or "long") ? "7" : "valueof" + parameter.Name;

    private sealed record Place(RoutePattern Pattern, string? Page, bool IsOpen, IReadOnlyList<string> Policies)
    {
        public string Name => $"/{Pattern.RawText?.TrimStart('/')} ({Page})";
    }
}

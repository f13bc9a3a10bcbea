using System.Net;
using Batumi.Workflows.Tests.Support;

namespace Batumi.Workflows.Tests.Hosting;

/// <summary>The files of Elsa Studio as the browser gets them.</summary>
public sealed class StudioFileTests(SharedSite shared) : IClassFixture<SharedSite>
{
    private readonly HttpClient client = shared.Site.Visitor().Client;

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    [InlineData(null)]
    public async Task A_file_is_sent_as_small_as_the_browser_reads_it(string? encoding)
    {
        using var answer = await GetAsync("/studio/_framework/blazor.webassembly.js", encoding);
        Assert.Equal((HttpStatusCode.OK, "text/javascript"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal(encoding is null ? [] : [encoding], answer.Content.Headers.ContentEncoding);
        Assert.True(answer.Headers.CacheControl!.NoCache);
        using var again = new HttpRequestMessage(HttpMethod.Get, "/studio/_framework/blazor.webassembly.js");
        again.Headers.TryAddWithoutValidation("Accept-Encoding", encoding ?? "identity");
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        using var unchanged = await client.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Fact]
    public async Task A_name_with_a_fingerprint_is_kept_for_a_year()
    {
        var name = Path.GetFileName(Directory.GetFiles(Path.Combine(Repository.Root, "src/Batumi.Workflows.Web/node_modules/@elsa-workflows/elsa-studio-wasm/_framework"), "BlazorMonaco.*.wasm").Single());
        using var answer = await GetAsync($"/studio/_framework/{name}", "br");
        Assert.Equal("application/wasm", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal((TimeSpan.FromDays(365), true), (answer.Headers.CacheControl!.MaxAge, answer.Headers.CacheControl.Extensions.Any(e => e.Name == "immutable")));
    }

    [Theory]
    [InlineData("/studio/_framework/nothing.js")]
    [InlineData("/studio/_framework/..%2fpackage.json")]
    [InlineData("/studio/_content/..%2f..%2f..%2f..%2fpackage.json")]
    [InlineData("/studio/package.json")]
    [InlineData("/studio/index.html")]
    [InlineData("/studio/_framework")]
    public async Task What_is_no_file_of_the_studio_is_not_sent(string address)
    {
        using var answer = await GetAsync(address, null);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private async Task<HttpResponseMessage> GetAsync(string address, string? encoding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", encoding ?? "identity");
        return await client.SendAsync(request);
    }
}

using System.Net;
using System.Net.Http.Headers;
using Batumi.Workflows.Tests.Support;

namespace Batumi.Workflows.Tests.Pages.Citizen.Request;

/// <summary>More than anybody should send, over a real connection to the real server: limits of the server count here.</summary>
public sealed class LargePostTests : IAsyncLifetime
{
    private const long Megabyte = 1024 * 1024;

    private readonly Site site = new();
    private readonly HttpClient client = new(new HttpClientHandler { CookieContainer = new() });

    public Task InitializeAsync()
    {
        site.UseKestrel(0);
        site.StartServer();
        client.BaseAddress = site.ClientOptions.BaseAddress;
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        client.Dispose();
        await site.DisposeAsync();
    }

    [Theory]
    [InlineData("ka", "large.jpg: ფაილი 10 მბ-ზე დიდია.")]
    [InlineData("en", "large.jpg: The file is larger than 10 MB.")]
    public async Task A_hundred_megabytes_get_a_sentence_on_the_page_and_every_answer_is_kept(string language, string sentence)
    {
        var visitor = await new Visitor(client, language).OpenAsync(Report.Start);
        await visitor.SubmitAsync(new { category = "pothole", description = Report.Description });
        await visitor.OpenAsync(Report.Question("pictures"));

        using var form = new MultipartFormDataContent
        {
            { new StringContent(visitor.Page.QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")!), "__RequestVerificationToken" },
            { new Zeros(100 * Megabyte), "pictures", "large.jpg" },
        };
        using var post = new HttpRequestMessage(HttpMethod.Post, Report.Question("pictures")) { Content = form };
        await visitor.SendAsync(post);

        Assert.Equal(HttpStatusCode.OK, visitor.Status);
        Assert.StartsWith(sentence, Assert.Single(visitor.Problems()), StringComparison.Ordinal);
        await visitor.OpenAsync(Report.Start);
        Assert.Equal(Report.Description, visitor.Typed("description"));
    }

    /// <summary>So many bytes, made as they are sent; they begin as a picture does.</summary>
    private sealed class Zeros : HttpContent
    {
        private readonly long length;

        public Zeros(long length)
        {
            this.length = length;
            Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var block = new byte[Megabyte];
            Report.Jpeg.CopyTo(block, 0);
            for (long sent = 0; sent < length; sent += block.Length) await stream.WriteAsync(block);
        }

        protected override bool TryComputeLength(out long computed)
        {
            computed = length;
            return true;
        }
    }
}

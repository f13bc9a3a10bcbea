using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Tests.Architecture;
using Batumi.Workflows.Tests.Support;
using Batumi.Workflows.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Serilog.Core;
using Serilog.Events;

namespace Batumi.Workflows.Tests.Hosting;

public sealed class LogTests
{
    [Fact]
    public async Task The_secret_of_a_followed_request_and_what_people_type_are_in_no_log_line_and_no_trace()
    {
        await using var site = await SmallSite.StartAsync();

        await site.Client.GetAsync("/follow/BT-2027-000123/s3cretc0de?phone=555123456");

        // The page's line and the request's.
        await site.UntilAsync(s => s.Traces.Any(IsOurs) && s.Lines.Count(line => line.Contains("/follow/BT-2027-000123/***", StringComparison.Ordinal)) == 2);
        var trace = Assert.Single(site.Traces, IsOurs);
        foreach (var said in site.Lines.Concat(trace.TagObjects.Select(tag => $"{tag.Key}={tag.Value}")).Append(trace.DisplayName))
        {
            Assert.DoesNotContain("s3cretc0de", said, StringComparison.Ordinal);
            Assert.DoesNotContain("555123456", said, StringComparison.Ordinal);
        }

        static bool IsOurs(Activity trace) => trace.GetTagItem("url.path") is "/follow/BT-2027-000123/***";
    }

    [Fact]
    public async Task Every_line_of_a_request_and_its_answer_carry_one_quotable_id()
    {
        await using var site = await SmallSite.StartAsync();

        var first = await site.Client.GetAsync("/follow/1/secret");
        var second = await site.Client.GetAsync("/follow/1/secret");

        var id = Assert.Single(first.Headers.GetValues("X-Correlation-Id"));
        Assert.Matches("^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$", id);
        Assert.NotEqual(id, Assert.Single(second.Headers.GetValues("X-Correlation-Id")));
        await site.UntilAsync(s => s.Lines.Count(line => IdOf(line) == id) == 2);
    }

    [Fact]
    public async Task An_id_that_the_caller_makes_up_is_not_used()
    {
        await using var site = await SmallSite.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/follow/1/secret");
        request.Headers.Add("X-Correlation-Id", "made-up");

        var answer = await site.Client.SendAsync(request);

        Assert.NotEqual("made-up", Assert.Single(answer.Headers.GetValues("X-Correlation-Id")));
    }

    [Fact]
    public async Task An_error_is_logged_and_its_page_shows_the_id_to_quote()
    {
        await using var site = await SmallSite.StartAsync();

        var answer = await site.Client.GetAsync("/fails");

        var id = Assert.Single(answer.Headers.GetValues("X-Correlation-Id"));
        Assert.Equal($"quote {id}", await answer.Content.ReadAsStringAsync());
        Assert.Contains(site.Lines, line => line.Contains("broken on purpose", StringComparison.Ordinal) && line.Contains(id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pages_that_must_not_be_kept_cause_no_warning()
    {
        var warnings = new Warnings();
        await using var site = new Site(with: services => services.AddSingleton<ILogEventSink>(warnings));
        var sent = await Report.FileAsync(site.Visitor());
        await (await site.SignedInAsync()).OpenAsync(sent.Address);
        var admin = await site.SignedInAsync("en", posts: new Post(Roles.Administrator, "ADM"));
        await admin.OpenAsync("/admin/people/new");
        await admin.SubmitAsync(new { Name = "Tamar Tester", Email = "tamar@city.test" });
        await admin.FollowAsync("Open this");
        await admin.SubmitAsync(form: "form[action*='handler=Renew']");

        Assert.NotNull(admin.Page.QuerySelector(".city-one-time"));
        Broken.None(warnings.All);
    }

    [Theory]
    [InlineData("/follow/BT-1/abc", "/follow/BT-1/***")]
    [InlineData("/en/follow/BT-1/abc/answers", "/en/follow/BT-1/***/answers")]
    [InlineData("/FOLLOW/BT-1/abc/", "/FOLLOW/BT-1/***/")]
    [InlineData("/follow/BT-1", "/follow/BT-1")]
    [InlineData("/follow", "/follow")]
    [InlineData("/officer/requests/BT-1/decide", "/officer/requests/BT-1/decide")]
    [InlineData("/services/a\r\n12:00 INF everything is well", "/services/a??12:00 INF everything is well")]
    [InlineData("/", "/")]
    [InlineData("", "")]
    public void A_path_is_logged_without_its_secret(string path, string logged) => Assert.Equal(logged, LoggedPath.Of(path));

    private sealed class Warnings : ILogEventSink
    {
        public ConcurrentQueue<string> All { get; } = new();

        public void Emit(LogEvent logEvent)
        {
            if (logEvent.Level >= LogEventLevel.Warning && logEvent.Properties["SourceContext"].ToString().Contains("Antiforgery", StringComparison.Ordinal)) All.Enqueue(logEvent.RenderMessage(CultureInfo.InvariantCulture));
        }
    }

    private static string? IdOf(string line) => JsonDocument.Parse(line).RootElement.TryGetProperty("CorrelationId", out var id) ? id.GetString() : null;
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Batumi.Workflows.Tests.Pages;

/// <summary>Requests that no browser would send, to every address, by strangers, citizens and staff with valid tokens: everything is refused, nothing breaks.</summary>
public sealed partial class MalformedTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly string[] methods = ["GET", "GET", "GET", "POST", "POST", "POST", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY", "x"];

    private static readonly string[] contentTypes =
    [
        "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=utf-8", "application/x-www-form-urlencoded; charset=utf-7", "application/json", "text/plain",
        "multipart/form-data; boundary=b", "multipart/form-data", "multipart/form-data; boundary=" , "multipart/form-data; boundary=\"\"", "", ";", "application/x-www-form-urlencoded;;",
    ];

    private static readonly string[] odd =
    [
        "", " ", "0", "-1", "1e309", "99999999999999999999", "NaN", "null", "true", "[]", "{}", "'", "\"", "<script>alert(1)</script>", "{{7*7}}", "{% raw %}", "${7*7}", "../../etc/passwd",
        "..\\..\\", "\0", "\u0001\u001f", "\r\nSet-Cookie: a=b", "\ud800", "\udfff\ud800", "\u202e\u200b\ufeff", "ქართული", "\U0001F469\u200D\U0001F467", "%00", "%ff%fe", "a=b&c=d", "'; DROP TABLE cases;--",
        "2026-13-45", "0198f3a0-0000-7000-8000-000000000000", "not-a-guid", "street-fault", "SF-2026-00000000", "/", "//evil.test", "javascript:alert(1)", "a@b", "+995", "=1+1", "|", new string('a', 5_000),
        new string('ა', 3_000), string.Concat(Enumerable.Repeat("[", 2_000)), string.Concat(Enumerable.Repeat("{\"a\":", 500)),
    ];

    private readonly Site site = new(settings: new Dictionary<string, string> { ["Limits:DraftsPerHour"] = "100000", ["Limits:UploadsPerHour"] = "100000", ["Limits:SignInsPerMinute"] = "100000" });
    private readonly List<(RoutePattern Route, string[] Names, string[] Handlers)> targets = [];
    private readonly List<(string Cookie, string Token)> people = [];
    private List<string> values = [];

    [Fact]
    public async Task Nothing_that_is_sent_breaks_the_site()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var count = Full.Count(20_000, 1_000_000, "malformed requests", output);
        var server = site.Server;
        var broken = new List<string>();
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (number, ct) =>
        {
            var said = "";
            var answer = await server.SendAsync(http => said = Make(http, new Random(unchecked(seed + (number * 7919)))), ct);
            if (answer.Response.StatusCode < 500) return;
            lock (broken) broken.Add($"request {number} of seed {seed}: {answer.Response.StatusCode} for {said}");
        });

        Assert.True(broken.Count == 0, string.Join('\n', broken.Take(20)));
    }

    public async Task InitializeAsync()
    {
        var report = await Report.FileAsync(site.Visitor());
        values = [.. odd, report.Number, report.Address.Split('/')[^1]];
        var all = Roles.All.Select(role => new Post(role, role == Roles.Administrator ? "ADM" : "MSA")).ToArray();
        foreach (var visitor in new[] { site.Visitor(), await site.SignedInAsync(), await site.SignedInAsync(posts: all), await site.SignedInAsync("en", posts: all[0]) }) people.Add(await LettersOfAsync(visitor));

        var loader = site.Services.GetRequiredService<PageLoader>();
        foreach (var endpoint in site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var page = endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } found ? await loader.LoadAsync(found, endpoint.Metadata) : null;
            if (page?.ViewEnginePath.StartsWith("/Public/Error/", StringComparison.Ordinal) == true) continue;       // the page of errors says 500 when it is asked for it
            if (endpoint.RoutePattern.RawText!.StartsWith("assets/", StringComparison.Ordinal)) continue;            // files, hundreds of them
            targets.Add((endpoint.RoutePattern,
                [.. page?.BoundProperties.Select(p => p.BindingInfo?.BinderModelName ?? p.Name) ?? [], .. page?.HandlerMethods.SelectMany(h => h.Parameters.Select(p => p.Name)) ?? [], "description", "category", "place.lat", "files"],
                [.. page?.HandlerMethods.Select(h => h.Name ?? "") ?? [], "None"]));
        }
    }

    public Task DisposeAsync() => site.DisposeAsync().AsTask();

    // The cookies and the token that a form of theirs would send.
    private static async Task<(string Cookie, string Token)> LettersOfAsync(Visitor visitor)
    {
        using var answer = await visitor.Client.GetAsync(new Uri("/account/sign-in", UriKind.Relative));
        var form = await answer.Content.ReadAsStringAsync();
        if (!Token().IsMatch(form)) form = await visitor.Client.GetStringAsync(new Uri("/account/password", UriKind.Relative));
        using var echo = await visitor.Client.GetAsync(new Uri("/", UriKind.Relative));
        return (string.Join("; ", echo.RequestMessage!.Headers.TryGetValues("Cookie", out var cookies) ? cookies : []), Token().Match(form).Groups[1].Value);
    }

    private string Make(HttpContext http, Random random)
    {
        string Any() => values[random.Next(values.Count)];
        bool Often(int percent) => random.Next(100) < percent;

        var (route, names, handlers) = targets[random.Next(targets.Count)];
        var request = http.Request;
        request.Method = methods[random.Next(methods.Length)];
        request.Scheme = "https";
        request.Host = new HostString("city.test");
        http.Connection.RemoteIpAddress = new([10, (byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)]);
        request.Path = new PathString((Often(95) ? Path(route, Any, random) : "/" + Any().TrimStart('/')).Replace("\0", "", StringComparison.Ordinal));      // the server itself refuses that

        var query = Enumerable.Range(0, random.Next(4)).Select(_ => $"{Uri.EscapeDataString(Clean(Often(60) ? names[random.Next(names.Length)] : Any()))}={Escape(Any(), Often(20))}");
        request.QueryString = new QueryString("?" + string.Join('&', Often(40) ? query.Append($"handler={handlers[random.Next(handlers.Length)]}") : query));
        var (cookie, token) = people[random.Next(people.Count)];
        if (Often(90)) request.Headers.Cookie = cookie;
        if (Often(10)) request.Headers.Cookie = $"a={Clean(Any()).Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal)}; .AspNetCore.Cookies=x; draft={Uri.EscapeDataString(Clean(Any()))}";
        if (Often(10)) request.Headers.AcceptLanguage = Clean(Any());
        if (Often(10)) request.Headers.IfNoneMatch = Clean(Any());
        if (request.Method is "GET" or "HEAD" && Often(90)) return $"{request.Method} {request.Path}{request.QueryString}";

        request.ContentType = Often(60) ? contentTypes[0] : contentTypes[random.Next(contentTypes.Length)];
        var fields = Enumerable.Range(0, random.Next(8)).Select(_ => (Name: Often(85) ? names[random.Next(names.Length)] : Clean(Any()), Value: Any())).ToList();
        if (Often(90)) fields.Add(("__RequestVerificationToken", token));
        if (Often(50)) fields.Add(("Intent", Guid.CreateVersion7().ToString("N")));
        var body = request.ContentType.StartsWith("multipart", StringComparison.Ordinal)
            ? string.Concat(fields.Select(f => $"--b\r\nContent-Disposition: form-data; name=\"{f.Name}\"{(Often(30) ? "; filename=\"" + Clean(f.Value) + "\"" : "")}\r\n\r\n{f.Value}\r\n")) + (Often(70) ? "--b--\r\n" : "--b")
            : string.Join('&', fields.Select(f => $"{Uri.EscapeDataString(Clean(f.Name))}={Escape(f.Value, Often(10))}"));
        var bytes = Encoding.UTF8.GetBytes(body);
        if (Often(10)) random.NextBytes(bytes);
        request.Body = new MemoryStream(bytes);
        request.ContentLength = Often(90) ? bytes.Length : null;
        return $"{request.Method} {request.Path}{request.QueryString} {request.ContentType} {body[..Math.Min(body.Length, 600)]}";
    }

    private static string Path(RoutePattern route, Func<string> any, Random random) => "/" + string.Join('/', route.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart parameter when parameter.ParameterPolicies.Any(p => p.Content == "int") => random.Next().ToString(CultureInfo.InvariantCulture),
        _ => any(),
    }))));

    private static string Escape(string text, bool raw) => raw ? Clean(text).Replace(' ', '+').Replace("#", "", StringComparison.Ordinal) : Uri.EscapeDataString(Clean(text));

    // Half a sign cannot be written as UTF-8 at all; its escaped form can.
    private static string Clean(string text) => text.Any(char.IsSurrogate) ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) : text;

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}

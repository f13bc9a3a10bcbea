using System.Net;
using System.Text;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Tests.Architecture;
using Batumi.Workflows.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Batumi.Workflows.Tests.Api.Elsa;

/// <summary>Who may use the API, every address of it: machines with a key, administrators with their session and its token, nobody else; and nobody moves a citizen's case by it.</summary>
public sealed class ElsaAccessTests(ElsaSite elsa) : IClassFixture<ElsaSite>
{
    private readonly Site site = elsa.Site;

    private IEnumerable<(string Method, string Address)> Endpoints => site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(e => e.RoutePattern.RawText!.StartsWith("/elsa/api/", StringComparison.Ordinal) && !e.RoutePattern.RawText.Contains("**", StringComparison.Ordinal))
        .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => (method, string.Join('/', e.RoutePattern.RawText!.Split('/').Select(part => part.StartsWith('{') ? "1" : part)))));

    [Fact]
    public async Task Without_a_key_or_an_administrators_session_every_address_answers_401_and_no_page()
    {
        var callers = new List<(string Name, HttpClient Client)>
        {
            ("nobody", site.Visitor().Client), ("a citizen", (await site.SignedInAsync()).Client), ("a head of unit", (await site.SignedInAsync(posts: new Post(Roles.UnitHead, "MSA"))).Client),
        };
        foreach (var key in new[] { "ApiKey wrong", "ApiKey ", $"Bearer {ElsaSite.Key}", ElsaSite.Key })
        {
            var client = site.Visitor().Client;
            client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", key);
            callers.Add(($"'{key}'", client));
        }

        var broken = new List<string>();
        Assert.True(Endpoints.Count() > 50);
        foreach (var (name, client) in callers)
        {
            foreach (var (method, address) in Endpoints)
            {
                using var answer = await SendAsync(client, method, address);
                if (answer.StatusCode != HttpStatusCode.Unauthorized || (await answer.Content.ReadAsStringAsync()).Length > 0) broken.Add($"{name}: {method} {address} {answer.StatusCode}");
            }
        }

        Broken.None(broken);
    }

    [Fact]
    public async Task With_a_key_no_address_breaks()
    {
        using var machine = elsa.Machine();
        var broken = new List<string>();
        foreach (var (method, address) in Endpoints)
        {
            foreach (var body in new[] { "{}", "", "[]", "{\"model\":1}", "not json", "{\"definitionIds\":[1,null,\"x\"],\"ids\":{},\"filter\":[],\"page\":-1,\"count\":\"x\"}" })
            {
                using var answer = await SendAsync(machine, method, address, body);
                if ((int)answer.StatusCode >= 500 || answer.StatusCode == HttpStatusCode.Unauthorized) broken.Add($"{method} {address} {body}: {answer.StatusCode}");
            }
        }

        Broken.None(broken);
    }

    [Fact]
    public async Task An_administrator_reads_with_the_session_and_changes_only_with_its_token()
    {
        var admin = await site.SignedInAsync("en", posts: new Post(Roles.Administrator, "ADM"));
        using var read = await SendAsync(admin.Client, "GET", "/elsa/api/workflow-definitions");
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        using var forged = await SendAsync(admin.Client, "POST", "/elsa/api/workflow-definitions/no-such/publish", "{}");
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);

        await admin.OpenAsync("/admin/people/new");
        var token = admin.Page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var ours = await SendAsync(admin.Client, "POST", "/elsa/api/workflow-definitions/no-such/publish", "{}", token);
        Assert.Equal(HttpStatusCode.NotFound, ours.StatusCode);
    }

    [Fact]
    public async Task A_citizens_case_is_neither_told_nor_moved_nor_begun()
    {
        var sent = await Report.FileAsync(site.Visitor("en"));
        var c = await site.CaseAsync(sent);
        using var machine = elsa.Machine();
        foreach (var address in new[] { $"workflow-instances/{c.Id:N}", $"workflow-instances/{c.Id:N}/variables", $"workflow-instances/{c.Id:N}/journal", $"activity-executions/list?workflowInstanceId={c.Id:N}" })
        {
            using var answer = await SendAsync(machine, "GET", "/elsa/api/" + address);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.DoesNotContain(Report.Description, text, StringComparison.Ordinal);
            Assert.DoesNotContain(sent.Number, text, StringComparison.Ordinal);
        }

        var task = await site.AskAsync<Application.Data.CityDb, string>(db => Task.FromResult(db.Set<Application.Running.WorkTask>().First(t => t.RunId == c.Id).Id));
        foreach (var (method, address, status) in new[]
        {
            ("POST", $"tasks/{task}/complete", HttpStatusCode.Forbidden), ("POST", $"cancel/workflow-instances/{c.Id:N}", HttpStatusCode.Forbidden), ("DELETE", $"workflow-instances/{c.Id:N}", HttpStatusCode.Forbidden),
            ("POST", "workflow-definitions/street-fault/retract", HttpStatusCode.BadRequest), ("DELETE", "workflow-definitions/street-fault", HttpStatusCode.BadRequest),
        })
        {
            using var answer = await SendAsync(machine, method, "/elsa/api/" + address, "{}");
            Assert.Equal((address, status), (address, answer.StatusCode));
        }

        using var begun = await SendAsync(machine, "POST", "/elsa/api/workflow-definitions/street-fault/execute", "{}");
        Assert.Equal("True", begun.Headers.GetValues("x-elsa-workflow-cannot-start").Single());
        Assert.Equal(c.StageSinceUtc, (await site.CaseAsync(sent)).StageSinceUtc);
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string method, string address, string body = "{}", string? token = null)
    {
        using var request = new HttpRequestMessage(new(method), address);
        if (method is not ("GET" or "HEAD")) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (token is not null) request.Headers.Add("X-CSRF", token);
        return await client.SendAsync(request);
    }
}

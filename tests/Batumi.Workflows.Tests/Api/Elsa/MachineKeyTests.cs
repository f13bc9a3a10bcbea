using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Identity;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Tests.Architecture;
using Batumi.Workflows.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Batumi.Workflows.Tests.Api.Elsa;

/// <summary>Keys of other systems: made on their page and shown once, each for what it allows, revoked at once.</summary>
public sealed class MachineKeyTests(ElsaSite elsa) : IClassFixture<ElsaSite>
{
    // They ask with a body, and change nothing.
    private static readonly string[] readsByPost =
    [
        "/descriptors/activities/{type}/options/{property}", "/scripting/javascript/type-definitions/{definitionId}", "/workflow-instances", "/workflow-instances/{id}/journal",
        "/activity-executions/report", "/workflow-definitions/{definitionId}/export", "/bulk-actions/export/workflow-definitions", "/bulk-actions/export/workflow-instances",
    ];

    private readonly Site site = elsa.Site;

    [Fact]
    public async Task A_key_opens_what_it_allows_and_nothing_else()
    {
        var endpoints = site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/elsa/api/", StringComparison.Ordinal) && !e.RoutePattern.RawText.Contains("**", StringComparison.Ordinal)).ToList();
        var broken = endpoints.Where(e => !e.Metadata.OfType<MachineScopes>().Any() && e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Any(m => m != "GET"))
            .Select(e => e.RoutePattern.RawText!["/elsa/api".Length..]).Except(readsByPost).Select(a => $"{a}: changes something, and says not which key may").ToList();

        foreach (var scope in new[] { MachineScopes.Read, MachineScopes.Edit, MachineScopes.Run })
        {
            using var machine = Client(await KeyAsync(scope));
            foreach (var endpoint in endpoints)
            {
                var needed = endpoint.Metadata.OfType<MachineScopes>().DefaultIfEmpty(MachineScopes.Read).Last();
                var address = string.Join('/', endpoint.RoutePattern.RawText!.Split('/').Select(part => part.StartsWith('{') ? "1" : part));
                foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods)
                {
                    using var answer = await SendAsync(machine, method, address);
                    var isRefused = answer.StatusCode == HttpStatusCode.Forbidden && (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["code"] == "Elsa.Scope";
                    if (isRefused != (needed != scope)) broken.Add($"{method} {address} with {scope}: {answer.StatusCode}");
                }
            }
        }

        Broken.None(broken);
    }

    [Theory]
    [InlineData("ka", "გასაღების შექმნა", "ჩაწერეთ სისტემის სახელი. ნიშნების უდიდესი რაოდენობა: 100")]
    [InlineData("en", "Make the key", "Enter the system's name, at most 100 characters")]
    public async Task A_key_is_made_on_its_page_shown_once_and_revoked(string language, string make, string missing)
    {
        var admin = await (await site.SignedInAsync(language, posts: new Post(Roles.Administrator, "ADM"))).OpenAsync("/admin/keys");
        await admin.SubmitAsync(new { Name = " ", Allowed = "Run", Last = "2099-12-31" }, button: make);
        Assert.Equal([missing], admin.Problems());
        Assert.Equal("2099-12-31", admin.Typed("Last"));

        var name = $"Accounts <b>{Guid.NewGuid():N}";
        var intent = admin.Page.QuerySelector("input[name=Intent]")!.GetAttribute("value")!;
        await admin.SubmitAsync(new { Name = name, Allowed = "Read" }, button: make);
        var text = admin.Page.QuerySelector(".city-one-time code")!.TextContent;
        Assert.Contains(name, admin.Text, StringComparison.Ordinal);
        var row = await site.AskAsync<CityDb, MachineKey>(db => db.Set<MachineKey>().AsNoTracking().SingleAsync(k => k.Name == name));
        Assert.Equal(MachineScopes.Read, row.Scopes);
        Assert.StartsWith(row.Beginning, text, StringComparison.Ordinal);

        using var machine = Client(text);
        using (var read = await SendAsync(machine, "GET", "/elsa/api/workflow-definitions")) Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        await admin.OpenAsync("/admin/keys");
        Assert.DoesNotContain(text, admin.Page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        await admin.SubmitAsync(new { Intent = intent, Name = name, Allowed = "Read" }, button: make);        // the same press again
        Assert.Single(admin.Problems());
        Assert.Equal(1, await site.AskAsync<CityDb, int>(db => db.Set<MachineKey>().CountAsync(k => k.Name == name)));

        await admin.OpenAsync("/admin/keys");
        await admin.SubmitAsync(form: $"form:has([value='{row.Id}'])");
        using var revoked = await SendAsync(machine, "GET", "/elsa/api/workflow-definitions");
        Assert.Equal(HttpStatusCode.Unauthorized, revoked.StatusCode);
    }

    [Fact]
    public async Task A_key_whose_day_has_passed_opens_nothing_and_one_cannot_be_made_for_a_day_that_has()
    {
        var text = await KeyAsync(MachineScopes.All, site.Time.GetUtcNow().UtcDateTime);
        using var machine = Client(text);
        using var answer = await SendAsync(machine, "GET", "/elsa/api/workflow-definitions");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);

        var admin = await (await site.SignedInAsync("en", posts: new Post(Roles.Administrator, "ADM"))).OpenAsync("/admin/keys");
        await admin.SubmitAsync(new { Name = "Accounts", Allowed = "Read", Last = "2020-01-01" }, button: "Make the key");
        Assert.Equal(["The last day has passed"], admin.Problems());
        await admin.SubmitAsync(new { Name = "Accounts", Last = "tomorrow" }, button: "Make the key");
        Assert.Single(admin.Problems());
        Assert.Equal("tomorrow", admin.Typed("Last"));
    }

    [Fact]
    public async Task A_link_that_begins_a_run_does_nothing_for_an_administrator_who_follows_it()
    {
        var admin = await site.SignedInAsync("en", posts: new Post(Roles.Administrator, "ADM"));
        using var followed = await SendAsync(admin.Client, "GET", "/elsa/api/workflow-definitions/no-such/execute");
        Assert.Equal(HttpStatusCode.BadRequest, followed.StatusCode);
        using var machine = elsa.Machine();
        using var asked = await SendAsync(machine, "GET", "/elsa/api/workflow-definitions/no-such/execute");
        Assert.Equal(HttpStatusCode.NotFound, asked.StatusCode);
    }

    private async Task<string> KeyAsync(MachineScopes scopes, DateTime? until = null)
    {
        var admin = new Actor(ActorKind.Staff, (await site.AccountAsync()).Id, "Admin", [new(Roles.Administrator, "ADM")]);
        var made = await site.AskAsync<Application.People.MachineKeys, Answer<string>>(k => k.MakeAsync(new($"{scopes}", scopes, null, IntentKey.New()), admin, default));
        var beginning = made.Value![..MachineKey.BeginningLength];
        if (until is not null) await site.AskAsync<CityDb, int>(db => db.Set<MachineKey>().Where(k => k.Beginning == beginning).ExecuteUpdateAsync(s => s.SetProperty(k => k.UntilUtc, until)));
        return made.Value!;
    }

    private HttpClient Client(string key)
    {
        var client = site.CreateClient(new() { BaseAddress = new("https://city.test"), AllowAutoRedirect = false });
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"ApiKey {key}");
        return client;
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string method, string address)
    {
        using var request = new HttpRequestMessage(new(method), address);
        if (method is not ("GET" or "HEAD")) request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        return await client.SendAsync(request);
    }
}

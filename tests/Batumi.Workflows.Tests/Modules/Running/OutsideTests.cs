using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Incidents;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Application.Studio;
using Batumi.Workflows.Engine.State;
using Batumi.Workflows.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Batumi.Workflows.Tests.Modules.Running;

/// <summary>Requests to other servers and e-mails with words of their own: wished by a step, carried out after it. The other server is a real one.</summary>
public sealed class OutsideTests : IAsyncLifetime
{
    private readonly List<(string Key, string? Header, string Body)> asked = [];
    private WebApplication server = null!;

    private string Url => server.Urls.First();

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        server = builder.Build();
        server.MapPost("/prices", async (HttpContext http) =>
        {
            using var reader = new StreamReader(http.Request.Body);
            asked.Add((http.Request.Headers["Idempotency-Key"].ToString(), http.Request.Headers["X-Office"], await reader.ReadToEndAsync()));
            return Results.Json(new { price = 12.5 });
        });
        server.MapGet("/away", () => Results.Redirect("/prices"));
        server.MapGet("/missing", () => Results.NotFound("no such thing"));
        server.MapGet("/slow", async (HttpContext http) => await Task.Delay(TimeSpan.FromSeconds(30), http.RequestAborted));
        server.MapGet("/long", () => Results.Text(new string('x', 3_000)));
        await server.StartAsync();
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task The_answer_of_a_listed_server_carries_the_run_on()
    {
        await using var city = await OpenAsync();
        var id = await RunAsync(city, Request("/prices", "POST", """{"office":"MSA"}""", new JsonObject { ["X-Office"] = "MSA", ["Host"] = "elsewhere" }));

        var run = await CompletedAsync(city, id);
        Assert.Equal("12.5", (string?)WorkflowState.FromJson(run.State).Output!["price"]);
        var (key, header, body) = Assert.Single(asked);
        Assert.Equal(("MSA", """{"office":"MSA"}"""), (header, body));
        Assert.StartsWith(id.ToString("N"), key, StringComparison.Ordinal);
        await AssertProvenAsync(city);
    }

    [Theory]
    [InlineData("/missing", "404")]
    [InlineData("/away", "302")]
    [InlineData("/slow", "timeout")]
    [InlineData("/long", "too long")]
    [InlineData("http://127.0.0.1:1/", "ConnectionError")]
    [InlineData("http://elsewhere.test/", "not listed")]
    [InlineData("http://user@HOST/missing", "not listed")]
    public async Task Whatever_another_server_does_the_run_goes_on(string address, string outcome)
    {
        await using var city = await OpenAsync("127.0.0.1:1");
        var id = await RunAsync(city, Request(address.Replace("HOST", new Uri(Url).Authority, StringComparison.Ordinal), "GET", null, []));

        await CompletedAsync(city, id);
        var answer = await city.QueryAsync(db => db.Set<JournalEntry>().AsNoTracking().SingleAsync(e => e.RunId == id && e.Kind == JournalKind.HttpAnswered));
        Assert.Equal(outcome, answer.Outcome);
        Assert.Empty(asked);
        await AssertProvenAsync(city);
    }

    [Fact]
    public async Task A_worker_that_was_killed_before_it_wrote_the_answer_asks_again_with_the_same_key()
    {
        await using var city = await OpenAsync();
        var id = await RunAsync(city, Request("/prices", "POST", "once", []), deliver: false);
        var message = await city.QueryAsync(db => db.Set<RunMessage>().AsNoTracking().SingleAsync(m => m.RunId == id));
        await city.QueryAsync(db => db.Set<RunMessage>().ExecuteUpdateAsync(s => s.SetProperty(m => m.ClaimedBy, Guid.NewGuid()).SetProperty(m => m.ClaimedUntilUtc, city.Time.GetUtcNow().UtcDateTime.AddMinutes(2))));
        using (var client = new HttpClient())
        {
            using var first = new HttpRequestMessage(HttpMethod.Post, Url + "/prices") { Content = new StringContent("once") };
            first.Headers.Add("Idempotency-Key", message.Id);       // what the killed worker had sent
            await client.SendAsync(first);
        }

        var messages = city.Services.GetRequiredService<RunMessages>();
        Assert.Equal(0, await messages.DeliverDueAsync(default));
        city.Time.Advance(TimeSpan.FromMinutes(3));
        var (one, two) = (messages.DeliverDueAsync(default), messages.DeliverDueAsync(default));
        Assert.Equal(1, await one + await two);        // of two workers one

        await CompletedAsync(city, id);
        Assert.Equal([message.Id, message.Id], asked.Select(a => a.Key));
        await AssertProvenAsync(city);
    }

    [Fact]
    public async Task An_email_is_written_in_the_step_one_for_each_receiver_and_without_markup()
    {
        await using var city = await OpenAsync();
        var id = await RunAsync(city, new JsonObject
        {
            ["id"] = "mail", ["type"] = "Elsa.SendEmail", ["version"] = 1, ["from"] = Literal("mayor@elsewhere.test"), ["to"] = Literal("nino@example.test; giorgi@example.test"), ["cc"] = Literal("NINO@example.test"), ["bcc"] = Literal("no address"),
            ["subject"] = Literal("The street\r\nBcc: all@city.test"), ["body"] = Literal("<style>p {}</style><p>The street is <b>open</b> &amp; safe.</p><p>City Hall</p>"),
        });
        await CompletedAsync(city, id);
        await city.PassAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(["nino@example.test", "giorgi@example.test"], city.Mail.Sent.Select(m => m.To));
        Assert.All(city.Mail.Sent, m => Assert.Equal(("The street Bcc: all@city.test", "The street is open & safe.\n\nCity Hall"), (m.Subject, m.Body)));
        Assert.Contains("no address", (await city.QueryAsync(db => db.Set<Application.Incidents.Incident>().AsNoTracking().SingleAsync(i => i.CaseId == id))).Detail, StringComparison.Ordinal);
        await AssertProvenAsync(city);
    }

    private Task<TestCity> OpenAsync(string? also = null)
    {
        var settings = new OutsideSettings([new Uri(Url).Authority, also ?? "never.test"], TimeSpan.FromSeconds(2), 2_000);
        return TestCity.OpenAsync(with: services => services.AddSingleton(new OutsideServers(settings, NullLogger<OutsideServers>.Instance)));
    }

    private static JsonObject Literal(string text) => new() { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = text } };

    private JsonObject Request(string address, string method, string? content, JsonObject headers) => new()
    {
        ["id"] = "ask", ["type"] = "Elsa.SendHttpRequest", ["version"] = 1, ["url"] = Literal(address.StartsWith('/') ? Url + address : address), ["method"] = Literal(method), ["content"] = content is null ? null : Literal(content),
        ["requestHeaders"] = new JsonObject { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = "Object", ["value"] = headers.ToJsonString() } },
        ["parsedContent"] = new JsonObject { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = "v-answer" } },
    };

    // The activity, and then what was answered as output.
    private static async Task<Guid> RunAsync(TestCity city, JsonObject activity, bool deliver = true)
    {
        var model = new JsonObject
        {
            ["definitionId"] = "outside", ["name"] = "Outside", ["outputs"] = new JsonArray(new JsonObject { ["name"] = "price", ["type"] = "String" }),
            ["root"] = new JsonObject
            {
                ["id"] = "root", ["type"] = "Elsa.Sequence", ["version"] = 1, ["variables"] = new JsonArray(new JsonObject { ["id"] = "v-answer", ["name"] = "Answer", ["typeName"] = "Object" }),
                ["activities"] = new JsonArray(activity, new JsonObject
                {
                    ["id"] = "out", ["type"] = "Elsa.SetOutput", ["version"] = 1, ["outputName"] = Literal("price"),
                    ["outputValue"] = new JsonObject { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = "JavaScript", ["value"] = "const a = getVariable('Answer'); a && a.price ? `${a.price}` : 'none'" } },
                }),
            },
        };
        var saved = await city.AskAsync<DefinitionShelf, Answer<SavedDefinition>>(s => s.SaveAsync(model, publish: true, Actor.System, default));
        Assert.Null(saved.Refused);
        if (deliver) return (await city.AskAsync<PlainRuns, Answer<Guid>>(r => r.StartAsync("outside", VersionChoice.Published, null, null, null, Actor.System, default))).Value;
        var id = Guid.NewGuid();
        Assert.False((await city.AskAsync<WorkflowHost, Answer<Step>>(h => h.StartAsync(NewRun.Plain(id, "outside", [], null), new Order(Actor.System, "start"), default))).IsRefused);
        return id;
    }

    private static async Task<Run> CompletedAsync(TestCity city, Guid id)
    {
        var run = await city.QueryAsync(db => db.Set<Run>().AsNoTracking().SingleAsync(r => r.Id == id));
        Assert.Equal(("Finished", "Finished"), (run.Status, run.SubStatus));
        return run;
    }

    private static async Task AssertProvenAsync(TestCity city) => Assert.Empty((await city.AskAsync<Replay, ReplayReport>(r => r.RunAsync(default))).Differences);
}

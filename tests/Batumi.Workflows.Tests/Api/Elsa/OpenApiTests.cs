using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Batumi.Workflows.Tests.Architecture;
using Batumi.Workflows.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Batumi.Workflows.Tests.Api.Elsa;

/// <summary>The description of the API tells every address that there is, and can be read by the usual tools; runs leave as files, and none comes in.</summary>
public sealed class OpenApiTests(ElsaSite elsa) : IClassFixture<ElsaSite>
{
    private readonly Site site = elsa.Site;

    [Fact]
    public async Task Every_address_is_described_with_what_it_does_and_the_key_it_needs()
    {
        using var answer = await site.Visitor().Client.GetAsync("/openapi/elsa.json");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var (document, diagnostic) = OpenApiDocument.Parse(await answer.Content.ReadAsStringAsync(), "json");
        Assert.Empty(diagnostic!.Errors);
        Assert.Equal(["ApiKey"], document!.Components!.SecuritySchemes!.Keys);

        var described = document.Paths.SelectMany(p => p.Value.Operations!.Select(o => (Address: $"{o.Key} {p.Key}", Operation: o.Value))).ToDictionary(o => o.Address, o => o.Operation);
        var there = site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/elsa/api/", StringComparison.Ordinal) && !e.RoutePattern.RawText.Contains("**", StringComparison.Ordinal))
            .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(m => $"{m} {e.RoutePattern.RawText!.Replace(":int", "", StringComparison.Ordinal)}")).ToList();
        Assert.True(there.Count > 60);
        Broken.None(there.Except(described.Keys).Select(a => $"{a}: not described").Concat(described.Keys.Except(there).Select(a => $"{a}: described, and not there"))
            .Concat(described.Where(d => string.IsNullOrWhiteSpace(d.Value.Summary)).Select(d => $"{d.Key}: does what?"))
            .Concat(described.Where(d => d.Value.Security is not [_]).Select(d => $"{d.Key}: no key")));
        Assert.DoesNotContain("Batumi.Workflows.Web", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_leaves_as_a_file_several_as_an_archive_and_none_comes_in()
    {
        using var machine = elsa.Machine();
        var model = new JsonObject
        {
            ["definitionId"] = "leaving", ["name"] = "Leaving", ["isPublished"] = true,
            ["root"] = new JsonObject { ["id"] = "say", ["type"] = "Elsa.WriteLine", ["version"] = 1, ["text"] = new JsonObject { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = "hello" } } },
        };
        using (await PostAsync(machine, "workflow-definitions/import", model)) { }
        var ids = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            using var begun = await PostAsync(machine, "workflow-definitions/leaving/dispatch", []);
            ids.Add((string)JsonNode.Parse(await begun.Content.ReadAsStringAsync())!["workflowInstanceId"]!);
        }

        var file = JsonNode.Parse(await machine.GetStringAsync($"/elsa/api/workflow-instances/{ids[0]}/export"))!;
        Assert.Equal((ids[0], "Finished"), ((string?)file["workflowState"]!["id"], (string?)file["workflowState"]!["subStatus"]));
        Assert.Contains(file["workflowExecutionLog"]!.AsArray(), e => (string?)e!["activityId"] == "say" && (string?)e["eventName"] == "Completed");
        Assert.Contains(file["activityExecutionLog"]!.AsArray(), e => (string?)e!["activityId"] == "say");

        using var both = await PostAsync(machine, "bulk-actions/export/workflow-instances", new JsonObject { ["ids"] = new JsonArray([.. ids.Append("no-such").Select(i => (JsonNode)i)]) });
        await using var archive = new ZipArchive(await both.Content.ReadAsStreamAsync());
        Assert.Equal(ids.Select(i => $"workflow-instance-{i}.json"), archive.Entries.Select(e => e.FullName));

        var sent = await Report.FileAsync(site.Visitor("en"));
        var ofCase = await machine.GetStringAsync($"/elsa/api/workflow-instances/{(await site.CaseAsync(sent)).Id:N}/export");
        Assert.DoesNotContain(Report.Description, ofCase, StringComparison.Ordinal);

        using var none = await PostAsync(machine, "bulk-actions/export/workflow-instances", new JsonObject { ["ids"] = new JsonArray("no-such") });
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        using var refused = await PostAsync(machine, "bulk-actions/import/workflow-instances", file.AsObject());
        Assert.Equal((HttpStatusCode.BadRequest, "Elsa.NoRunImport"), (refused.StatusCode, (string?)JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["code"]));
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string address, JsonObject body) => await client.PostAsync($"/elsa/api/{address}", new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"));
}

using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Batumi.Workflows.Tests.Api.Elsa;

/// <summary>Plays a conformance case over HTTP as a machine with a key does, and writes down what the recorder wrote down. The clock is the site's own and moves when the case waits.</summary>
public sealed class ApiCaseRun(Site site, HttpClient api, JsonObject conformance)
{
    private readonly HashSet<string> definitions = [];
    private readonly Dictionary<string, List<string>> seen = [];
    private readonly JsonObject http = [];
    private readonly JsonArray steps = [];
    private string? main;

    private string Last => (string)conformance["definitions"]!.AsArray()[^1]!["definitionId"]!;

    public async Task<JsonObject> PlayAsync()
    {
        var drafts = (conformance["drafts"] as JsonArray ?? []).Select(d => (int)d!).ToHashSet();
        foreach (var (definition, index) in conformance["definitions"]!.AsArray().Select((d, i) => (d!.AsObject(), i))) await ImportAsync(definition, !drafts.Contains(index));
        var result = new JsonObject();
        if (http["import"] is null && conformance["run"] is JsonObject run)
        {
            var (status, refused, id) = await StartAsync(run);
            main = status == HttpStatusCode.NotFound ? null : id;
            if (status != HttpStatusCode.OK) http["run"] = (int)status;
            if (refused) result["cannotStart"] = true;
        }

        if (http.Count > 0) result["http"] = http.DeepClone();
        await WaitAsync(500);       // as long as the recorder waited before it looked
        result["afterRun"] = await SnapshotAsync();
        foreach (var step in (conformance["steps"] as JsonArray ?? []).Select(s => s!.AsObject()))
        {
            var extra = await StepAsync(step);
            var after = await SnapshotAsync();
            foreach (var (name, value) in extra) after[name] = value?.DeepClone();
            steps.Add((JsonNode)after);
        }

        result["afterEachStep"] = steps;
        await FinishAsync(result);
        return result;
    }

    private async Task FinishAsync(JsonObject result)
    {
        var others = await OthersAsync();
        if (main is not null)
        {
            var instance = (await GetAsync($"/workflow-instances/{main}"))!.AsObject();
            var state = instance["workflowState"]!.AsObject();
            var journal = await JournalAsync(main);
            result["variables"] = new JsonObject((await GetAsync($"/workflow-instances/{main}/variables"))!["items"]!.AsArray().Select(v => KeyValuePair.Create((string)v!["name"]!, v["value"]?.DeepClone())));
            result["output"] = state["output"]!.DeepClone();
            result["incidents"] = state["incidents"]!.DeepClone();
            result["activityEvents"] = new JsonArray([.. journal.Select(e => (JsonNode)new JsonArray((string)e!["activityId"]!, (string)e["eventName"]!))]);
            foreach (var (name, value) in await SnapshotAsync()) result[name] = value?.DeepClone();
            result["instanceName"] = instance["name"]?.DeepClone();
            result["correlationId"] = instance["correlationId"]?.DeepClone();
            result["definitionVersion"] = instance["version"]!.DeepClone();
        }

        var list = new List<JsonObject>();
        foreach (var id in others)
        {
            var instance = (await GetAsync($"/workflow-instances/{id}"))!.AsObject();
            var other = new JsonObject { ["definitionId"] = instance["definitionId"]!.DeepClone(), ["output"] = instance["workflowState"]!["output"]!.DeepClone() };
            foreach (var (name, value) in await SnapshotAsync(id)) other[name] = value?.DeepClone();
            if (instance["correlationId"] is { } correlation) other["correlationId"] = correlation.DeepClone();
            if ((int)instance["version"]! != 1) other["definitionVersion"] = instance["version"]!.DeepClone();
            list.Add(other);
        }

        if (list.Count > 0) result["others"] = new JsonArray([.. list]);
        Mask(result, [.. others, .. main is null ? Array.Empty<string>() : [main]]);
    }

    private async Task<JsonObject> StepAsync(JsonObject step)
    {
        var extra = new JsonObject();
        if (step["complete"] is JsonObject complete) await CompleteAsync(complete, extra);
        else if (step["event"] is JsonObject sent) Note(extra, await PostAsync($"/events/{(string)sent["name"]!}/trigger", new() { ["input"] = sent["payload"]?.DeepClone(), ["correlationId"] = sent["correlationId"]?.DeepClone() }));
        else if (step["waitMs"] is { } wait) await WaitAsync((double)wait);
        else if (step["cancel"] is not null) Note(extra, await PostAsync($"/cancel/workflow-instances/{main}", []));
        else if (step["import"] is JsonObject definition) await ImportAsync(definition, (bool?)step["publish"] ?? true);
        else if (step["retract"] is { } retracted) extra["http"] = (int)(await PostAsync($"/workflow-definitions/{(string)retracted!}/retract", [])).Status;
        else if (step["start"] is JsonObject start)
        {
            var (status, refused, _) = await StartAsync(start);
            (extra["http"], extra["cannotStart"]) = ((int)status, refused);
        }
        else throw new NotSupportedException(step.ToJsonString());
        await WaitAsync(0);
        return extra;
    }

    private async Task CompleteAsync(JsonObject complete, JsonObject extra)
    {
        var name = (string?)complete["task"];
        var index = (int?)complete["index"] ?? 0;
        var body = new JsonObject { ["result"] = complete["result"]?.DeepClone() };
        if ((string?)complete["taskId"] is { } literal) extra["http"] = (int)(await PostAsync($"/tasks/{literal}/complete", body)).Status;
        else if ((bool?)complete["again"] == true) extra["http"] = (int)(await PostAsync($"/tasks/{seen[name!][index]}/complete", body)).Status;
        else if (await FindTaskAsync(complete, name!, index) is not { } task) extra["missingTask"] = name;
        else Note(extra, await PostAsync($"/tasks/{task}/complete", body));
    }

    private async Task<string?> FindTaskAsync(JsonObject complete, string name, int index)
    {
        List<string> ids = main is null ? [] : [main];
        if ((string?)complete["instance"] is { } definition) ids = [.. (await AllAsync()).Where(i => (string)i["definitionId"]! == definition).Select(i => (string)i["id"]!)];
        else if ((bool?)complete["anywhere"] == true) ids.AddRange(await OthersAsync());
        foreach (var id in ids)
        {
            await SnapshotAsync(id);
            var open = Bookmarks(await GetAsync($"/workflow-instances/{id}")).Where(b => (string?)b["payload"]?["taskName"] == name).Select(b => (string)b["payload"]!["taskId"]!).ToList();
            if (open.Count > index) return open[index];
        }

        return null;
    }

    private async Task ImportAsync(JsonObject definition, bool publish)
    {
        var id = (string)definition["definitionId"]!;
        definitions.Add(id);
        var imported = await PostAsync("/workflow-definitions/import", definition.DeepClone().AsObject());
        if (imported.Status != HttpStatusCode.OK)
        {
            http["import"] ??= (int)imported.Status;
            return;
        }

        if (publish && (await PostAsync($"/workflow-definitions/{id}/publish", [])).Status is var status and not HttpStatusCode.OK) http["publish"] ??= (int)status;
    }

    private async Task<(HttpStatusCode Status, bool IsRefused, string? Id)> StartAsync(JsonObject start)
    {
        var body = new JsonObject { ["input"] = start["input"]?.DeepClone(), ["correlationId"] = start["correlationId"]?.DeepClone(), ["versionOptions"] = start["version"]?.ToString() };
        var via = (string?)start["via"] ?? "execute";
        var (status, answer, headers) = await PostAsync($"/workflow-definitions/{(string?)start["definition"] ?? Last}/{via}", body);
        var refused = headers.TryGetValues("x-elsa-workflow-cannot-start", out var said) && said.Single() == "True";
        var id = headers.TryGetValues("x-elsa-workflow-instance-id", out var ids) ? ids.Single() : (string?)answer?["workflowInstanceId"];
        return (status, refused, id);
    }

    private async Task WaitAsync(double milliseconds)
    {
        site.Time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        var messages = site.Services.GetRequiredService<RunMessages>();
        while (await site.Services.GetRequiredService<Timers>().RunDueAsync(default) + await messages.DeliverDueAsync(default) > 0) { }
    }

    private Task<JsonObject> SnapshotAsync() => main is null ? Task.FromResult(new JsonObject()) : SnapshotAsync(main);

    private async Task<JsonObject> SnapshotAsync(string id)
    {
        if (await GetAsync($"/workflow-instances/{id}") is not JsonObject instance) return [];
        var bookmarks = new List<JsonObject>();
        foreach (var bookmark in Bookmarks(instance))
        {
            var shown = new JsonObject { ["activityId"] = bookmark["activityId"]!.DeepClone(), ["type"] = bookmark["name"]!.DeepClone() };
            if ((string?)bookmark["payload"]?["taskName"] is { } task)
            {
                shown["taskName"] = task;
                if (!seen.TryGetValue(task, out var ids)) seen[task] = ids = [];
                if (!ids.Contains((string)bookmark["payload"]!["taskId"]!)) ids.Add((string)bookmark["payload"]!["taskId"]!);
            }

            bookmarks.Add(shown);
        }

        return new()
        {
            ["status"] = instance["status"]!.DeepClone(), ["subStatus"] = instance["subStatus"]!.DeepClone(),
            ["bookmarks"] = new JsonArray([.. bookmarks.OrderBy(b => b.ToJsonString(), StringComparer.Ordinal)]), ["lines"] = await LinesAsync(id),
        };
    }

    private async Task<JsonArray> LinesAsync(string id)
    {
        var executions = (await GetAsync($"/activity-executions/list?workflowInstanceId={id}"))!["items"]!.AsArray().Where(e => (string)e!["activityType"]! == "Elsa.WriteLine")
            .ToDictionary(e => (string)e!["id"]!, e => e!["activityState"]?["Text"]);
        return new([.. (await JournalAsync(id)).Where(e => (string)e!["activityType"]! == "Elsa.WriteLine" && (string)e["eventName"]! == "Completed").Select(e => executions[(string)e!["activityInstanceId"]!]?.DeepClone())]);
    }

    private async Task<JsonArray> JournalAsync(string id) => (await GetAsync($"/workflow-instances/{id}/journal?page=0&pageSize=1000"))!["items"]!.AsArray();

    private async Task<List<JsonObject>> AllAsync()
    {
        var body = new JsonObject { ["definitionIds"] = new JsonArray([.. definitions.Select(d => (JsonNode)d)]), ["pageSize"] = 100, ["orderBy"] = "Created", ["orderDirection"] = "Ascending" };
        return [.. (await PostAsync("/workflow-instances", body)).Body!["items"]!.AsArray().Select(i => i!.AsObject())];
    }

    private async Task<List<string>> OthersAsync() => [.. (await AllAsync()).Select(i => (string)i["id"]!).Where(id => id != main)];

    private static IEnumerable<JsonObject> Bookmarks(JsonNode? instance) => instance!["workflowState"]!["bookmarks"]!.AsArray().Select(b => b!.AsObject());

    private static void Note(JsonObject extra, (HttpStatusCode Status, JsonNode? Body, System.Net.Http.Headers.HttpResponseHeaders Headers) answer)
    {
        if (answer.Status != HttpStatusCode.OK) extra["http"] = (int)answer.Status;
    }

    // Ids of instances are drawn: the recorder wrote a word in their place.
    private static void Mask(JsonNode? node, IReadOnlyList<string> ids)
    {
        switch (node)
        {
            case JsonObject box:
                foreach (var (name, value) in box.ToList())
                {
                    if (value is JsonValue text && text.TryGetValue<string>(out var id) && ids.Contains(id)) box[name] = "<instance-id>";
                    else Mask(value, ids);
                }

                break;
            case JsonArray many:
                foreach (var one in many) Mask(one, ids);
                break;
        }
    }

    private async Task<JsonNode?> GetAsync(string address)
    {
        using var answer = await api.GetAsync("/elsa/api" + address);
        return answer.IsSuccessStatusCode ? JsonNode.Parse(await answer.Content.ReadAsStringAsync()) : null;
    }

    private async Task<(HttpStatusCode Status, JsonNode? Body, System.Net.Http.Headers.HttpResponseHeaders Headers)> PostAsync(string address, JsonObject body)
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await api.PostAsync("/elsa/api" + address, content);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length > 0 && text[0] is '{' or '[' ? JsonNode.Parse(text) : null, answer.Headers);
    }
}

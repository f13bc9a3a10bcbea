using System.Text.Json.Nodes;
using Batumi.Workflows.Engine.Definitions;

namespace Batumi.Workflows.Tests.Engine;

/// <summary>Writes small definitions: activities in order, connections as <c>"check.ok>letter"</c> (without a port: Done).</summary>
public sealed class Flow
{
    private readonly JsonArray _activities = [];
    private readonly JsonArray _connections = [];
    private readonly JsonArray _variables = [];
    private readonly JsonObject _options = [];

    public static Flow Waiting => new Flow().Strategy("Municipal.WaitForRepair");

    public Flow Strategy(string name)
    {
        _options["incidentStrategyType"] = name;
        return this;
    }

    public Flow Variable(string name, string type = "Object", JsonNode? value = null)
    {
        _variables.Add(new JsonObject { ["id"] = "v-" + name, ["name"] = name, ["typeName"] = type, ["value"] = value });
        return this;
    }

    /// <summary>Adds an activity; inputs are literals, or scripts when they begin with <c>js:</c>, templates with <c>liquid:</c>, JSON with <c>json:</c>.</summary>
    public Flow Add(string id, string type, params (string Name, string Value)[] inputs)
    {
        var activity = new JsonObject { ["id"] = id, ["name"] = id, ["type"] = type, ["version"] = 1 };
        foreach (var (name, value) in inputs)
        {
            if (name == "->") { activity["result"] = new JsonObject { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = "v-" + value } }; continue; }
            if (name == "variable") { activity["variable"] = new JsonObject { ["id"] = "v-" + value, ["name"] = value, ["typeName"] = "Object" }; continue; }
            var (syntax, text) = value.Split(':', 2) switch
            {
                ["js", var script] => ("JavaScript", script),
                ["liquid", var template] => ("Liquid", template),
                ["json", var json] => ("Object", json),
                _ => ("Literal", value),
            };
            activity[name] = new JsonObject { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = syntax, ["value"] = text } };
        }
        _activities.Add(activity);
        return this;
    }

    public Flow Start() => Add("start", "Elsa.Start");

    public Flow Line(string id, string? text = null) => Add(id, "Elsa.WriteLine", ("text", text ?? id));

    public Flow Task(string id, string outcomes = "Done", params (string, string)[] more) =>
        Add(id, "Municipal.Task", [("name", id), ("role", "officer"), ("outcomes", outcomes), .. more]);

    public Flow Join(string id, string mode) => Add(id, "Elsa.FlowJoin", ("mode", mode));

    public Flow Connect(params string[] connections)
    {
        foreach (var connection in connections)
        {
            var ends = connection.Split('>');
            for (var i = 0; i + 1 < ends.Length; i++)
            {
                var source = ends[i].Split('.');
                _connections.Add(new JsonObject
                {
                    ["source"] = new JsonObject { ["activity"] = source[0], ["port"] = source.Length > 1 ? source[1] : "Done" },
                    ["target"] = new JsonObject { ["activity"] = ends[i + 1].Split('.')[0], ["port"] = "In" },
                });
            }
        }
        return this;
    }

    public JsonObject Json() => new()
    {
        ["definitionId"] = "flow", ["name"] = "Flow", ["version"] = 1, ["variables"] = _variables.DeepClone(), ["options"] = _options.DeepClone(),
        ["root"] = new JsonObject { ["id"] = "root", ["type"] = "Elsa.Flowchart", ["activities"] = _activities.DeepClone(), ["connections"] = _connections.DeepClone() },
    };

    public DefinitionReading Read() => WorkflowDefinition.Read(Json().ToJsonString(), "flow.json");

    public WorkflowDefinition Definition()
    {
        var reading = Read();
        Assert.Empty(reading.Errors);
        return reading.Definition!;
    }

    /// <summary>Starts a run of it.</summary>
    public TestRun Run(JsonObject? input = null, Batumi.Workflows.Engine.Bounds? bounds = null, string[]? timedOut = null) => new(Definition(), input, bounds, timedOut);
}

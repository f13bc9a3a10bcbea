using System.Text.Json.Nodes;

namespace Batumi.Workflows.Benchmarks;

/// <summary>A workflow of two tasks that take turns for ever: every human step closes one and opens the other, the commonest step there is.</summary>
internal static class PingPong
{
    public const string Id = "ping-pong";

    public static string Definition { get; } = new JsonObject
    {
        ["definitionId"] = Id, ["name"] = "Ping pong", ["version"] = 1,
        ["variables"] = new JsonArray(new JsonObject { ["id"] = "v-note", ["name"] = "Note", ["typeName"] = "Object" }),
        ["inputs"] = new JsonArray(), ["outputs"] = new JsonArray(), ["outcomes"] = new JsonArray(), ["customProperties"] = new JsonObject(),
        ["options"] = new JsonObject { ["incidentStrategyType"] = "Municipal.WaitForRepair" },
        ["root"] = new JsonObject
        {
            ["id"] = "root", ["type"] = "Elsa.Flowchart", ["version"] = 1, ["variables"] = new JsonArray(),
            ["activities"] = new JsonArray(new JsonObject { ["id"] = "start", ["type"] = "Elsa.Start", ["version"] = 1 }, Task("ping"), Task("pong")),
            ["connections"] = new JsonArray(Connection("start", "ping"), Connection("ping", "pong"), Connection("pong", "ping")),
        },
    }.ToJsonString();

    /// <summary>What an officer writes when the step is done.</summary>
    public static JsonObject Result => new() { ["note"] = "Looked at the place, took two pictures, told the crew what to bring along." };

    public static JsonObject Task(string id) => new()
    {
        ["id"] = id, ["type"] = "Municipal.Task", ["version"] = 1, ["role"] = Input("String", "dispatcher"), ["unit"] = Input("String", "MSA"), ["due"] = Input("String", "3 working-days"),
        ["result"] = new JsonObject { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = "v-note" } },
    };

    public static JsonObject Input(string type, string value) =>
        new() { ["typeName"] = type, ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = value } };

    public static JsonObject Connection(string from, string to) => new()
    {
        ["source"] = new JsonObject { ["activity"] = from, ["port"] = "Done" }, ["target"] = new JsonObject { ["activity"] = to, ["port"] = "In" },
    };
}

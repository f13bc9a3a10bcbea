using System.Text.Json.Nodes;
using Batumi.Workflows.Engine;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Effects;
using Batumi.Workflows.Engine.State;

namespace Batumi.Workflows.Tests.Engine;

/// <summary>Small definitions in few words, for tests of the engine.</summary>
internal static class Flow
{
    public static readonly DateTimeOffset Now = new(2027, 3, 1, 8, 0, 0, TimeSpan.Zero);

    public static JsonObject Activity(string type, string id, params (string Name, JsonNode? Value)[] properties)
    {
        var activity = new JsonObject { ["id"] = id, ["name"] = "Name of " + id, ["type"] = type, ["version"] = 1 };
        foreach (var (name, value) in properties) activity[name] = value;
        return activity;
    }

    public static JsonObject Line(string id, string? text = null) => Activity("Elsa.WriteLine", id, ("text", Literal(text ?? id)));

    public static JsonObject Task(string id) => Activity("Elsa.RunTask", id, ("taskName", Literal(id)));

    public static JsonObject Literal(string value, string type = "String") => Expression("Literal", value, type);

    public static JsonObject Script(string text, string type = "Object") => Expression("JavaScript", text, type);

    public static JsonObject Expression(string syntax, string value, string type) =>
        new() { ["typeName"] = type, ["expression"] = new JsonObject { ["type"] = syntax, ["value"] = value } };

    public static JsonObject Bound(string variable) => new() { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = variable } };

    /// <summary>A flowchart; connections are written <c>a>b</c> or <c>a.Port>b</c>.</summary>
    public static JsonObject Chart(string id, JsonObject[] activities, params string[] connections) => new()
    {
        ["id"] = id, ["type"] = "Elsa.Flowchart", ["version"] = 1, ["activities"] = new JsonArray([.. activities]),
        ["connections"] = new JsonArray([.. connections.Select(c =>
        {
            var (from, to) = (c.Split('>')[0], c.Split('>')[1]);
            return new JsonObject
            {
                ["source"] = new JsonObject { ["activity"] = from.Split('.')[0], ["port"] = from.Contains('.', StringComparison.Ordinal) ? from.Split('.')[1] : "Done" },
                ["target"] = new JsonObject { ["activity"] = to, ["port"] = "In" },
            };
        })]),
    };

    public static JsonObject Definition(string id, JsonObject root, params (string Name, JsonNode? Value)[] properties)
    {
        var definition = new JsonObject { ["definitionId"] = id, ["name"] = id, ["version"] = 1, ["root"] = root };
        foreach (var (name, value) in properties) definition[name] = value;
        return definition;
    }

    public static JsonArray Variables(params string[] names) =>
        new([.. names.Select(n => new JsonObject { ["id"] = "v-" + n, ["name"] = n, ["typeName"] = "Object" })]);

    public static DefinitionReading Read(JsonObject definition) => WorkflowDefinition.Read(definition.ToJsonString(), "test.json");

    public static WorkflowDefinition Valid(JsonObject definition)
    {
        var reading = Read(definition);
        Assert.Empty(reading.Errors.Select(e => e.Message));
        return reading.Definition!;
    }

    public static TurnContext At(int turn = 1, bool detailed = false, DateTimeOffset? now = null) => new(now ?? Now, (ulong)turn, (_, from) => from, Detailed: detailed);

    public static Turn Start(WorkflowDefinition definition, JsonObject? input = null, bool detailed = false, string? trigger = null) =>
        Interpreter.Start(definition, new Beginning("run", input, TriggerActivityId: trigger), At(detailed: detailed));

    public static IReadOnlyList<string?> Lines(this Turn turn) => [.. turn.Effects.OfType<Effect.WriteLine>().Select(l => l.Text)];

    public static WorkflowState Reread(this WorkflowState state)
    {
        var text = state.ToJson();
        var read = WorkflowState.FromJson(text);
        Assert.Equal(text, read.ToJson());
        return read;
    }
}

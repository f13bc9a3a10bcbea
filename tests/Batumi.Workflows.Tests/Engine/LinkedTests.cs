using System.Text.Json.Nodes;
using Batumi.Workflows.Engine;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Effects;
using Batumi.Workflows.Engine.State;

namespace Batumi.Workflows.Tests.Engine;

public sealed class LinkedTests
{
    private static JsonArray Arguments(params string[] names) => new([.. names.Select(n => new JsonObject { ["name"] = n, ["type"] = "Object" })]);

    /// <summary>Asks somebody, and gives back what was answered; its ids and its variable are called as those of the definition that uses it.</summary>
    private static JsonObject Child(string question = "child asks", params (string, JsonNode?)[] more) => Flow.Definition("child",
        Flow.Chart("root",
            [
                Flow.Activity("Elsa.SetVariable", "set", ("variable", new JsonObject { ["id"] = "v-X" }), ("value", Flow.Script("'inner ' + getInput('Plot')"))),
                Flow.Activity("Elsa.RunTask", "ask", ("taskName", Flow.Script($"'{question} ' + getX()", "String"))),
                Flow.Activity("Elsa.SetOutput", "out", ("outputName", Flow.Literal("Answer")), ("outputValue", Flow.Script("getOutputFrom('ask').yes"))),
                Flow.Activity("Elsa.Complete", "end", ("outcomes", Flow.Literal("Granted", "Object"))),
            ],
            "set>ask", "ask>out", "out>end"),
        [("variables", Flow.Variables("X")), ("inputs", Arguments("Plot")), ("outputs", Arguments("Answer")), ("outcomes", new JsonArray("Granted", "Denied")), .. more]);

    private static JsonObject Parent(JsonObject linked, JsonObject? use = null) => Flow.Definition("parent",
        Flow.Chart("root",
            [
                Flow.Activity("Elsa.SetVariable", "set", ("variable", new JsonObject { ["id"] = "v-X" }), ("value", Flow.Script("'outer'"))),
                use ?? Flow.Activity("Child", "sub", ("plot", Flow.Script("getX() + ' 9/2'")), ("answer", Flow.Bound("v-Y"))),
                Flow.Activity("Elsa.WriteLine", "ask", ("text", Flow.Script("getX() + ': ' + getY() + ', ' + getInput('Plot')", "String"))),
                Flow.Line("denied"),
            ],
            "set>sub", "sub.Granted>ask", "sub.Denied>denied"),
        ("variables", Flow.Variables("X", "Y")), ("linked", linked));

    [Fact]
    public void A_definition_used_as_an_activity_has_variables_and_inputs_of_its_own()
    {
        var definition = Flow.Valid(Parent(new JsonObject { ["Child@1"] = Child() }));
        var first = Interpreter.Start(definition, new Beginning("run", new JsonObject { ["Plot"] = "of the run" }), Flow.At());
        var task = Assert.Single(first.Effects.OfType<Effect.OpenTask>());
        Assert.Equal("child asks inner outer 9/2", task.Name);
        Assert.Equal("ask", ActivityIds.Shown(task.ActivityId));
        Assert.Equal("Workflow2:root:sub:Workflow1:root:ask", definition.Activities[task.ActivityId].NodeId);
        Assert.Equal("ask", ActivityIds.Shown(first.State!.Bookmarks.Single().ActivityId));

        var second = Interpreter.Resume(definition, first.State.Reread(), new Stimulus.TaskCompleted(task.TaskId, null, new JsonObject { ["yes"] = true }), Flow.At(2));

        Assert.Equal(["outer: true, of the run"], second.Lines());
        Assert.Equal(RunSubStatus.Finished, second.State!.SubStatus);
        Assert.Equal("outer", (string?)second.State.Variables["X"]);
    }

    [Fact]
    public void The_version_that_is_named_runs_and_without_one_the_highest()
    {
        var linked = new JsonObject { ["Child@1"] = Child("one"), ["Child@3"] = Child("three"), ["Child@2"] = Child("two") };
        Assert.StartsWith("one", Asked(linked, 1));
        Assert.StartsWith("two", Asked(linked, 2));
        Assert.StartsWith("three", Asked(linked, 0));
    }

    private static string Asked(JsonObject linked, int version)
    {
        var use = Flow.Activity("Child", "sub");
        use["version"] = version;
        return Flow.Start(Flow.Valid(Parent((JsonObject)linked.DeepClone(), use))).Effects.OfType<Effect.OpenTask>().Single().Name;
    }

    [Fact]
    public void Definitions_within_definitions_keep_apart()
    {
        var middle = Flow.Definition("middle", Flow.Chart("root", [Flow.Activity("Child", "sub", ("plot", Flow.Literal("m"))), Flow.Activity("Child", "sub2", ("plot", Flow.Literal("n")))], "sub.Granted>sub2"));
        var definition = Flow.Valid(Parent(new JsonObject { ["Child@1"] = Child(), ["Middle@1"] = middle }, Flow.Activity("Middle", "sub")));
        Assert.Contains("Workflow3:root:sub:Workflow2:root:sub2:Workflow1:root:ask", definition.Activities.Values.Select(a => a.NodeId));

        var turn = Flow.Start(definition);
        var asked = new List<string>();
        while (turn.State!.Bookmarks is [{ } task])
        {
            asked.Add(task.Name!);
            turn = Interpreter.Resume(definition, turn.State.Reread(), new Stimulus.TaskCompleted(task.Id, null, new JsonObject()), Flow.At(asked.Count + 1));
        }

        Assert.Equal(["child asks inner m", "child asks inner n"], asked);
        Assert.Equal(RunSubStatus.Finished, turn.State.SubStatus);
    }

    [Fact]
    public void A_definition_that_uses_itself_is_refused_and_the_circle_is_named()
    {
        var a = Flow.Definition("a", Flow.Chart("root", [Flow.Activity("B", "b")]));
        var b = Flow.Definition("b", Flow.Chart("root", [Flow.Activity("A", "a")]));
        var reading = Flow.Read(Parent(new JsonObject { ["A@1"] = a, ["B@1"] = b }, Flow.Activity("A", "sub")));
        var error = Assert.Single(reading.Errors);
        Assert.Equal(DefinitionCodes.RecursiveLink, error.Code);
        Assert.Contains("A@1 > B@1 > A@1", error.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void An_incident_inside_faults_the_run_and_names_the_activity()
    {
        var child = Flow.Definition("child", Flow.Chart("root", [Flow.Activity("Elsa.Fault", "f", ("message", Flow.Literal("broken")))]));
        var turn = Flow.Start(Flow.Valid(Parent(new JsonObject { ["Child@1"] = child })));
        Assert.Equal("f", ActivityIds.Shown(turn.State!.Incidents.Single().ActivityId));
        Assert.Equal(RunSubStatus.Faulted, turn.State.SubStatus);
    }

    [Fact]
    public void What_grows_without_end_is_refused()
    {
        var linked = new JsonObject();
        for (var i = 0; i < 30; i++)
            linked[$"L{i}@1"] = Flow.Definition($"l{i}", Flow.Chart("root", [Flow.Activity($"L{i + 1}", "a"), Flow.Activity($"L{i + 1}", "b")]));
        var reading = Flow.Read(Parent(linked, Flow.Activity("L0", "sub")));
        Assert.Contains(reading.Errors, e => e.Code == DefinitionCodes.TooLarge);
    }
}

using System.Text.Json.Nodes;
using Batumi.Workflows.Engine;

namespace Batumi.Workflows.Tests.Engine;

public sealed class HistoryTests
{
    private static readonly Batumi.Workflows.Engine.Definitions.WorkflowDefinition Definition = Flow.Valid(Flow.Definition("history",
        Flow.Chart("root",
            [
                Flow.Activity("Elsa.SetVariable", "set", ("variable", new JsonObject { ["id"] = "v-X", ["name"] = "X" }), ("value", Flow.Script("6 * 7"))),
                Flow.Activity("Elsa.WriteLine", "line", ("text", Flow.Script("'x is ' + getX()", "String"))),
                Flow.Activity("Elsa.RunTask", "ask", ("taskName", Flow.Literal("ask")), ("payload", Flow.Expression("Object", "{\"form\":\"f\"}", "ObjectDictionary"))),
                Flow.Activity("Elsa.Fault", "broken", ("message", Flow.Literal("all wrong"))),
            ],
            "set>line", "line>ask", "ask>broken"),
        ("variables", Flow.Variables("X"))));

    [Fact]
    public void Every_event_names_its_execution_and_its_container()
    {
        var turn = Flow.Start(Definition);

        var started = turn.Events.Where(e => e.Event == "Started").ToDictionary(e => e.ActivityId);
        Assert.Equal(0, started["Workflow1"].ParentFrame);
        Assert.Equal(started["Workflow1"].Frame, started["root"].ParentFrame);
        Assert.Equal(started["root"].Frame, started["ask"].ParentFrame);
        Assert.Equal("Name of ask", started["ask"].Name);
        Assert.Equal(turn.State!.Bookmarks.Single().Frame, started["ask"].Frame);
        Assert.All(turn.Events, e => Assert.Null(e.State));
    }

    [Fact]
    public void A_detailed_history_shows_inputs_and_outputs_under_their_names_and_changes_nothing()
    {
        var plain = Flow.Start(Definition);
        var turn = Flow.Start(Definition, detailed: true);
        Assert.Equal(plain.State!.ToJson(), turn.State!.ToJson());

        Assert.Equal("""{"Variable":{"id":"v-X","name":"X"},"Value":42}""", Of(turn, "set", "Completed").State!.ToJsonString());
        Assert.Equal("""{"Text":"x is 42"}""", Of(turn, "line", "Completed").State!.ToJsonString());
        var asked = Of(turn, "ask", "Suspended");
        Assert.Equal("""{"TaskName":"ask","Payload":{"form":"f"}}""", asked.State!.ToJsonString());
        Assert.Equal(turn.State.Bookmarks.Single().Id, (string?)asked.Outputs!["TaskId"]);

        var second = Interpreter.Resume(Definition, turn.State, new Stimulus.TaskCompleted(asked.Outputs["TaskId"]!.GetValue<string>(), null, new JsonObject { ["ok"] = true }), Flow.At(2, detailed: true));
        Assert.Equal("""{"Result":{"ok":true}}""", Of(second, "ask", "Completed").Outputs!.ToJsonString());
        Assert.Equal("all wrong", Of(second, "broken", "Faulted").Message);
        Assert.Equal("all wrong", (string?)Of(second, "broken", "Faulted").State!["Message"]);
    }

    private static ActivityEvent Of(Turn turn, string activity, string what) => turn.Events.Single(e => e.ActivityId == activity && e.Event == what);
}

using System.Text.Json.Nodes;
using Batumi.Workflows.Engine;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Effects;
using Batumi.Workflows.Engine.State;

namespace Batumi.Workflows.Tests.Engine;

/// <summary>Flowcharts that ask for tokens and merge modes.</summary>
public sealed class TokenTests
{
    private static WorkflowDefinition Tokens(JsonObject[] activities, params string[] connections) => Flow.Valid(Flow.Definition("tokens",
        Flow.Chart("root", activities, connections), ("customProperties", new JsonObject { ["Flowchart:ExecutionMode"] = "TokenBased" })));

    private static JsonObject Merging(JsonObject activity, string mode)
    {
        activity["customProperties"] = new JsonObject { ["mergeMode"] = mode };
        return activity;
    }

    private static JsonObject Decision(string condition) => Flow.Activity("Elsa.FlowDecision", "decide", ("condition", Flow.Script(condition, "Boolean")));

    private static readonly string[] BehindADecision = ["start>a", "start>decide", "decide.True>b", "a>c", "b>c"];

    private static WorkflowDefinition Behind(string mode) =>
        Tokens([Flow.Activity("Elsa.Start", "start"), Flow.Line("a"), Decision("false"), Flow.Line("b"), Merging(Flow.Line("c"), mode)], BehindADecision);

    [Theory]
    [InlineData("None")]
    [InlineData("Stream")]
    public void A_branch_that_is_not_taken_is_not_waited_for(string mode)
    {
        var turn = Flow.Start(Behind(mode));
        Assert.Equal(["a", "c"], turn.Lines());
        Assert.Equal(RunSubStatus.Finished, turn.State!.SubStatus);
    }

    [Theory]
    [InlineData("Merge")]
    [InlineData("Converge")]
    public void A_strict_merge_waits_for_every_branch_for_ever(string mode)
    {
        var turn = Flow.Start(Behind(mode));
        Assert.Equal(["a"], turn.Lines());
        Assert.Equal((RunStatus.Running, RunSubStatus.Suspended), (turn.State!.Status, turn.State.SubStatus));
        Assert.Empty(turn.State.Incidents);
        Assert.IsType<Effect.EndRun>(Interpreter.Resume(Behind(mode), turn.State.Reread(), new Stimulus.Cancelled(null), Flow.At(2)).Effects.Single());
    }

    [Theory]
    [InlineData("Merge", "end")]
    [InlineData("Cascade", "end end")]
    [InlineData("Stream", "end")]
    public void Two_tasks_meet_as_the_merge_mode_says(string mode, string lines)
    {
        var definition = Tokens([Flow.Activity("Elsa.Start", "start"), Flow.Task("a"), Flow.Task("b"), Merging(Flow.Line("end"), mode)], "start>a", "start>b", "a>end", "b>end");
        Assert.Equal(lines.Split(' '), Walked(definition, "a", "b"));
    }

    [Theory]
    [InlineData("WaitAny")]
    [InlineData("WaitAll")]
    public void A_join_is_a_race_or_a_merge(string mode)
    {
        var definition = Tokens(
            [Flow.Activity("Elsa.Start", "start"), Flow.Task("a"), Flow.Task("b"), Flow.Activity("Elsa.FlowJoin", "join", ("mode", Flow.Literal(mode, "FlowJoinMode"))), Flow.Line("end")],
            "start>a", "start>b", "a>join", "b>join", "join>end");
        var first = Flow.Start(definition);
        var second = Interpreter.Resume(definition, first.State!.Reread(), new Stimulus.TaskCompleted(first.State!.Bookmarks[0].Id, null, null), Flow.At(2));
        if (mode == "WaitAny")
        {
            Assert.Equal(["end"], second.Lines());
            Assert.Single(second.Effects.OfType<Effect.CancelTask>());
            Assert.Equal(RunSubStatus.Finished, second.State!.SubStatus);
        }
        else
        {
            Assert.Empty(second.Lines());
            var third = Interpreter.Resume(definition, second.State!.Reread(), new Stimulus.TaskCompleted(second.State!.Bookmarks.Single().Id, null, null), Flow.At(3));
            Assert.Equal(["end"], third.Lines());
        }
    }

    [Fact]
    public void A_loop_goes_round_until_it_is_left()
    {
        var definition = Tokens([Flow.Activity("Elsa.Start", "start"), Flow.Task("ask"), Decision("getOutputFrom('ask').ok"), Flow.Line("again"), Flow.Line("end")],
            "start>ask", "ask>decide", "decide.False>again", "again>ask", "decide.True>end");
        var turn = Flow.Start(definition);
        foreach (var ok in new[] { false, false, true })
            turn = Interpreter.Resume(definition, turn.State!.Reread(), new Stimulus.TaskCompleted(turn.State!.Bookmarks.Single().Id, null, new JsonObject { ["ok"] = ok }), Flow.At());
        Assert.Equal(["end"], turn.Lines());
        Assert.Equal(RunSubStatus.Finished, turn.State!.SubStatus);
    }

    private static IEnumerable<string?> Walked(WorkflowDefinition definition, params string[] tasks)
    {
        var turn = Flow.Start(definition);
        var lines = new List<string?>();
        foreach (var task in tasks)
        {
            turn = Interpreter.Resume(definition, turn.State!.Reread(), new Stimulus.TaskCompleted(turn.State!.Bookmarks.Single(b => b.Name == task).Id, null, null), Flow.At());
            lines.AddRange(turn.Lines());
        }

        Assert.Equal(RunSubStatus.Finished, turn.State!.SubStatus);
        return lines;
    }
}

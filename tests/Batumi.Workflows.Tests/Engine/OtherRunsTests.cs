using System.Text.Json.Nodes;
using Batumi.Workflows.Engine;
using Batumi.Workflows.Engine.Effects;
using Batumi.Workflows.Engine.Errors;
using Batumi.Workflows.Engine.State;

namespace Batumi.Workflows.Tests.Engine;

public sealed class OtherRunsTests
{
    private static readonly JsonObject Wait = Flow.Literal("True", "Boolean");

    private static JsonObject Calling(string type, params (string, JsonNode?)[] properties) => Flow.Definition("parent",
        Flow.Chart("root", [Flow.Activity(type, "call", [("workflowDefinitionId", Flow.Literal("child")), .. properties]), Flow.Line("after")], "call>after"),
        ("variables", Flow.Variables("X")));

    [Fact]
    public void A_run_that_is_started_knows_who_started_it()
    {
        var definition = Flow.Valid(Calling("Elsa.DispatchWorkflow", ("input", Flow.Script("({plot: 7})", "ObjectDictionary")), ("correlationId", Flow.Literal("c-1"))));

        var turn = Flow.Start(definition);

        var start = Assert.Single(turn.Effects.OfType<Effect.StartRun>());
        Assert.True(Guid.TryParseExact(start.RunId, "N", out _));
        Assert.Equal("""{"plot":7,"ParentInstanceId":"run"}""", start.Input.ToJsonString());
        Assert.Equal("c-1", start.CorrelationId);
        Assert.Null(start.WaitId);
        Assert.Equal(["after"], turn.Lines());
    }

    [Fact]
    public void A_definition_that_is_not_published_faults_the_activity_whether_it_waits_or_not()
    {
        foreach (var waits in new[] { "True", "False" })
        {
            var definition = Flow.Valid(Calling("Elsa.DispatchWorkflow", ("waitForCompletion", Flow.Literal(waits, "Boolean"))));
            var turn = Interpreter.Start(definition, new Beginning("run"), Flow.At() with { Unpublished = new HashSet<string> { "child" } });
            Assert.Equal(RunSubStatus.Faulted, turn.State!.SubStatus);
            Assert.Equal(IncidentCodes.NotPublished, turn.State.Incidents.Single().Code);
            Assert.Empty(turn.Effects.OfType<Effect.StartRun>());
        }
    }

    [Fact]
    public void A_run_that_the_host_refuses_faults_the_activity_that_wished_for_it()
    {
        var definition = Flow.Valid(Calling("Elsa.ExecuteWorkflow", ("waitForCompletion", Wait.DeepClone())));
        var state = Flow.Start(definition).State!.Reread();
        var bookmark = Assert.Single(state.Bookmarks, b => b.Kind == BookmarkKind.Run);

        var turn = Interpreter.Resume(definition, state, new Stimulus.RunRefused(bookmark.Id, "BW9", "one runs already"), Flow.At(2));

        Assert.Equal("one runs already", turn.State!.Incidents.Single().Message);
        Assert.Equal("BW9", turn.State.Incidents.Single().Code);
        Assert.IsType<WorkflowError.NotWaiting>(Interpreter.Resume(definition, state, new Stimulus.RunEnded("other", "Finished", null), Flow.At(2)).Refusal);
    }

    [Fact]
    public void Scripts_see_the_names_of_a_status_and_the_variable_keeps_its_number()
    {
        var definition = Calling("Elsa.ExecuteWorkflow", ("waitForCompletion", Wait.DeepClone()), ("result", Flow.Bound("v-X")));
        definition["root"]!["activities"]![1]!["text"] = Flow.Script("variables.X.Status + '/' + getX().SubStatus", "String");
        var read = Flow.Valid(definition);
        var state = Flow.Start(read).State!;

        var turn = Interpreter.Resume(read, state, new Stimulus.RunEnded(state.Bookmarks[0].Id, "Faulted", null) { AtOnce = true }, Flow.At(2));

        Assert.Equal(["Finished/Faulted"], turn.Lines());
        Assert.Equal(5, (long)turn.State!.Variables["X"]!["SubStatus"]!);
    }

    [Fact]
    public void Each_item_starts_a_run_and_all_are_waited_for()
    {
        var bulk = Calling("Elsa.BulkDispatchWorkflows", ("items", Flow.Script("['a', {Item: 'b', extra: 1}]")), ("correlationIdFunction", Flow.Script("'c-' + (getItem().Item ?? getItem())", "String")),
            ("childCompleted", Flow.Activity("Elsa.WriteLine", "one", ("text", Flow.Literal("one is done")))),
            ("childFaulted", Flow.Activity("Elsa.WriteLine", "bad", ("text", Flow.Literal("one went wrong")))));
        bulk["root"]!["connections"]![0]!["source"]!["port"] = "Completed";
        var definition = Flow.Valid(bulk);
        var first = Flow.Start(definition);
        Assert.Equal(["a", "b"], first.Effects.OfType<Effect.StartRun>().Select(s => (string?)s.Input["Item"]));
        Assert.Equal(["c-a", "c-b"], first.Effects.OfType<Effect.StartRun>().Select(s => s.CorrelationId));

        var second = Interpreter.Resume(definition, first.State!.Reread(), new Stimulus.RunEnded(first.State!.Bookmarks[1].Id, "Faulted", null), Flow.At(2));
        Assert.Equal(["one went wrong"], second.Lines());
        Assert.Equal(RunStatus.Running, second.State!.Status);

        var third = Interpreter.Resume(definition, second.State.Reread(), new Stimulus.RunEnded(second.State.Bookmarks.Single().Id, "Finished", null), Flow.At(3));
        Assert.Equal(["one is done", "after"], third.Lines());
        Assert.Equal(RunSubStatus.Finished, third.State!.SubStatus);
    }

    [Fact]
    public void One_activity_starts_only_so_many_runs()
    {
        var definition = Flow.Valid(Calling("Elsa.BulkDispatchWorkflows", ("items", Flow.Script("Array.from({length: 2000}, (_, i) => i)"))));
        Assert.Equal(IncidentCodes.TooManyRuns, Flow.Start(definition).State!.Incidents.Single().Code);
    }
}

using System.Text.Json.Nodes;
using Batumi.Workflows.Engine.Definitions;

namespace Batumi.Workflows.Tests.Engine;

/// <summary>What is told of a definition before it runs: each fault alone, at its place, and none for a definition without faults.</summary>
public sealed class DefinitionCheckTests
{
    public static TheoryData<string, string, string> Faults => new()
    {
        { "unknown type", DefinitionCodes.UnknownType, "root.activities[1].type" },
        { "unknown version", DefinitionCodes.UnknownVersion, "root.activities[1].version" },
        { "dangling connection", DefinitionCodes.MissingActivity, "root.connections[1]" },
        { "dangling port", DefinitionCodes.DanglingPort, "root.activities[2]" },
        { "bad script", DefinitionCodes.BadScript, "root.activities[1].text" },
        { "bad template", DefinitionCodes.BadTemplate, "root.activities[1].text" },
        { "variable", DefinitionCodes.UnknownVariable, "root.activities[1].text" },
        { "variable of a script", DefinitionCodes.UnknownVariable, "root.activities[1].text" },
        { "variable by name", DefinitionCodes.UnknownVariable, "root.activities[1].text" },
        { "variable of a template", DefinitionCodes.UnknownVariable, "root.activities[1].text" },
        { "variable of another branch", DefinitionCodes.UnknownVariable, "root.activities[1].text" },
        { "variable to set", DefinitionCodes.UnknownVariable, "root.activities[1].variable" },
        { "variable for a result", DefinitionCodes.UnknownVariable, "root.activities[2].result" },
        { "number", DefinitionCodes.WrongType, "root.activities[1].amountTetri" },
        { "span", DefinitionCodes.WrongType, "root.activities[1].timeSpan" },
        { "moment", DefinitionCodes.WrongType, "root.activities[1].dateTime" },
        { "value of a variable", DefinitionCodes.WrongType, "root.activities[1].value" },
        { "unreachable", DefinitionCodes.UnreachableStep, "root.activities[3]" },
        { "circle", DefinitionCodes.DeadEnd, "root.activities[1]" },
        { "no end", DefinitionCodes.DeadEnd, "root.activities[1]" },
        { "loop", DefinitionCodes.LoopWithoutWait, "root.activities[1]" },
        { "event without name", DefinitionCodes.NobodyAnswers, "root.activities[1].eventName" },
        { "task without name", DefinitionCodes.NobodyAnswers, "root.activities[1].taskName" },
        { "wait for nothing", DefinitionCodes.NobodyAnswers, "root.activities[1].event" },
        { "no role", DefinitionCodes.TaskIncomplete, "root.activities[2].role" },
        { "no term", DefinitionCodes.TaskIncomplete, "root.activities[2].due" },
        { "refusal without reason", DefinitionCodes.RefusalIncomplete, "root.activities[1].reason" },
        { "open schedule", DefinitionCodes.OpenSchedule, "root.activities[0].interval" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_told_alone_and_at_its_place(string fault, string code, string place)
    {
        var definition = Good();
        Break(definition, fault);
        var reading = Flow.Read(definition);
        Assert.NotNull(reading.Definition);
        Assert.Equal([(code, place)], reading.Warnings.Select(w => (w.Code, w.Place)));
    }

    [Fact]
    public void A_definition_without_faults_is_read_without_a_word() => Assert.Empty(Flow.Read(Good()).Warnings);

    [Fact]
    public void Steps_inside_a_loop_may_name_what_the_loop_gives_them()
    {
        var loop = Flow.Activity("Elsa.ForEach", "each", ("items", Flow.Script("[1, 2]")), ("body", Flow.Activity("Elsa.WriteLine", "say", ("text", Flow.Script("getCurrentValue() + getVariable('CurrentIndex')", "String")))));
        Assert.Empty(Flow.Read(Flow.Definition("loop", loop)).Warnings);
    }

    [Fact]
    public void Of_a_circle_that_waits_for_somebody_nothing_is_told()
    {
        var chart = Flow.Chart("root", [Flow.Activity("Elsa.Start", "start"), Flow.Task("ask"), Decision(), Flow.Activity("Elsa.End", "end")], "start>ask", "ask>again", "again.True>ask", "again.False>end");
        Assert.Empty(Flow.Read(Flow.Definition("circle", chart)).Warnings);
    }

    [Fact]
    public void The_largest_definition_is_checked_and_one_step_more_is_refused()
    {
        JsonObject Chain(int steps) => Flow.Definition("long", Flow.Chart("root", [.. Enumerable.Range(0, steps).Select(i => Flow.Line($"s{i}"))], [.. Enumerable.Range(1, steps - 1).Select(i => $"s{i - 1}>s{i}")]));
        var largest = Flow.Read(Chain(Limits.Activities - 1));
        Assert.Empty(largest.Errors.Concat(largest.Warnings));
        Assert.Contains(Flow.Read(Chain(Limits.Activities)).Errors, e => e.Code == DefinitionCodes.TooLarge);
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(66, false)]
    [InlineData(200, false)]
    public void Nesting_is_bounded(int depth, bool isRead)
    {
        var inner = Flow.Line("innermost");
        for (var i = 0; i < depth; i++) inner = Flow.Activity("Elsa.Sequence", $"s{i}", ("activities", new JsonArray(inner)));
        var reading = WorkflowDefinition.Read(Flow.Definition("deep", inner).ToJsonString(new() { MaxDepth = 2000 }), "deep.json");
        Assert.Equal(isRead, reading.Definition is not null);
        if (!isRead) Assert.Contains(reading.Errors, e => e.Code is DefinitionCodes.TooLarge or DefinitionCodes.NotJson);
    }

    [Fact]
    public void A_text_of_ten_megabytes_is_read_and_a_longer_one_refused()
    {
        JsonObject With(int length) => Flow.Definition("wide", Flow.Line("say", new string('x', length)));
        Assert.NotNull(Flow.Read(With(9_900_000)).Definition);
        Assert.Equal(DefinitionCodes.TooLarge, Assert.Single(Flow.Read(With(Limits.Characters)).Errors).Code);
    }

    private static JsonObject Decision() => Flow.Activity("Elsa.FlowDecision", "again", ("condition", Flow.Script("getInput('Again') === true", "Boolean")));

    // start > say > task > end, with a variable and two outcomes.
    private static JsonObject Good() => Flow.Definition("good", Flow.Chart("root",
        [
            Flow.Activity("Elsa.Start", "start"), Flow.Activity("Elsa.WriteLine", "say", ("text", Flow.Script("getNote() + getVariable('Note')", "String"))),
            Flow.Activity("Municipal.Task", "task", ("role", Flow.Literal("case_officer")), ("due", Flow.Literal("3 working-days")), ("outcomes", Flow.Expression("Object", "[\"Yes\",\"No\"]", "List<String>")), ("result", Flow.Bound("v-Note"))),
            Flow.Activity("Elsa.End", "end"),
        ], "start>say", "say>task", "task.Yes>end", "task.No>end"), ("variables", Flow.Variables("Note")));

    private static void Break(JsonObject definition, string fault)
    {
        var root = definition["root"]!.AsObject();
        var (activities, connections) = (root["activities"]!.AsArray(), root["connections"]!.AsArray());
        void Say(JsonObject text) => activities[1]!["text"] = text;
        void Put(JsonObject activity) => activities[1] = activity;
        void Connect(params string[] all) => root["connections"] = Flow.Chart("other", [], all)["connections"]!.DeepClone();
        switch (fault)
        {
            case "unknown type": Put(Flow.Activity("Acme.Nothing", "say")); break;
            case "unknown version": activities[1]!["version"] = 7; break;
            case "dangling connection": connections[1]!["target"]!["activity"] = "nobody"; Unreach(); break;
            case "dangling port": connections.RemoveAt(3); break;
            case "bad script": Say(Flow.Script("1 +", "String")); break;
            case "bad template": Say(Flow.Expression("Liquid", "{% if x %}", "String")); break;
            case "variable": Say(Flow.Expression("Variable", "", "String")); activities[1]!["text"]!["expression"]!["value"] = new JsonObject { ["id"] = "v-gone", ["name"] = "Gone" }; break;
            case "variable of a script": Say(Flow.Script("getGone()", "String")); break;
            case "variable by name": Say(Flow.Script("getVariable('Gone')", "String")); break;
            case "variable of a template": Say(Flow.Expression("Liquid", "{{ Variables.Gone }}", "String")); break;
            case "variable of another branch":
                activities.Insert(1, Flow.Activity("Elsa.WriteLine", "other", ("text", Flow.Script("getInner()", "String"))));
                activities.Insert(2, Flow.Activity("Elsa.Sequence", "inner", ("variables", Flow.Variables("Inner")), ("activities", new JsonArray(Flow.Activity("Elsa.WriteLine", "inside", ("text", Flow.Script("getInner()", "String")))))));
                Connect("start>other", "other>inner", "inner>say", "say>task", "task.Yes>end", "task.No>end");
                break;
            case "variable to set": Put(Flow.Activity("Elsa.SetVariable", "say", ("variable", new JsonObject { ["id"] = "v-gone", ["name"] = "Gone" }), ("value", Flow.Literal("1")))); break;
            case "variable for a result": activities[2]!["result"] = Flow.Bound("v-gone"); break;
            case "number":
                Put(Flow.Activity("Municipal.Fee", "say", ("amountTetri", Flow.Literal("five", "Int64")), ("due", Flow.Literal("3 working-days"))));
                connections[1]!["source"]!["port"] = "Paid";
                break;
            case "span": Put(Flow.Activity("Elsa.Delay", "say", ("timeSpan", Flow.Literal("soon", "TimeSpan")))); break;
            case "moment": Put(Flow.Activity("Elsa.StartAt", "say", ("dateTime", Flow.Literal("tomorrow", "DateTimeOffset")))); break;
            case "value of a variable":
                definition["variables"]![0]!["typeName"] = "Int32";
                Put(Flow.Activity("Elsa.SetVariable", "say", ("variable", new JsonObject { ["id"] = "v-Note", ["name"] = "Note" }), ("value", Flow.Literal("many"))));
                break;
            case "unreachable": activities.Insert(3, Flow.Line("lost")); connections.Add(Flow.Chart("other", [], "lost>end")["connections"]![0]!.DeepClone()); break;
            case "circle":
                root["activities"] = new JsonArray(activities[0]!.DeepClone(), Flow.Task("say"));
                Connect("start>say", "say>say");
                break;
            case "no end": activities[1] = Flow.Line("leaf"); activities.Insert(2, Flow.Line("say")); Connect("start>leaf", "start>say", "say>task", "task.Yes>end", "task.No>end"); break;
            case "loop": activities[1] = Decision(); Connect("start>again", "again.True>again", "again.False>task", "task.Yes>end", "task.No>end"); break;
            case "event without name": Put(Flow.Activity("Elsa.Event", "say", ("eventName", Flow.Literal(" ")))); break;
            case "task without name": Put(Flow.Activity("Elsa.RunTask", "say")); break;
            case "wait for nothing": Put(Flow.Activity("Municipal.Wait", "say")); break;
            case "no role": activities[2]!.AsObject().Remove("role"); break;
            case "no term": activities[2]!.AsObject().Remove("due"); break;
            case "refusal without reason": Put(Flow.Activity("Municipal.Decision", "say", ("outcome", Flow.Literal("negative")), ("reasonCode", Flow.Literal("other")))); break;
            case "open schedule": activities[0] = Flow.Activity("Elsa.Timer", "start", ("interval", Flow.Script("'00:10:00'", "TimeSpan")), ("customProperties", new JsonObject { ["canStartWorkflow"] = true })); break;
            default: throw new ArgumentOutOfRangeException(nameof(fault), fault, null);
        }

        // What a dangling connection leaves without a way in is no other fault.
        void Unreach() => Connect("start>say", "say>nobody", "say>task", "task.Yes>end", "task.No>end");
    }
}

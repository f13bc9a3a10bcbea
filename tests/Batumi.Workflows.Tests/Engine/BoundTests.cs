using Batumi.Workflows.Engine;
using Batumi.Workflows.Engine.Errors;

namespace Batumi.Workflows.Tests.Engine;

/// <summary>What a definition cannot do to the server.</summary>
public sealed class BoundTests
{
    [Theory]
    [InlineData("while (true) {}", IncidentCodes.ScriptStatements)]
    [InlineData("for (;;);", IncidentCodes.ScriptStatements)]
    [InlineData("let s = 'x'; while (true) s += s;", IncidentCodes.ScriptMemory)]
    [InlineData("'x'.repeat(1 << 29)", IncidentCodes.ScriptError)]
    [InlineData("const a = []; for (let i = 0; i < 90000; i++) a.push(new Array(1000).fill(i)); a.length", IncidentCodes.ScriptMemory)]
    [InlineData("function f(n) { return f(n + 1); } f(0)", IncidentCodes.ScriptDepth)]
    [InlineData("const f = () => f(); f()", IncidentCodes.ScriptDepth)]
    [InlineData("'x'.repeat(1000001)", IncidentCodes.TooLong)]
    [InlineData("const a = {}; a.a = a; a", IncidentCodes.TooLong)]
    [InlineData("throw new Error('no')", IncidentCodes.ScriptError)]
    [InlineData("eval('1')", IncidentCodes.ScriptError)]
    [InlineData("new Function('return 1')()", IncidentCodes.ScriptError)]
    [InlineData("System.IO.File.ReadAllText('/etc/passwd')", IncidentCodes.ScriptError)]
    [InlineData("importNamespace('System')", IncidentCodes.ScriptError)]
    [InlineData("getInput.constructor('return 1')()", IncidentCodes.ScriptError)]
    [InlineData("getVariable.GetType()", IncidentCodes.ScriptError)]
    [InlineData("require('fs')", IncidentCodes.ScriptError)]
    [InlineData("Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)", IncidentCodes.ScriptError)]
    [InlineData("setTimeout(() => 1, 10)", IncidentCodes.ScriptError)]
    public void A_script_that_goes_too_far_is_an_incident_with_a_code_of_its_own(string script, string code)
    {
        var run = Flow.Waiting.Line("before").Line("bad", "js:" + script).Connect("before>bad").Run();

        Assert.Equal(["before"], run.Lines);
        Assert.Equal((code, "bad"), (run.Incident.Code, run.Incident.ActivityId));
    }

    [Theory]
    [InlineData("{% for i in (1..1000000) %}{% for j in (1..1000) %}x{% endfor %}{% endfor %}")]
    [InlineData("{% for i in (1..9000) %}{{ Input.Long }}{% endfor %}")]
    public void A_template_that_goes_too_far_is_an_incident(string template)
    {
        var run = Flow.Waiting.Line("bad", "liquid:" + template).Run(new() { ["Long"] = new string('x', 1000) });

        Assert.Contains(run.Incident.Code, new[] { IncidentCodes.TooLong, IncidentCodes.ScriptStatements });
    }

    [Fact]
    public void A_script_that_runs_out_of_time_is_marked_so_that_a_replay_repeats_the_incident()
    {
        var flow = Flow.Waiting.Line("slow", "js:let n = 0; while (true) n++;");
        var bounds = new Bounds { ScriptStatements = int.MaxValue - 1, ScriptTime = TimeSpan.FromMilliseconds(50) };

        var first = flow.Run(bounds: bounds);
        var replay = flow.Run(bounds: bounds with { ScriptTime = TimeSpan.FromHours(1) }, timedOut: ["slow"]);

        Assert.True(first.Incident.TimedOut);
        Assert.Equal(IncidentCodes.ScriptTime, replay.Incident.Code);
        Assert.Equal(first.State.Structure(), replay.State.Structure());
    }

    [Fact]
    public void A_loop_without_a_wait_ends_by_the_bound_of_moves()
    {
        var run = Flow.Waiting.Start().Line("a").Line("b").Connect("start>a>b>a").Run(bounds: new Bounds { Moves = 100 });

        Assert.Equal(IncidentCodes.TooManyMoves, run.Incident.Code);
        Assert.Equal(98, run.Lines.Count);
    }

    [Theory]
    [InlineData("Elsa.While", "condition", "js:true")]
    [InlineData("Elsa.For", "end", "2000000000")]
    public void A_loop_container_without_a_wait_ends_by_the_same_bound(string type, string input, string value)
    {
        var flow = Flow.Waiting.Add("loop", type, (input, value));
        var json = flow.Json();
        json["root"]!["activities"]![0]!["body"] = new System.Text.Json.Nodes.JsonObject { ["id"] = "body", ["type"] = "Elsa.Start" };
        var definition = Batumi.Workflows.Engine.Definitions.WorkflowDefinition.Read(json.ToJsonString(), "loop.json").Definition!;

        var run = new TestRun(definition, null, new Bounds { Moves = 50 }, null);

        Assert.Equal(IncidentCodes.TooManyMoves, run.Incident.Code);
    }

    [Fact]
    public void Scripts_take_clock_time_zone_chance_and_ids_from_the_step()
    {
        var flow = Flow.Waiting.Line("now", "js:[new Date().toISOString(), Date.now(), new Date().getHours(), Math.random(), Math.random(), newGuid()].join(' ')");

        var (first, second) = (flow.Run(), flow.Run());

        Assert.Equal(first.Lines, second.Lines);
        Assert.StartsWith("2027-03-01T06:00:00.000Z 1803880800000 10 0.", first.Lines[0]!, StringComparison.Ordinal);
        var words = first.Lines[0]!.Split(' ');
        Assert.NotEqual(words[3], words[4]);
        Assert.True(Guid.TryParse(words[5], out _));
    }
}

using System.Text.Json.Nodes;
using Batumi.Workflows.Engine.State;

namespace Batumi.Workflows.Tests.Engine;

public sealed class StateTests
{
    private static readonly string Values = """{"name":"ნინო <&> \"ბ\"","n":[1,2.5,-0.1,1e21,12345678901234567],"deep":{"z":1,"a":null,"t":true}}""";

    [Fact]
    public void A_saved_state_reads_back_to_the_same_text_whatever_the_values()
    {
        var run = Flow.Waiting.Variable("Kept").Task("t", "Done", ("->", "Kept")).Task("u").Connect("t>u").Run(JsonNode.Parse(Values)!.AsObject());
        run.Complete("t", "Done", JsonNode.Parse(Values));

        var json = run.State.ToJson();

        Assert.Equal(json, WorkflowState.FromJson(json).ToJson());
        Assert.Contains("ნინო", json, StringComparison.Ordinal);
        Assert.Equal("Done", (string?)run.State.Variables["Kept"]!["outcome"]);
    }

    [Fact]
    public void Changing_what_was_read_from_a_state_does_not_change_the_state()
    {
        var input = new JsonObject { ["who"] = "Nino" };
        var run = Flow.Waiting.Variable("V", "Object", "x").Task("t").Run(input);
        var before = run.State.ToJson();

        input["who"] = "Giorgi";
        run.State.Input["who"] = "Giorgi";
        run.State.Output["o"] = 1;
        run.State.Variables["V"] = "y";

        Assert.Equal(before, run.State.ToJson());
    }

    [Fact]
    public void Erasing_takes_every_value_and_leaves_the_structure()
    {
        var run = Flow.Waiting.Variable("Who").Start().Add("set", "Elsa.SetVariable", ("variable", "Who"), ("value", "js:getInput('who')"))
            .Add("name", "Elsa.SetName", ("value", "js:'Case of ' + getWho()")).Task("t", "Done", ("->", "Who"))
            .Add("bad", "Elsa.Fault", ("message", "js:'no ' + getWho().name")).Task("after").Connect("start>set>name>t>bad", "t>after")
            .Run(new JsonObject { ["who"] = "Nino" }).Complete("t", "Done", new JsonObject { ["name"] = "Nino" });
        Assert.Contains("no Nino", run.State.ToJson(), StringComparison.Ordinal);

        var emptied = run.State.WithoutValues();

        Assert.DoesNotContain("Nino", emptied.ToJson(), StringComparison.Ordinal);
        Assert.Equal(run.State.Structure(), emptied.Structure());
        Assert.Equal(run.State.Structure(), WorkflowState.FromJson(emptied.ToJson()).Structure());
        Assert.DoesNotContain("Nino", run.State.Structure(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""{"instanceId":1}""")]
    public void What_is_not_a_state_is_a_format_error(string json) => Assert.Throws<FormatException>(() => WorkflowState.FromJson(json));
}

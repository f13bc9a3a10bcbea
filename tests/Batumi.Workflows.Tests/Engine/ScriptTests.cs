using System.Text.Json.Nodes;

namespace Batumi.Workflows.Tests.Engine;

public sealed class ScriptTests
{
    [Theory]
    [InlineData("getVariable('Owner') + getOwner() + variables.Owner", "AnaAnaAna")]
    [InlineData("setOwner('Mia'); getOwner() + variables.Owner", "MiaMia")]
    [InlineData("globalThis.getOwner()", "Ana")]
    [InlineData("getInput('plot').no + getPlot().no", "77")]
    [InlineData("typeof getInput('missing') + getVariable('Missing')", "objectnull")]
    [InlineData("getCorrelationId() + getWorkflowDefinitionId() + getWorkflowDefinitionVersion()", "case-1flow1")]
    [InlineData("toJson({ a: [1, null, 'ა'] })", """{"a":[1,null,"ა"]}""")]
    [InlineData("[isNullOrEmpty(''), isNullOrEmpty(' '), isNullOrWhiteSpace(' ')].join()", "true,false,true")]
    [InlineData("new Date('2027-03-01T00:00:00').toISOString()", "2027-02-28T20:00:00.000Z")]
    [InlineData("new Date(2027, 6, 1, 12).toISOString()", "2027-07-01T08:00:00.000Z")]
    [InlineData("(0.1 + 0.2).toFixed(2) + (1234.5).toLocaleString().length", "0.307")]
    [InlineData("typeof Temporal + typeof Intl + typeof WeakRef", "undefinedundefinedundefined")]
    public void A_script_sees_variables_inputs_and_helpers(string script, string expected)
    {
        var run = Flow.Waiting.Variable("Owner", "String", "Ana").Line("l", "js:" + script).Run(new JsonObject { ["plot"] = new JsonObject { ["no"] = "7" } });

        Assert.Equal([expected], run.Lines);
    }

    [Fact]
    public void What_a_script_changes_through_variables_is_kept()
    {
        var run = Flow.Waiting.Variable("Case").Variable("N", "Int32", "1")
            .Line("a", "js:variables.Case = { plots: [1] }; variables.N += 1; variables.Case.plots.push(2); 'x'").Line("b", "js:toJson(getCase()) + getN()").Connect("a>b").Run();

        Assert.Equal(["x", """{"plots":[1,2]}2"""], run.Lines);
    }

    [Theory]
    [InlineData("{{ Variables.Owner.name | upcase }} {{ Input.Street }}", "ნინო ANA Rustaveli")]
    [InlineData("{{ 'now' | date: 'yyyy' }}", "now")]
    [InlineData("{{ Input.When | date: 'dd.MM.yyyy HH:mm' }}", "01.03.2027 04:00")]
    [InlineData("{{ Variables.Owner | json }} {{ Variables.Owner | keys | join: ',' }}", """{"name":"ნინო Ana"} name""")]
    [InlineData("{% for i in (1..3) %}{{ i }}{% endfor %}{{ 'a' | base64 }}", "123YQ==")]
    public void A_template_sees_values_and_neither_clock_nor_Georgian_capitals(string template, string expected)
    {
        var run = Flow.Waiting.Variable("Owner", "JsonObject", """{"name": "ნინო Ana"}""").Line("l", "liquid:" + template)
            .Run(new JsonObject { ["Street"] = "Rustaveli", ["When"] = "2027-03-01T00:00:00Z" });

        Assert.Equal([expected], run.Lines);
    }

    [Fact]
    public void A_number_that_is_none_is_an_incident_and_not_a_zero()
    {
        var json = Flow.Waiting.Add("for", "Elsa.For", ("start", "one"), ("end", "3")).Json();
        json["root"]!["activities"]![0]!["body"] = new JsonObject { ["id"] = "b", ["type"] = "Elsa.WriteLine" };

        var run = new TestRun(Batumi.Workflows.Engine.Definitions.WorkflowDefinition.Read(json.ToJsonString(), "f").Definition!, null, null, null);

        Assert.Equal("BW1112", run.Incident.Code);
    }
}

using System.Text.Json.Nodes;
using Batumi.Workflows.Engine.Definitions;

namespace Batumi.Workflows.Tests.Engine;

public sealed class DefinitionErrorTests
{
    [Theory]
    [InlineData("{\n  \"root\": {,}\n}", "BW2001", "line 2, column 12")]
    [InlineData("", "BW2001", "line 1, column 1")]
    [InlineData("""{"definitionId": "a", "definitionId": "b"}""", "BW2001", null)]
    [InlineData("[1]", "BW2002", "$")]
    [InlineData("null", "BW2002", "$")]
    [InlineData("""{"definitionId": "a"}""", "BW2003", "root")]
    [InlineData("""{"definitionId": "a", "root": {"id": "r", "type": "Elsa.Nonsense"}}""", "BW2004", "root.type")]
    [InlineData("""{"root": {"id": "r", "type": "Elsa.Flowchart"}}""", "BW2015", "definitionId")]
    [InlineData("""{"definitionId": "a", "root": {"id": "r", "type": "Elsa.Flowchart", "activities": {}}}""", "BW2014", "root.activities")]
    [InlineData("""{"definitionId": "a", "variables": [{"name": "N", "typeName": "Int32", "value": "one"}], "root": {"id": "r", "type": "Elsa.Flowchart"}}""", "BW2014", "variables[0].value")]
    public void An_envelope_that_cannot_be_read_is_refused_with_its_place(string json, string code, string? place)
    {
        var reading = WorkflowDefinition.Read(json, "tree.json");

        Assert.Null(reading.Definition);
        var error = Assert.Single(reading.Errors);
        Assert.Equal(code, error.Code);
        if (place is not null) Assert.Equal(place, error.Place);
        Assert.StartsWith($"tree.json, {error.Place}: found ", error.Message, StringComparison.Ordinal);
        Assert.Contains(", expected ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type": "Elsa.Start"}""", "BW2006", "root.activities[1].id", "nothing")]
    [InlineData("""{"id": "x"}""", "BW2007", "root.activities[1].type", "nothing")]
    [InlineData("""{"id": "first", "type": "Elsa.Start"}""", "BW2005", "root.activities[1].id", "'first', which is also the id of root.activities[0]")]
    [InlineData("7", "BW2002", "root.activities[1]", "7")]
    [InlineData("""{"id": "x", "type": "Municipal.Task", "due": {"typeName": "String", "expression": {"type": "Literal", "value": "3 days"}}}""", "BW2008", "root.activities[1].due", "'3 days'")]
    [InlineData("""{"id": "x", "type": "Municipal.Wait", "for": {"typeName": "String", "expression": {"type": "Literal", "value": "-1 hours"}}}""", "BW2008", "root.activities[1].for", "'-1 hours'")]
    [InlineData("""{"id": "x", "type": "Elsa.WriteLine", "text": {"typeName": "String", "expression": {"type": "CSharp", "value": "1"}}}""", "BW2009", "root.activities[1].text", "CSharp")]
    [InlineData("""{"id": "x", "type": "Elsa.WriteLine", "text": {"typeName": "String", "expression": {"type": "Python", "value": "1"}}}""", "BW2009", "root.activities[1].text", "Python")]
    [InlineData("""{"id": "x", "type": "Elsa.WriteLine", "text": {"typeName": "String", "expression": {"type": "JavaScript", "value": "1 +"}}}""", "BW2010", "root.activities[1].text", "'1 +'")]
    [InlineData("""{"id": "x", "type": "Elsa.FlowSwitch", "cases": [{"label": "A", "condition": {"type": "JavaScript", "value": "}"}}]}""", "BW2010", "root.activities[1].cases[0].condition", "'}'")]
    [InlineData("""{"id": "x", "type": "Elsa.WriteLine", "text": {"typeName": "String", "expression": {"type": "Liquid", "value": "{% if a %}open"}}}""", "BW2011", "root.activities[1].text", "{% if a %}open")]
    [InlineData("""{"id": "x", "type": "Municipal.Decision", "outcome": {"typeName": "String", "expression": {"type": "Literal", "value": "granted"}}}""", "BW2012", "root.activities[1].outcome", "granted")]
    [InlineData("""{"id": "x", "type": "Municipal.Decision"}""", "BW2012", "root.activities[1].outcome", "nothing")]
    public void An_activity_that_cannot_be_right_is_refused_with_place_and_finding(string activity, string code, string place, string found)
    {
        var reading = With(activity);

        Assert.Null(reading.Definition);
        var error = Assert.Single(reading.Errors);
        Assert.Equal((code, "tree.json", place), (error.Code, error.File, error.Place));
        Assert.Contains(found, error.Found, StringComparison.Ordinal);
        Assert.NotEmpty(error.Expected);
    }

    [Theory]
    [InlineData("""{"id": "x", "type": "Municipal.SendFax"}""", "", "BW2102")]
    [InlineData("""{"id": "x", "type": "Municipal.Task", "outcomes": {"typeName": "Object", "expression": {"type": "Object", "value": "[\"a\",\"b\"]"}}}""",
        """{"source": {"activity": "x", "port": "a"}, "target": {"activity": "first"}}""", "BW2103")]
    [InlineData("""{"id": "x", "type": "Elsa.Start"}""", """{"source": "x", "target": "nowhere"}""", "BW2101")]
    public void What_can_run_but_looks_wrong_is_only_a_warning(string activity, string connection, string code)
    {
        var reading = With(activity, connection);

        Assert.NotNull(reading.Definition);
        Assert.Equal(code, Assert.Single(reading.Warnings).Code);
    }

    [Fact]
    public void A_start_property_and_a_join_that_may_starve_are_warned_of()
    {
        var flow = Flow.Waiting.Start().Add("d", "Elsa.FlowDecision").Line("a").Line("b").Join("j", "WaitAll").Connect("start>d", "d.True>a>j", "d.False>b>j");
        var json = flow.Json();
        json["root"]!["start"] = "a";

        var reading = WorkflowDefinition.Read(json.ToJsonString(), "f.json");

        Assert.Equal(["BW2104", "BW2106"], reading.Warnings.Select(w => w.Code).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Mixed_notations_of_connections_are_each_understood()
    {
        var json = Flow.Waiting.Line("a").Line("b").Line("c").Line("d").Json();
        json["root"]!["connections"] = new JsonObject { ["$values"] = JsonNode.Parse("""
            [{"source": "a", "target": "b", "sourcePort": "Done"}, {"Source": {"Activity": "b", "Port": "Done"}, "Target": {"Activity": "c"}},
             {"source": {"activity": "c"}, "target": {"activity": "d", "port": "In"}, "vertices": []}]
            """) };

        var definition = WorkflowDefinition.Read(json.ToJsonString(), "f.json").Definition!;

        Assert.Equal(["a.Done>b", "b.Done>c", "c.Done>d"], definition.Root.Connections.Select(c => $"{c.Source}.{c.Port}>{c.Target}"));
        Assert.Equal(["a", "b", "c", "d"], new TestRun(definition, null, null, null).Lines);
    }

    [Fact]
    public void Too_large_and_too_deep_definitions_are_refused()
    {
        var wide = new JsonArray([.. Enumerable.Range(0, Limits.Activities + 1).Select(i => (JsonNode)new JsonObject { ["id"] = $"a{i}", ["type"] = "Elsa.Start" })]);
        var nested = new JsonObject { ["id"] = "deepest", ["type"] = "Elsa.Start" };
        for (var i = 0; i < Limits.Nesting + 2; i++) nested = new JsonObject { ["id"] = $"s{i}", ["type"] = "Elsa.Sequence", ["activities"] = new JsonArray(nested) };

        Assert.Equal("BW2013", Assert.Single(Read("""{"id": "r", "type": "Elsa.Flowchart", "activities": """ + wide.ToJsonString() + "}").Errors).Code);
        Assert.Equal("BW2013", Assert.Single(Read(nested.ToJsonString(new() { MaxDepth = 500 })).Errors).Code);
        Assert.Equal("BW2013", Assert.Single(WorkflowDefinition.Read(new string(' ', Limits.Characters + 1), "f").Errors).Code);
        Assert.Equal("BW2001", Assert.Single(WorkflowDefinition.Read(new string('[', 100_000), "f").Errors).Code);
    }

    [Fact]
    public void A_page_can_draw_what_the_designer_saved()
    {
        var json = Flow.Waiting.Line("a").Line("b").Connect("a>b").Json();
        json["customProperties"] = JsonNode.Parse("""{"texts": {"ka": {"a": "ნაბიჯი"}}}""");
        json["root"]!["activities"]![0]!["metadata"] = JsonNode.Parse("""{"displayText": "First", "description": "d", "designer": {"position": {"x": -40.5, "y": 20}}}""");
        json["root"]!["activities"]![0]!["customProperties"] = JsonNode.Parse("""{"mergeMode": "Stream"}""");

        var definition = WorkflowDefinition.Read(json.ToJsonString(), "f.json").Definition!;

        var a = definition.Activities["a"];
        Assert.Equal(("First", "d", new Position(-40.5, 20), "Workflow1:root:a"), (a.DisplayText, a.Description, a.Position!.Value, a.NodeId));
        Assert.Equal("Stream", (string?)a.CustomProperties["mergeMode"]);
        Assert.Equal("ნაბიჯი", (string?)definition.CustomProperties["texts"]!["ka"]!["a"]);
        Assert.Equal(new Connection("a", "Done", "b"), Assert.Single(definition.Root.Connections));
    }

    private static DefinitionReading With(string activity, string connection = "") => Read(
        """{"id": "root", "type": "Elsa.Flowchart", "activities": [{"id": "first", "type": "Elsa.Start"}, """ + activity + "], \"connections\": [" + connection + "]}");

    private static DefinitionReading Read(string root) => WorkflowDefinition.Read("{\"definitionId\": \"tree\", \"root\": " + root + "}", "tree.json");
}

using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Studio;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Tests.Workflows;

namespace Batumi.Workflows.Tests.Modules.Studio;

/// <summary>What the outline changes in a definition's JSON, and how a change is told.</summary>
public sealed class DefinitionEditsTests
{
    public static TheoryData<string> Definitions => WorkflowFiles.Theory("definitions");

    private static JsonObject Model(string key = "street-fault") => DefinitionModel.Shown(WorkflowFiles.Text("definitions", key));

    [Theory]
    [MemberData(nameof(Definitions))]
    public void Every_step_is_in_the_outline_with_every_way_on_and_saving_it_as_it_is_changes_nothing(string key)
    {
        var (model, definition) = (Model(key), WorkflowFiles.Definition(key));
        var outline = Outline.Of(model);
        Assert.Equal(definition.Activities.Keys.Where(id => id != definition.Root.Id && id != "Workflow1").Order(StringComparer.Ordinal), outline.Steps.Select(s => s.Id).Order(StringComparer.Ordinal));
        Assert.Equal(definition.Root.Connections.Select(c => (c.Source, c.Port, c.Target)).Order(), outline.Steps.SelectMany(s => s.Exits.Where(e => e.To is not null).Select(e => (s.Id, e.Port, e.To!))).Order());
        Assert.All(outline.Steps, s => Assert.Equal(definition.Activities[s.Id].Ports, s.Ports));

        foreach (var step in outline.Steps)
        {
            var same = DefinitionEdits.Change(model, AsItIs(step));
            Assert.True(JsonNode.DeepEquals(model, same.Value), step.Id);
        }
    }

    [Fact]
    public void A_role_a_term_a_letter_and_a_condition_are_changed_and_nothing_else_is()
    {
        var model = Model();
        var changed = Done(DefinitionEdits.Change(model, AsItIs(Outline.Of(model).Find("triage")!) with { Inputs = new Dictionary<string, StepInput> { ["role"] = new("", "unit_head"), ["due"] = new("JavaScript", "'3 working-days'") } }));
        changed = Done(DefinitionEdits.Change(changed, AsItIs(Outline.Of(changed).Find("tell-registered")!) with { Inputs = new Dictionary<string, StepInput> { ["template"] = new("", "redirected") } }));
        Assert.Equal(
            [
                new(ChangeKind.Input, "tell-registered", "template", "registered", "redirected"), new(ChangeKind.Input, "triage", "due", "JavaScript: getInput('danger') ? '30 minutes' : '2 office-hours'", "JavaScript: '3 working-days'"),
                new(ChangeKind.Input, "triage", "role", "dispatcher", "unit_head"),
            ],
            DefinitionDiff.Between(model, changed).OrderBy(c => c.Step, StringComparer.Ordinal).ThenBy(c => c.Name, StringComparer.Ordinal));
        Assert.Empty(Read(changed).Errors);
    }

    [Fact]
    public void A_step_is_put_between_two_connected_and_taken_out_and_the_way_is_as_before()
    {
        var model = Model();
        var (with, id) = Done(DefinitionEdits.Add(model, "root", "activities", "Municipal.Letter", ("received", "Done")));
        Assert.Equal("letter-1", id);
        var outline = Outline.Of(with);
        Assert.Equal(id, outline.Find("received")!.Exits.Single().To);
        Assert.Equal("tell-registered", outline.Find(id)!.Exits.Single().To);
        Assert.Equal(
            [(ChangeKind.StepAdded, id), (ChangeKind.Disconnection, "received"), (ChangeKind.Connection, "received"), (ChangeKind.Connection, id)],
            DefinitionDiff.Between(model, with).Select(c => (c.Kind, c.Step!)));

        var without = Done(DefinitionEdits.Remove(with, id, "tell-registered"));
        Assert.Empty(DefinitionDiff.Between(model, without));
        Assert.Equal(["tell-registered"], Outline.Of(without).Find("received")!.Exits.Select(e => e.To));
        Assert.Null(Outline.Of(Done(DefinitionEdits.Remove(with, id, null))).Find("received")!.Exits.Single().To);
    }

    [Fact]
    public void No_box_stands_upon_another()
    {
        var model = Model();
        for (var i = 0; i < 8; i++) model = Done(DefinitionEdits.Add(model, "root", "activities", "Municipal.Letter", ("received", "Done"))).Model;
        var places = Read(model).Definition!.Activities.Values.Where(a => a.Position is not null).Select(a => a.Position!.Value).ToList();
        Assert.Equal(places.Count, places.Distinct().Count());
        Assert.All(places, p => Assert.DoesNotContain(places, q => q != p && Math.Abs(q.X - p.X) < 100 && Math.Abs(q.Y - p.Y) < 50));
    }

    [Fact]
    public void An_outcome_is_added_named_and_connected_and_the_one_that_went_is_shown_as_gone()
    {
        var model = Model();
        var triage = AsItIs(Outline.Of(model).Find("triage")!);
        var changed = Done(DefinitionEdits.Change(model, triage with
        {
            Inputs = new Dictionary<string, StepInput> { ["outcomes"] = new("", "Assign\nDuplicate\nForward") },
            Exits = [.. triage.Exits!, ("Forward", "end-duplicate")],
            Texts = [new("outcomes", "Forward", "გადაგზავნა", "Pass on")],
        }));
        var step = Outline.Of(changed).Find("triage")!;
        Assert.Equal(["Assign", "Duplicate", "Forward"], step.Ports.Where(p => p != "Expired"));
        Assert.Equal([("NotOurs", false), ("Forward", true)], step.Exits.Where(e => e.Port is "NotOurs" or "Forward").OrderByDescending(e => e.Port).Select(e => (e.Port, e.IsOffered)));
        Assert.Equal(new("გადაგზავნა", "Pass on"), Outline.Of(changed).Outcome("Forward"));
        Assert.Contains(DefinitionDiff.Between(model, changed), c => c is { Kind: ChangeKind.Text, Name: "texts.outcomes.Forward.en", Before: null, After: "Pass on" });
    }

    [Fact]
    public void A_list_is_put_in_order_and_a_body_is_filled()
    {
        var model = DefinitionEdits.Blank("lists", "Lists");
        (model, var loop) = Done(DefinitionEdits.Add(model, "root", "activities", "Elsa.ForEach", ("start", "Done")));
        (model, var sequence) = Done(DefinitionEdits.Add(model, loop, "body", "Elsa.Sequence", null));
        Assert.Equal("Step.PlaceTaken", DefinitionEdits.Add(model, loop, "body", "Elsa.Sequence", null).Refused!.Code);
        (model, var first) = Done(DefinitionEdits.Add(model, sequence, "activities", "Elsa.WriteLine", null));
        (model, var second) = Done(DefinitionEdits.Add(model, sequence, "activities", "Elsa.SetName", null));
        model = Done(DefinitionEdits.Move(model, second, -1));
        var place = Outline.Of(model).PlaceOf(first)!;
        Assert.Equal((sequence, PlaceKind.List), (place.Holder, place.Kind));
        Assert.Equal([second, first], place.Steps.Select(s => s.Id));
        Assert.Equal("2.1.1", place.Steps[0].Number);
        Assert.Empty(Read(model).Errors);
        Assert.Null(Outline.Of(Done(DefinitionEdits.Remove(model, sequence, null))).Find(first));
    }

    [Fact]
    public void What_is_wrong_is_refused_by_name()
    {
        var model = Model();
        var step = AsItIs(Outline.Of(model).Find("triage")!);
        Assert.Equal("Step.NotFound", DefinitionEdits.Change(model, step with { Id = "nothing" }).Refused!.Code);
        Assert.Equal("Step.NotFound", DefinitionEdits.Change(model, step with { Exits = [("Assign", "nothing")] }).Refused!.Code);
        Assert.Equal("Step.NoVariable", DefinitionEdits.Change(model, step with { VariableId = "nothing" }).Refused!.Code);
        Assert.Equal("Step.UnknownType", DefinitionEdits.Add(model, "root", "activities", "Elsa.Nothing", null).Refused!.Code);
        Assert.Equal("Step.NotFound", DefinitionEdits.Add(model, "nothing", "activities", "Elsa.End", null).Refused!.Code);
        Assert.Equal("Step.NotFound", DefinitionEdits.Remove(model, "nothing", null).Refused!.Code);
        Assert.Equal("Step.IsRoot", DefinitionEdits.Remove(model, "root", null).Refused!.Code);
        Assert.Equal("Step.TooLong", DefinitionEdits.Names(model, [new("stages", "received", new('ა', DefinitionEdits.TextLength + 1), null)]).Refused!.Code);
        Assert.Equal("Definition.VariableTwice", DefinitionEdits.Settings(model, "N", null, "", [new("", "A", "String", false, null), new("", "a", "String", false, null)]).Refused!.Code);
        Assert.Equal("Definition.VariableName", DefinitionEdits.Settings(model, "N", null, "", [new("", "1a", "String", false, null)]).Refused!.Code);
        Assert.Equal("Definition.VariableType", DefinitionEdits.Settings(model, "N", null, "", [new("", "A", "Gone", false, null)]).Refused!.Code);
    }

    [Fact]
    public void Name_description_and_variables_are_set_and_ids_stay()
    {
        var model = Model();
        var kept = (model["variables"] as JsonArray)!.OfType<JsonObject>().Select(v => new VariableChange((string)v["id"]!, (string)v["name"]!, (string)v["typeName"]!, (bool?)v["isArray"] ?? false, v["value"]?.ToString())).ToList();
        Assert.True(JsonNode.DeepEquals(model, Done(DefinitionEdits.Settings(model, (string?)model["name"], (string?)model["description"], "Municipal.WaitForRepair", kept))));
        var changed = Done(DefinitionEdits.Settings(model, "Renamed", null, "FaultStrategy", [kept[0] with { Name = "Sorting" }, .. kept.Skip(2), new("", "Extra", "Int32", false, "3")]));
        Assert.Equal(
            [
                (ChangeKind.Setting, "description"), (ChangeKind.Setting, "name"), (ChangeKind.Setting, "options"), (ChangeKind.Variable, "Acceptance"), (ChangeKind.Variable, "Extra"), (ChangeKind.Variable, "Sorting"), (ChangeKind.Variable, "Triage"),
            ],
            DefinitionDiff.Between(model, changed).Select(c => (c.Kind, c.Name)).OrderBy(c => $"{c.Kind}").ThenBy(c => c.Name, StringComparer.Ordinal));
        Assert.Equal("v-triage", (string?)changed["variables"]![0]!["id"]);
    }

    [Fact]
    public void A_draft_that_cannot_be_read_has_its_outline_all_the_same()
    {
        var model = Model();
        Outline.Of(model).Find("triage")!.Json["due"] = new JsonObject { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = "soon" } };
        var outline = Outline.Of(model);
        Assert.Null(outline.Reading.Definition);
        Assert.Equal(["Assign", "Duplicate", "NotOurs"], outline.Find("triage")!.Ports.Where(p => p != "Expired"));
        Assert.Equal("in-triage", outline.Steps.First(s => s.Exits.Any(e => e.To == "triage")).Id);
    }

    private static StepChange AsItIs(OutlineStep step)
    {
        var cases = (step.Json["cases"] as JsonArray)?.OfType<JsonObject>().Select(c => new StepCase((string)c["label"]!, new((string?)c["condition"]!["type"] ?? "", (string?)c["condition"]!["value"] ?? ""))).ToList();
        return new(
            step.Id, null, null, null, step.OffBy, step.Known!.Inputs.ToDictionary(i => i.Name, i => StepInput.Of(step.Json, i)),
            step.Known.Outputs.ToDictionary(o => o, o => (string?)step.Json[o]?["memoryReference"]?["id"] ?? ""), (string?)step.Json["variable"]?["id"], cases,
            [.. step.Exits.Where(e => e.To is not null).Select(e => (e.Port, e.To!))], []);
    }

    private static DefinitionReading Read(JsonObject model) => WorkflowDefinition.Read(model.ToJsonString(), "test");

    private static T Done<T>(Answer<T> answer)
    {
        Assert.False(answer.IsRefused, $"{answer.Refused}");
        return answer.Value!;
    }
}

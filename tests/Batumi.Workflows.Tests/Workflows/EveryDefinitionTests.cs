using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Application.Studio;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Tests.Architecture;
using Batumi.Workflows.Tests.Support;
using Xunit.Abstractions;

namespace Batumi.Workflows.Tests.Workflows;

/// <summary>Every definition of the folder, whoever adds it: it can be read, it names what exists, and every way through it ends.</summary>
public sealed class EveryDefinitionTests(ITestOutputHelper output)
{
    public static TheoryData<string> Definitions => WorkflowFiles.Theory("definitions");

    /// <summary>Otherwise an administrator's first change would rewrite the whole file. <c>./dev export workflows</c> of a site that saved it once gives the form.</summary>
    [Theory]
    [MemberData(nameof(Definitions))]
    public void It_lies_in_the_folder_as_it_would_be_saved(string key)
    {
        var text = WorkflowFiles.Text("definitions", key);
        var saved = DefinitionModel.Write(DefinitionModel.Normal(DefinitionModel.Shown(text), key, WorkflowFiles.Definition(key).Version));
        Assert.Equal(saved, text);
    }

    [Theory]
    [MemberData(nameof(Definitions))]
    public void It_is_read_without_an_error_or_a_warning(string key)
    {
        var reading = WorkflowFiles.Reading(key);
        Broken.None(reading.Errors.Concat(reading.Warnings).Select(e => e.Message));
        Assert.Equal(key, reading.Definition!.DefinitionId);
    }

    [Theory]
    [MemberData(nameof(Definitions))]
    public void Every_connection_is_walked_and_every_ending_and_decision_reached(string key)
    {
        var way = EveryWay.Through(WorkflowFiles.Definition(key));
        output.WriteLine($"{way.Situations} situations");
        Broken.None(way.Unwalked);
    }

    [Theory]
    [InlineData("getBounces() > 1", "false", "activity arbitrate")]
    [InlineData("getBounces() > 1", "false", "connection bounced-twice.True -> arbitrate")]
    [InlineData("? 'partly_positive' : 'positive'", "? 'positive' : 'positive' || 'withdrawn'", "decision decide: withdrawn")]
    [InlineData("getWork().done || ''", "getWork().nothing.at.all", "incident at decide")]
    public void A_way_that_nobody_can_go_is_told(string good, string bad, string told)
    {
        var text = WorkflowFiles.Text("definitions", "street-fault");
        Assert.Contains(good, text, StringComparison.Ordinal);
        var way = EveryWay.Through(WorkflowDefinition.Read(text.Replace(good, bad, StringComparison.Ordinal), "changed.json").Definition!);
        Assert.Contains(way.Unwalked, line => line.StartsWith(told, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Definitions))]
    public void Everything_it_names_exists(string key)
    {
        var definition = WorkflowFiles.Definition(key);
        var missing = new List<string>();
        foreach (var activity in definition.Activities.Values)
        {
            Check(activity, "form", WorkflowFiles.Keys("forms").Contains);
            Check(activity, "template", WorkflowFiles.Keys("letters").Contains);
            Check(activity, "role", Roles.All.Contains);
            Check(activity, "reasonCode", WorkflowFiles.ReasonCodes.Contains);
            Check(activity, "stage", stage => Texts(definition, "stages").Contains(stage));
            if (activity.Type is "Municipal.Task" or "Municipal.ApplicantForm" or "Municipal.Fee")
            {
                if (!Texts(definition, "tasks").Contains(activity.Id)) missing.Add($"{activity.Id}: no name for people in texts.tasks");
                missing.AddRange(activity.Ports.Where(p => p != "Expired" && !Texts(definition, "outcomes").Contains(p)).Select(p => $"{activity.Id}: no name for outcome {p}"));
                if (definition.Activities[activity.Id].Inputs.TryGetValue("form", out var form) && form.Text is { } name) missing.AddRange(ReasonsOf(name));
            }
        }

        Broken.None(missing);

        void Check(Activity activity, string input, Func<string, bool> exists)
        {
            if (activity.Inputs.TryGetValue(input, out var given) && given is { Syntax: "Literal", Text: { Length: > 0 } text } && !exists(text)) missing.Add($"{activity.Id}: {input} {text}");
        }
    }

    [Theory]
    [MemberData(nameof(Definitions))]
    public void No_name_for_people_is_left_over(string key)
    {
        var definition = WorkflowFiles.Definition(key);
        var stages = definition.Activities.Values.Where(a => a.Type == "Municipal.Stage").Select(a => a.Inputs["stage"].Text!).ToHashSet();
        var ports = definition.Activities.Values.Where(a => a.Type.StartsWith("Municipal.", StringComparison.Ordinal)).SelectMany(a => a.Ports).ToHashSet();
        Broken.None(Texts(definition, "stages").Where(s => !stages.Contains(s)).Select(s => $"stage {s}")
            .Concat(Texts(definition, "tasks").Where(t => !definition.Activities.ContainsKey(t)).Select(t => $"task {t}"))
            .Concat(Texts(definition, "outcomes").Where(o => !ports.Contains(o)).Select(o => $"outcome {o}")));
    }

    [Theory]
    [MemberData(nameof(Definitions))]
    public void Every_stage_and_task_is_shown_by_its_name(string key)
    {
        var texts = new DefinitionTexts(WorkflowFiles.Definition(key));
        foreach (var stage in Texts(WorkflowFiles.Definition(key), "stages")) Assert.NotEqual(stage, texts.Stage(stage).Ka);
        foreach (var task in Texts(WorkflowFiles.Definition(key), "tasks")) Assert.NotNull(texts.Instructions(task));
    }

    public static TheoryData<string> Services => WorkflowFiles.Theory("services");

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_names_a_form_a_workflow_and_a_unit_that_exist(string key)
    {
        var service = WorkflowFiles.Service(key);
        Assert.Equal(key, service.Key);
        Assert.NotNull(WorkflowFiles.Form(service.Form));
        Assert.Contains(service.Workflow, WorkflowFiles.Keys("definitions"));
        Assert.Contains(service.Unit, WorkflowFiles.Units.Units.Select(u => u.Code));
        var first = WorkflowFiles.Definition(service.Workflow).Activities.Values.Where(a => a.Type == "Municipal.Task").SelectMany(a => a.Inputs.Where(i => i.Key == "role")).Select(i => i.Value.Text!);
        Assert.All(first, role => Assert.Contains(WorkflowFiles.Units.Units, u => u.Roles.Contains(role)));
        if (service.Term.ByFact is { } fact) Assert.NotEmpty(service.Term.Values);
    }

    private static IEnumerable<string> ReasonsOf(string form) => WorkflowFiles.Form(form)?.Field("reasonCode")?.Options.Select(o => o.Value)
        .Where(code => !WorkflowFiles.ReasonCodes.Contains(code)).Select(code => $"form {form}: reason {code}") ?? [];

    private static IReadOnlyList<string> Texts(WorkflowDefinition definition, string group) =>
        [.. (definition.CustomProperties["texts"]?[group] as JsonObject ?? []).Select(entry => entry.Key)];
}

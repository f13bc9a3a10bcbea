using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Application.Studio;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Tests.Architecture;
using Batumi.Workflows.Tests.Support;
using Batumi.Workflows.Tests.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Tests.Modules.Publishing;

/// <summary>What a service works by is beyond doubt: its flaws are refused however it is published, and only told where no service depends on it.</summary>
public sealed class ServiceWorkflowRuleTests : IAsyncLifetime
{
    private TestCity city = null!;

    public async Task InitializeAsync() => city = await TestCity.OpenAsync();

    public async Task DisposeAsync() => await city.DisposeAsync();

    [Fact]
    public async Task Every_definition_of_the_folder_holds()
    {
        foreach (var key in WorkflowFiles.Keys("definitions"))
            Broken.None((await FlawsAsync(WorkflowFiles.Text("definitions", key), key)).Select(f => f.Message));
    }

    public static TheoryData<string, string, string> Flaws => new()
    {
        { "form", ServiceWorkflowRule.MissingThing, "triage.form" }, { "letter", ServiceWorkflowRule.MissingThing, "tell-registered.template" }, { "role", ServiceWorkflowRule.MissingThing, "triage.role" },
        { "event", DefinitionCodes.NobodyAnswers, "wait-reopen.event" }, { "elsa task", DefinitionCodes.NobodyAnswers, "tell-registered.type" }, { "trigger", DefinitionCodes.NobodyAnswers, "tell-registered.canStartWorkflow" },
        { "appeal", DefinitionCodes.RefusalIncomplete, "decide-negative.outcome" }, { "stage", DefinitionCodes.MissingText, "received.stages" }, { "task", DefinitionCodes.MissingText, "triage.tasks" },
        { "outcome", DefinitionCodes.MissingText, "triage.outcomes" }, { "warning", DefinitionCodes.UnknownVariable, "root.activities" },
    };

    [Theory]
    [MemberData(nameof(Flaws))]
    public async Task A_flaw_is_refused_for_a_service_in_every_way_and_warned_of_elsewhere(string flaw, string code, string place)
    {
        var model = JsonNode.Parse(WorkflowFiles.Text("definitions", "street-fault"))!.AsObject();
        Break(model, flaw);
        var text = model.ToJsonString();
        var flaws = await FlawsAsync(text, "street-fault");
        Assert.All(flaws, f => Assert.Equal(code, f.Code));
        Assert.Contains(flaws, f => f.Place.StartsWith(place, StringComparison.Ordinal));

        var studio = await city.AskAsync<DefinitionShelf, Answer<SavedDefinition>>(s => s.SaveAsync(model.DeepClone().AsObject(), publish: true, Actor.System, default));
        Assert.Equal("Elsa.Broken", studio.Refused!.Code);
        Assert.Contains(studio.Refused.Details, d => d.Contains(code, StringComparison.Ordinal));
        var draft = await city.AskAsync<DefinitionShelf, Answer<SavedDefinition>>(s => s.SaveAsync(model.DeepClone().AsObject(), publish: false, Actor.System, default));
        Assert.Null(draft.Refused);      // a draft may be doubtful
        Assert.Equal("Elsa.Broken", (await city.AskAsync<DefinitionShelf, Answer<SavedDefinition>>(s => s.PublishAsync("street-fault", Actor.System, default))).Refused!.Code);
        var page = await city.AskAsync<Publications, Refusal?>(async p => (await p.PublishAsync(new(ContentKind.Definition, "street-fault", draft.Value!.Definition.Version, text, "A test needs it.", IntentKey.New()), Actor.System, default)).Refused);
        Assert.Equal("Publication.Broken", page!.Code);
        Assert.Equal("Publication.Broken", (await city.AskAsync<Publications, Refusal?>(p => p.PublishDraftAsync(ContentKind.Definition, "street-fault", draft.Value!.Definition.Version, "A test needs it.", Actor.System, default)))!.Code);

        model["definitionId"] = "of-no-service";
        Assert.Null((await city.AskAsync<DefinitionShelf, Answer<SavedDefinition>>(s => s.SaveAsync(model, publish: true, Actor.System, default))).Refused);
    }

    [Theory]
    [InlineData("MSA", true)]
    [InlineData("ADM", true)]
    [InlineData("URB", false)]
    public async Task What_a_units_service_works_by_is_changed_by_an_administrator_of_that_unit(string unit, bool may)
    {
        var admin = new Actor(ActorKind.Staff, Guid.CreateVersion7(), "Admin", [new(Roles.Administrator, unit)]);
        var model = JsonNode.Parse(WorkflowFiles.Text("definitions", "street-fault"))!.AsObject();
        model["description"] = "Changed";
        var text = model.ToJsonString();
        List<Refusal?> refused =
        [
            await city.AskAsync<Publications, Refusal?>(async p => (await p.PublishAsync(new(ContentKind.Definition, "street-fault", 1, text, "A test needs it.", IntentKey.New()), admin, default)).Refused),
            (await city.AskAsync<DefinitionShelf, Answer<SavedDefinition>>(s => s.SaveAsync(model.DeepClone().AsObject(), publish: false, admin, default))).Refused,
            (await city.AskAsync<DefinitionShelf, Answer<SavedDefinition>>(s => s.PublishAsync("street-fault", admin, default))).Refused,
        ];
        Assert.Equal(may ? [null, null, null] : ["Elsa.NotYourUnit", "Elsa.NotYourUnit", "Elsa.NotYourUnit"], refused.Select(r => r?.Code));

        model["definitionId"] = "of-no-service";
        Assert.Null((await city.AskAsync<DefinitionShelf, Answer<SavedDefinition>>(s => s.SaveAsync(model, publish: false, admin, default))).Refused);
    }

    [Fact]
    public async Task A_file_with_a_flaw_is_kept_as_broken_and_the_version_before_it_stays_in_force()
    {
        using var workflows = new WorkflowCopy();
        await using var other = await TestCity.OpenAsync(workflows: workflows.Folder);
        var file = Path.Combine(workflows.Folder, "definitions", "street-fault.json");
        var model = JsonNode.Parse(await File.ReadAllTextAsync(file))!.AsObject();
        Break(model, "appeal");
        await File.WriteAllTextAsync(file, model.ToJsonString());
        Assert.Equal(1, await other.AskAsync<WorkflowFolder, int>(f => f.ImportAsync(workflows.Folder, default)));

        var versions = await other.QueryAsync(db => db.Set<Publication>().AsNoTracking().Where(p => p.Kind == ContentKind.Definition && p.Key == "street-fault").OrderBy(p => p.Version).ToListAsync());
        Assert.Equal([PublicationStatus.Published, PublicationStatus.Broken], versions.Select(v => v.Status));
        Assert.Contains(DefinitionCodes.RefusalIncomplete, versions[1].Errors, StringComparison.Ordinal);
    }

    private Task<IReadOnlyList<DefinitionError>> FlawsAsync(string text, string key) => city.AskAsync<IEnumerable<IContentRule>, IReadOnlyList<DefinitionError>>(rules => rules.FlawsAsync(ContentKind.Definition, key, text, key, default));

    private static void Break(JsonObject model, string flaw)
    {
        JsonObject Step(string id) => model["root"]!["activities"]!.AsArray().Single(a => (string?)a!["id"] == id)!.AsObject();
        void Set(string id, string input, string value) => Step(id)[input]!["expression"]!["value"] = value;
        var texts = model["customProperties"]!["texts"]!;
        switch (flaw)
        {
            case "form": Set("triage", "form", "no-such-form"); break;
            case "letter": Set("tell-registered", "template", "no-such-letter"); break;
            case "role": Set("triage", "role", "emperor"); break;
            case "event": Set("wait-reopen", "event", "eclipse"); break;
            case "elsa task": (Step("tell-registered")["type"], Step("tell-registered")["taskName"]) = ("Elsa.RunTask", Step("tell-registered")["template"]!.DeepClone()); break;
            case "trigger":
                (Step("tell-registered")["type"], Step("tell-registered")["eventName"]) = ("Elsa.Event", Step("tell-registered")["template"]!.DeepClone());
                Step("tell-registered")["customProperties"] = new JsonObject { ["canStartWorkflow"] = true };
                break;
            case "appeal": Set("tell-negative", "template", "registered"); break;
            case "stage": texts["stages"]!["received"]!.AsObject().Remove("ka"); break;
            case "task": texts["tasks"]!.AsObject().Remove("triage"); break;
            case "outcome": texts["outcomes"]!["Assign"]!["en"] = " "; break;
            case "warning": Set("end-duplicate", "reason", "getNothingOfTheKind()"); break;
            default: throw new ArgumentOutOfRangeException(nameof(flaw), flaw, null);
        }
    }
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Batumi.Workflows.Application.Forms;
using Batumi.Workflows.Application.Identity;
using Batumi.Workflows.Application.Incidents;
using Batumi.Workflows.Application.Notifications;
using Batumi.Workflows.Application.People;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Application.Studio;
using Batumi.Workflows.Engine.Activities;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Tests.Architecture;
using Batumi.Workflows.Tests.Support;
using Batumi.Workflows.Web.Localization;
using Batumi.Workflows.Web.Pages.Admin.Definitions;
using Batumi.Workflows.Web.Pages.Public.Error;

namespace Batumi.Workflows.Tests.Localization;

/// <summary>Every sentence that is asked for is there in both languages, and no sentence lies about that nobody asks for.</summary>
public sealed partial class KeyTests
{
    /// <summary>Families that the municipality's own files add to: a member without a text is shown by its own name.</summary>
    private static readonly string[] open = ["Step.", "Port."];

    private static readonly Texts texts = new();
    private static readonly IReadOnlyList<SourceFile> sources = [.. Sources.Files("src", ".cs", ".cshtml")];
    private static readonly HashSet<string> literals = [.. sources.SelectMany(file => Literal().Matches(file.Text)).Select(match => match.Groups[1].Value)];

    [Fact]
    public void Every_refusal_has_its_sentence() => Broken.None(RefusalCodes().Where(code => texts.Find($"Refusal.{code}") is null));

    [Fact]
    public void Refusals_are_found_in_every_way_they_are_written()
    {
        var codes = RefusalCodes();
        Assert.All(["Draft.NotFound", "Person.Self", "Desk.Stale", "Account.Wrong", "Account.Password.Weak", "BW1004"], code => Assert.Contains(code, codes));
    }

    [Fact]
    public void Every_sentence_that_a_page_asks_for_by_name_is_there() =>
        Broken.None(sources.SelectMany(file => Asked().Matches(file.Text).Select(match => (file.Path, Key: match.Groups["key"].Value)))
            .Where(asked => texts.Find(asked.Key) is null).Select(asked => $"{asked.Path}: {asked.Key}"));

    [Fact]
    public void Every_sentence_that_is_chosen_by_a_value_is_there_for_each_value() => Broken.None(Families().Where(key => texts.Find(key) is null));

    [Fact]
    public void No_sentence_is_kept_that_nobody_asks_for()
    {
        var used = literals.Concat(Families()).Concat(RefusalCodes().Select(code => $"Refusal.{code}")).ToHashSet();
        Broken.None(texts.Keys.Where(key => !used.Contains(key) && !open.Any(family => key.StartsWith(family, StringComparison.Ordinal))));
    }

    private static HashSet<string> RefusalCodes() =>
    [
        .. sources.Where(file => file.Path.StartsWith("src/Batumi.Workflows.Application/", StringComparison.Ordinal) || file.Path.StartsWith("src/Batumi.Workflows.Web/Identity/", StringComparison.Ordinal))
            .SelectMany(file => Refused().Matches(file.Text)).Select(match => match.Groups["code"].Value),
        .. sources.SelectMany(file => EngineRefusal().Matches(file.Text)).Select(match => match.Groups["code"].Value),
    ];

    // Keys put together from a word and a value: every value that there can be.
    private static IEnumerable<string> Families() =>
    [
        .. Of("Incident.{0}", Enum.GetNames<IncidentStatus>()), .. Of("DataIncident.Decision.{0}", Enum.GetNames<NotifyDecision>()), .. Of("Account.Act.{0}", Enum.GetNames<AccountAct>()), .. Of("Letter.{0}", Enum.GetNames<LetterStatus>()), .. Of("Follow.Letter.{0}", Enum.GetNames<LetterStatus>()), .. Of("Document.State.{0}", Enum.GetNames<DocumentState>()), .. Of("Document.Means.{0}", Enum.GetNames<DocumentState>()), .. Activities(), .. Of("MachineKey.State.{0}", Enum.GetNames<MachineKeyState>()), .. Of("MachineKey.Scope.{0}", ["Read", "Edit", "Run"]), .. Of("Publication.{0}", Enum.GetNames<PublicationStatus>()),
        .. Of("Origin.{0}", Enum.GetNames<PublicationOrigin>()), .. Of("Case.By.{0}", Enum.GetNames<ActorKind>()), .. Of("Role.{0}", Roles.All),
        .. Of("Outcome.{0}", Outcomes.All), .. Of("Case.Outcome.{0}", Outcomes.All), .. Of("Term.{0}", Enum.GetNames<DueUnit>()), .. Of("Extend.By.{0}", Enum.GetNames<DueUnit>()), .. Of("MoreTime.By.{0}", Enum.GetNames<DueUnit>()),
        .. ErrorModel.Known.SelectMany(code => Of($"Error.{code}.{{0}}", ["Title", "What", "Do"])),
        .. Of("Kind.{0}", typeof(ContentKind).GetFields().Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!)),
        .. Of("Admin.{0}.Title", areas), .. Of("Admin.{0}.Lead", areas),
        .. literals.Select(key => $"{key}.Means").Where(key => texts.Find(key) is not null),
        .. Of("Input.{0}", ActivityTypes.All.SelectMany(a => a.Inputs).Select(i => i.Name).Distinct()),
        .. Of("Change.{0}", Enum.GetNames<ChangeKind>().Except(["Input"])), .. Of("Change.Of.{0}", ["Text", "Variable", "Setting", "Moved"]), .. Of("Definition.Strategy.{0}", SettingsModel.Strategies),
        .. Of("Name.{0}", ["stages", "tasks", "outcomes", "steps"]), .. Of("Names.{0}", ["stages", "tasks", "outcomes", "steps"]), .. Of("Name.Stage.{0}", ["StopsClock", "Reopens", "Closes"]),
        .. Of("Flaw.{0}", typeof(DefinitionCodes).GetFields().Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!).Append(ServiceWorkflowRule.MissingThing)),
        .. Of("Trial.Did.{0}", Enum.GetNames<TrialActKind>()), "Trial.Event." + Following.ReopenEvent,
        .. Of("Form.Kind.{0}", Enum.GetNames<FieldKind>()), .. Of("Form.Flag.{0}", ["Required", "Personal", "Fact"]), .. Of("Form.Preview.{0}", Languages.All),
        .. Of("Step.Due.{0}", Enum.GetNames<DueUnit>()), .. Of("Step.Syntax.{0}", StepInput.Syntaxes),
        .. Of("Priority.{0}", Values("forms/street-fault-triage.json", "priority")), .. Of("Unit.Kind.{0}", UnitKinds()),
    ];

    // Every step of the editor's toolbox, its category, and of the municipal ones every input.
    private static IEnumerable<string> Activities()
    {
        var shown = ActivityTypes.All.Where(a => a.Category != "System").ToList();
        return shown.Select(a => $"Activity.{a.Type}").Concat(shown.Select(a => $"Activities.Category.{a.Category}"))
            .Concat(shown.Where(a => a.Category == "Municipal").SelectMany(a => a.Inputs.Select(i => $"Activity.{a.Type}.{i.Name}")));
    }

    private static readonly string[] areas = ["Incidents", "Letters", "Publications", "Services", "Definitions", "Studio", "People", "Units", "Activities", "Keys", "Erase", "DataIncidents"];

    private static IEnumerable<string> Of(string pattern, IEnumerable<string> values) => values.Select(value => pattern.Replace("{0}", value, StringComparison.Ordinal));

    private static IEnumerable<string> Values(string form, string field) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Workflows, form)))!["pages"]!.AsArray().SelectMany(page => page!["fields"]!.AsArray())
            .First(f => (string?)f!["key"] == field)!["options"]!.AsArray().Select(option => (string)option!["value"]!);

    private static IEnumerable<string> UnitKinds() =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Workflows, "units.json")))!["units"]!.AsArray().Select(unit => (string)unit!["kind"]!).Distinct();

    [GeneratedRegex("\"([A-Z][A-Za-z0-9_]*(?:\\.[A-Za-z0-9_]+)*)\"")]
    private static partial Regex Literal();

    [GeneratedRegex("(?:texts\\[|ErrorMessage = |\\b(?:label|hint)=)\"(?<key>[A-Z][A-Za-z0-9.]*)\"")]
    private static partial Regex Asked();

    [GeneratedRegex("new(?: Refusal)?\\(\"(?<code>[A-Z][A-Za-z]+(?:\\.[A-Za-z]+)+)\"")]
    private static partial Regex Refused();

    [GeneratedRegex(": WorkflowError\\(\"(?<code>BW[0-9]{4})\"")]
    private static partial Regex EngineRefusal();
}

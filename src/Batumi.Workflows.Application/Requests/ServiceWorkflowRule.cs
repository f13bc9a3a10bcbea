using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Letters;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Engine.Definitions;

namespace Batumi.Workflows.Application.Requests;

/// <summary>
/// A definition that a service works by must be beyond doubt: what is a warning elsewhere is refused, and so is what only a case needs: waits that somebody can end,
/// a refusal that is told with the way to appeal, names in both languages, forms, letters and roles that exist.
/// </summary>
public sealed class ServiceWorkflowRule(Published published) : IContentRule
{
    /// <summary>A form, letter or role that is named and not there.</summary>
    public const string MissingThing = "BW2118";

    // What people and terms can send to a case; nothing else reaches it.
    private static readonly string[] eventsOfCases = [Following.ReopenEvent];

    public async Task<IReadOnlyList<DefinitionError>> FlawsAsync(string kind, string key, string text, string fileName, CancellationToken ct)
    {
        if (kind != ContentKind.Definition || !(await published.AllAsync<ServiceEntry>(ContentKind.Service, ct)).Any(s => s.Content.Workflow == key)) return [];
        var reading = WorkflowDefinition.Read(text, fileName);
        if (reading.Definition is not { } definition) return reading.Errors;

        var flaws = new List<DefinitionError>(reading.Warnings);
        var letters = (await published.AllAsync<LetterTemplate>(ContentKind.Letter, ct)).ToDictionary(l => l.Key, l => l.Content);
        var forms = (await published.AllAsync<Forms.Form>(ContentKind.Form, ct)).Select(f => f.Key).ToHashSet();
        foreach (var activity in definition.Activities.Values)
        {
            void Flaw(string code, string input, string found, string expected) => flaws.Add(new(code, fileName, $"{activity.Id}.{input}", found, expected));
            if (Fixed(activity, "form") is { Length: > 0 } form && !forms.Contains(form)) Flaw(MissingThing, "form", $"'{form}'", "the key of a form in force");
            if (Fixed(activity, "template") is { Length: > 0 } template && !letters.ContainsKey(template)) Flaw(MissingThing, "template", $"'{template}'", "the key of a letter in force");
            if (Fixed(activity, "role") is { Length: > 0 } role && !Roles.All.Contains(role)) Flaw(MissingThing, "role", $"'{role}'", "one of " + string.Join(", ", Roles.All));
            if (activity.CanStart && definition.Triggers.Any(t => t.ActivityId == activity.Id)) Flaw(DefinitionCodes.NobodyAnswers, "canStartWorkflow", "a trigger", "none: a case begins with somebody's request");
            else if (activity.Type is "Elsa.Event" or "Elsa.RunTask") Flaw(DefinitionCodes.NobodyAnswers, "type", activity.Type, "a task or wait of the category Municipal: nobody can end this one in a case");
            if (activity.Type == "Municipal.Wait" && Fixed(activity, "event") is { Length: > 0 } awaited && !eventsOfCases.Contains(awaited)) Flaw(DefinitionCodes.NobodyAnswers, "event", $"'{awaited}'", "one of " + string.Join(", ", eventsOfCases));
            if (activity is { Type: "Municipal.Decision", OffBy: null } && (!activity.Inputs.TryGetValue("outcome", out var outcome) || !outcome.IsFixed || outcome.Text == Outcomes.Negative) && !TellsAppeal(definition, activity, letters))
                Flaw(DefinitionCodes.RefusalIncomplete, "outcome", "a decision that may refuse", "a letter to the applicant behind it that tells how to appeal");
            foreach (var (group, name) in NamesOf(activity).Where(n => !IsNamed(definition, n.Group, n.Name))) Flaw(DefinitionCodes.MissingText, group, $"'{name}' without a name in Georgian and English", $"both in customProperties.texts.{group}");
        }

        return flaws;
    }

    /// <summary>A workflow belongs to the units whose services run it: their administrators change it, and those of the central administration.</summary>
    public async Task<Refusal?> RefusesAsync(string kind, string key, Actor by, CancellationToken ct)
    {
        if (kind != ContentKind.Definition || by.Kind == ActorKind.System || by.Holds(Roles.Administrator, Roles.CentralUnit)) return null;
        var units = (await published.AllAsync<ServiceEntry>(ContentKind.Service, ct)).Where(s => s.Content.Workflow == key).Select(s => s.Content.Unit).Distinct().ToList();
        return units.TrueForAll(unit => by.Holds(Roles.Administrator, unit)) ? null : new Refusal("Elsa.NotYourUnit", string.Join(", ", units));
    }

    private static string? Fixed(Activity activity, string input) => activity.Inputs.TryGetValue(input, out var given) && given.Syntax == "Literal" ? given.Text : null;

    private static IEnumerable<(string Group, string Name)> NamesOf(Activity activity)
    {
        if (activity.Type == "Municipal.Stage" && Fixed(activity, "stage") is { } stage) yield return ("stages", stage);
        if (activity.Type is not ("Municipal.Task" or "Municipal.ApplicantForm" or "Municipal.Fee")) yield break;
        yield return ("tasks", Fixed(activity, "name") is { Length: > 0 } name ? name : activity.Name is { Length: > 0 } own ? own : activity.Id);
        foreach (var port in activity.Ports.Where(p => p != "Expired")) yield return ("outcomes", port);
    }

    private static bool IsNamed(WorkflowDefinition definition, string group, string name) =>
        definition.CustomProperties["texts"] is JsonObject texts && texts[group] is JsonObject named && named[name] is JsonObject both
        && Languages.All.All(language => both[language] is JsonValue value && value.TryGetValue<string>(out var text) && !string.IsNullOrWhiteSpace(text));

    // Some letter behind the decision, before anything is waited for: on its own level or further out.
    private static bool TellsAppeal(WorkflowDefinition definition, Activity decision, Dictionary<string, LetterTemplate> letters)
    {
        for (var at = decision; at is not null;)
        {
            var around = definition.Activities.Values.FirstOrDefault(a => a != at && (a.Children.Contains(at) || a.Embedded.Values.Contains(at) || a.Cases.Any(c => c.Activity == at)));
            if (around is null) return false;
            if (Behind(around, at).Where(a => a.OffBy is null).SelectMany(a => a.WithDescendants()).Any(a => a is { Type: "Municipal.Letter", OffBy: null } && Fixed(a, "to") is null or "" or "applicant"
                && Fixed(a, "template") is { } template && letters.TryGetValue(template, out var letter) && letter.TellsAppeal)) return true;
            at = around;
        }

        return false;
    }

    // In a sequence what follows; in a flowchart every way on from it, up to where the run stands still.
    private static IEnumerable<Activity> Behind(Activity around, Activity at)
    {
        if (around.Connections.Count == 0) return around.Children.SkipWhile(c => c != at).Skip(1);
        var seen = new HashSet<string>();
        var open = new Queue<string>([at.Id]);
        while (open.TryDequeue(out var id))
        {
            foreach (var next in around.Connections.Where(c => c.Source == id && seen.Add(c.Target)).Select(c => c.Target))
            {
                if (around.Children.First(c => c.Id == next) is { MayWait: false }) open.Enqueue(next);
            }
        }

        return around.Children.Where(c => seen.Contains(c.Id));
    }
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Batumi.Workflows.Application.Forms;
using Batumi.Workflows.Engine;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Effects;
using Batumi.Workflows.Engine.State;

namespace Batumi.Workflows.Tests.Workflows;

/// <summary>
/// Walks a definition every way there is: from each situation each outcome of each task, each timer and each event, until nothing new comes. Two cases are
/// in the same situation when they wait for the same things with the same variables. Answers are the plainest ones first; only when something stays
/// unwalked, every choice of every form is tried. A count that grows for ever makes endless situations; the nearest are walked.
/// </summary>
internal sealed partial class EveryWay
{
    private const int MostSituations = 1_000;
    private static readonly DateTimeOffset begin = new(2026, 11, 24, 6, 0, 0, TimeSpan.Zero);
    private static readonly string[] endings = ["Elsa.End", "Elsa.Finish", "Elsa.Complete", "Elsa.Fault"];

    private readonly WorkflowDefinition definition;
    private readonly Func<string, Form?> forms;
    private readonly HashSet<string> seen = [];
    private readonly HashSet<(string Activity, string Port)> left = [];
    private readonly HashSet<string> run = [];
    private readonly HashSet<string> decided = [];
    private readonly Queue<Situation> open = [];
    private readonly Dictionary<string, Effect.SendLetter> letters = [];
    private bool tryEveryChoice;

    private EveryWay(WorkflowDefinition definition, Func<string, Form?> forms) => (this.definition, this.forms) = (definition, forms);

    /// <summary>What stayed unwalked, and what went wrong on the way.</summary>
    public List<string> Unwalked { get; } = [];

    public int Situations => seen.Count;

    /// <summary>Letters on the way, each with the values that the definition gave it, once.</summary>
    public IReadOnlyCollection<Effect.SendLetter> Letters => letters.Values;

    /// <summary>From every request that a service of the folder can begin it with.</summary>
    public static EveryWay Through(WorkflowDefinition definition)
    {
        var way = new EveryWay(definition, WorkflowFiles.Form);
        var inputs = WorkflowFiles.ServicesOf(definition.DefinitionId)
            .SelectMany(service => GoodAnswers.AllTo(WorkflowFiles.Form(service.Form)!).Select(answers => Input(service, answers))).DistinctBy(i => i.ToJsonString()).ToList();
        Assert.NotEmpty(inputs);
        way.Explore(inputs);
        if (way.Unwalked.Count == 0) return way;

        way.seen.Clear();
        way.Unwalked.Clear();
        way.tryEveryChoice = true;
        way.Explore(inputs);
        return way;
    }

    private void Explore(IReadOnlyList<JsonObject> inputs)
    {
        foreach (var input in inputs)
            Arrive(Interpreter.Start(definition, new("case", input.DeepClone().AsObject()), Context(begin)), begin, new Dictionary<string, string?>());
        while (seen.Count < MostSituations && open.TryDequeue(out var situation)) Leave(situation);
        open.Clear();

        foreach (var activity in definition.Activities.Values.Where(a => !run.Contains(a.Id)))
            Unwalked.Add(endings.Contains(activity.Type) ? $"ending {activity.Id}" : $"activity {activity.Id}");
        foreach (var way in definition.Activities.Values.SelectMany(a => a.Connections).Where(c => !left.Contains((c.Source, c.Port))))
            Unwalked.Add($"connection {way.Source}.{way.Port} -> {way.Target}");
        foreach (var decision in definition.Activities.Values.Where(a => a.Type == "Municipal.Decision"))
            Unwalked.AddRange(OutcomesOf(decision).Where(o => !decided.Contains($"{decision.Id} {o}")).Select(o => $"decision {decision.Id}: {o}"));
    }

    private void Leave(Situation from)
    {
        foreach (var bookmark in from.State.Bookmarks)
        {
            switch (bookmark.Kind)
            {
                case BookmarkKind.Task when bookmark.Outcomes.Count == 0: Go(from, new Stimulus.TaskCompleted(bookmark.Id, null, null), from.Now); break;
                case BookmarkKind.Task:
                    foreach (var outcome in bookmark.Outcomes)
                    {
                        foreach (var answers in Answers(from.Forms[bookmark.Id], outcome)) Go(from, new Stimulus.TaskCompleted(bookmark.Id, outcome, answers), from.Now);
                    }

                    break;
                case BookmarkKind.Timer: Go(from, new Stimulus.TimerElapsed(bookmark.Id), bookmark.DueAt!.Value); break;
                default: Go(from, new Stimulus.EventReceived(bookmark.Name!, new JsonObject { ["reason"] = "Still there" }), from.Now); break;
            }
        }
    }

    private IEnumerable<JsonObject> Answers(string? form, string outcome) => form is null ? [[]]
        : forms(form) is not { } found ? throw new InvalidOperationException($"There is no form {form}.")
        : tryEveryChoice ? GoodAnswers.AllTo(found, outcome) : [GoodAnswers.To(found, outcome)];

    private void Go(Situation from, Stimulus stimulus, DateTimeOffset at) => Arrive(Interpreter.Resume(definition, from.State, stimulus, Context(at)), at, from.Forms);

    private void Arrive(Turn turn, DateTimeOffset now, IReadOnlyDictionary<string, string?> known)
    {
        Assert.False(turn.IsRefused, turn.Refusal?.Message);
        foreach (var incident in turn.Effects.OfType<Effect.RaiseIncident>()) Unwalked.Add($"incident at {incident.ActivityId}: {incident.Message}");
        foreach (var done in turn.Events.Where(e => e.Event == "Completed"))
        {
            run.Add(done.ActivityId);
            foreach (var port in done.Outcome!.Split(',')) left.Add((done.ActivityId, port));
        }

        foreach (var letter in turn.Effects.OfType<Effect.SendLetter>()) letters.TryAdd($"{letter.Template} {letter.To} {letter.Values.ToJsonString()}", letter);
        foreach (var decision in turn.Effects.OfType<Effect.RecordDecision>())
        {
            decided.Add($"{decision.ActivityId} {decision.Outcome}");
            if (decision.ReasonCode is { } code && !WorkflowFiles.ReasonCodes.Contains(code)) Unwalked.Add($"decision {decision.ActivityId}: unknown reason {code}");
        }

        var waits = turn.State!.Bookmarks.Select(b => $"{b.Kind} {b.ActivityId} {b.Name} {string.Join('|', b.Outcomes)}").Order(StringComparer.Ordinal);
        if (!seen.Add($"{turn.State.Status}; {string.Join("; ", waits)}; {turn.State.Variables.ToJsonString()}") || turn.State.Status == RunStatus.Finished) return;

        var opened = new Dictionary<string, string?>(known);
        foreach (var task in turn.Effects.OfType<Effect.OpenTask>()) opened[task.TaskId] = task.Form;
        open.Enqueue(new(turn.State, now, opened));
    }

    // A fixed outcome, or those that its script names.
    private static IEnumerable<string> OutcomesOf(Activity decision) => decision.Inputs["outcome"] is { IsFixed: true } given ? [given.Text!]
        : Quoted().Matches(decision.Inputs["outcome"].Text ?? "").Select(m => m.Groups["text"].Value).Where(Application.Primitives.Outcomes.All.Contains).Distinct();

    // As a filed request gives it.
    private static JsonObject Input(Application.Catalog.ServiceEntry service, JsonObject answers) => new()
    {
        ["serviceKey"] = service.Key, ["unit"] = service.Unit, ["answers"] = WorkflowFiles.Form(service.Form)!.WithoutPersonal(answers),
        ["danger"] = answers["danger"]?.ToString() == "yes", ["district"] = null, ["hasContact"] = answers["email"] is not null,
    };

    private static TurnContext Context(DateTimeOffset now) => new(now, Seed: 1, WorkflowFiles.Calendar.Due);

    [GeneratedRegex("['\"](?<text>[a-z_]+)['\"]", RegexOptions.ExplicitCapture)]
    private static partial Regex Quoted();

    /// <param name="Forms">Form of every task that was opened so far.</param>
    private sealed record Situation(WorkflowState State, DateTimeOffset Now, IReadOnlyDictionary<string, string?> Forms);
}

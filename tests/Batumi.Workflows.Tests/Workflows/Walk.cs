using System.Globalization;
using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Engine;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Effects;
using Batumi.Workflows.Engine.State;

namespace Batumi.Workflows.Tests.Workflows;

/// <summary>One case walked through a definition by the engine alone, with the municipality's calendar; times are those of Batumi.</summary>
internal sealed class Walk
{
    private readonly WorkflowDefinition definition;
    private readonly List<Effect> effects = [];
    private WorkflowState state = null!;

    private Walk(WorkflowDefinition definition, DateTimeOffset now) => (this.definition, Now) = (definition, now);

    public static Walk Start(string key, string at, JsonObject? input = null)
    {
        var walk = new Walk(WorkflowFiles.Definition(key), Moment(at));
        var service = WorkflowFiles.ServicesOf(key)[0];
        var given = new JsonObject { ["serviceKey"] = service.Key, ["unit"] = service.Unit, ["danger"] = false };
        foreach (var (name, value) in input ?? []) given[name] = value?.DeepClone();
        walk.Take(Interpreter.Start(walk.definition, new("case", given), walk.Context()));
        return walk;
    }

    public DateTimeOffset Now { get; private set; }

    public bool IsOver => state.Status == RunStatus.Finished;

    /// <summary>Stages in the order they were entered.</summary>
    public IReadOnlyList<string> Stages => [.. effects.OfType<Effect.EnterStage>().Select(e => e.Stage)];

    /// <summary>The decision in force: a stage that reopens the case takes it back.</summary>
    public Effect.RecordDecision? Decision => effects.Where(e => e is Effect.RecordDecision || (e is Effect.EnterStage enter && new DefinitionTexts(definition).StageReopens(enter.Stage)))
        .LastOrDefault() as Effect.RecordDecision;

    public IReadOnlyList<Effect.SendLetter> Letters => [.. effects.OfType<Effect.SendLetter>()];

    public IReadOnlyList<string> Tasks => [.. state.Bookmarks.Where(b => b.Kind == BookmarkKind.Task).Select(b => b.ActivityId).Order(StringComparer.Ordinal)];

    public bool WaitsFor(string @event) => state.Bookmarks.Any(b => b.Kind == BookmarkKind.Event && b.Name == @event);

    public Effect.OpenTask Task(string id) => effects.OfType<Effect.OpenTask>().Last(t => t.ActivityId == id && state.Bookmarks.Any(b => b.Id == t.TaskId));

    /// <summary>When the task is due, as a clock in Batumi shows it.</summary>
    public string DueOf(string id) => Local(Task(id).DueAt!.Value);

    public Walk Do(string task, string outcome, JsonObject? answers = null)
    {
        Take(Interpreter.Resume(definition, state, new Stimulus.TaskCompleted(Task(task).TaskId, outcome, answers), Context()));
        return this;
    }

    public Walk Hear(string @event)
    {
        Take(Interpreter.Resume(definition, state, new Stimulus.EventReceived(@event, null), Context()));
        return this;
    }

    /// <summary>Lets time pass until then; what comes due on the way happens in its order.</summary>
    public Walk Until(string at)
    {
        while (state.Bookmarks.Where(b => b.Kind == BookmarkKind.Timer && b.DueAt <= Moment(at)).MinBy(b => b.DueAt) is { } timer)
        {
            Now = timer.DueAt!.Value;
            Take(Interpreter.Resume(definition, state, new Stimulus.TimerElapsed(timer.Id), Context()));
        }

        Now = Moment(at);
        return this;
    }

    private void Take(Turn turn)
    {
        Assert.False(turn.IsRefused, turn.Refusal?.Message);
        Assert.DoesNotContain(turn.Effects, e => e is Effect.RaiseIncident);
        state = turn.State;
        effects.AddRange(turn.Effects);
    }

    private TurnContext Context() => new(Now, Seed: 7, WorkflowFiles.Calendar.Due);

    private static DateTimeOffset Moment(string local) => TbilisiTime.ToUtc(DateTime.Parse(local, CultureInfo.InvariantCulture)).AsOffset();

    private static string Local(DateTimeOffset at) => TbilisiTime.ToLocal(at.UtcDateTime).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}

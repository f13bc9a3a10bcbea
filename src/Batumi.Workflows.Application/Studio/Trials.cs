using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Calendar;
using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Forms;
using Batumi.Workflows.Application.Identity;
using Batumi.Workflows.Application.Letters;
using Batumi.Workflows.Application.Notifications;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Engine;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Effects;
using Batumi.Workflows.Engine.State;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Studio;

/// <summary>What happened at one moment of a trial.</summary>
/// <param name="Did">What the person who tries it did; null: it followed.</param>
public sealed record TrialLine(DateTime AtUtc, TrialAct? Did, IReadOnlyList<Effect> Effects);

/// <summary>One thing done in a trial, as it is kept.</summary>
/// <param name="Subject">Task, bookmark, incident or event that it is about.</param>
/// <param name="Name">Name of the task or event, for people.</param>
public sealed record TrialAct(TrialActKind Kind, string? Subject, string? Name, string? Outcome, JsonObject? Result, DateTime AtUtc, ulong Seed);

public enum TrialActKind { Began, Task, Time, Event, Retry, Skip, Answer }

/// <param name="Open">Tasks that wait, each as it was opened.</param>
/// <param name="NextUtc">The next moment at which something happens by itself; null: nothing waits for time.</param>
/// <param name="Calendar">The calendar that terms are counted by.</param>
public sealed record TrialView(
    Trial Trial, WorkflowDefinition Definition, WorkflowState State, IReadOnlyList<TrialLine> Lines, IReadOnlyList<Effect.OpenTask> Open, DateTime? NextUtc, ServiceEntry? Service, WorkCalendar Calendar)
{
    public IReadOnlyList<string> Stages => [.. Lines.SelectMany(l => l.Effects).OfType<Effect.EnterStage>().Select(s => s.Stage)];

    public bool IsOver => State.Status == RunStatus.Finished;

    /// <summary>Events that somebody or something could send now.</summary>
    public IReadOnlyList<string> Events => [.. State.Bookmarks.Where(b => b.Kind == BookmarkKind.Event && b.Name is not null).Select(b => b.Name!).Distinct()];

    /// <summary>Another server or workflow that is waited for.</summary>
    public IReadOnlyList<Bookmark> Others => [.. State.Bookmarks.Where(b => b.Kind is BookmarkKind.Http or BookmarkKind.Run)];

    /// <summary>The decision in force: a stage that reopens the case takes it back.</summary>
    public Effect.RecordDecision? Decision
    {
        get
        {
            var names = new DefinitionTexts(Definition);
            return Lines.SelectMany(l => l.Effects).LastOrDefault(e => e is Effect.RecordDecision || (e is Effect.EnterStage stage && names.StageReopens(stage.Stage))) as Effect.RecordDecision;
        }
    }
}

public sealed record TrialSummary(Guid Id, int Version, string By, DateTime BegunAtUtc, int Steps);

/// <summary>Cases to try a definition with: folded by the engine each time, outside the register, with every role in one hand and a clock that is moved by hand.</summary>
public sealed class Trials(CityDb db, DefinitionShelf shelf, Published published, SiteSettings site, WallClock wall)
{
    private const int MostSteps = 500, KeptDays = 30, MostOfOne = 50;

    private static readonly JsonSerializerOptions json = new(JsonSerializerDefaults.Web);

    /// <summary>Begins a trial of the newest version.</summary>
    /// <param name="answers">What the applicant would have answered, checked; of it only what no field marks as personal is kept.</param>
    public async Task<Answer<Guid>> BeginAsync(string definitionId, string? serviceKey, JsonObject answers, IntentKey intent, Actor by, CancellationToken ct)
    {
        if (!intent.IsValid || by.AccountId is not { } account) return new Refusal("Intent.Invalid");
        var id = Guid.ParseExact(intent.Value, "N");
        if (await db.Set<Trial>().AnyAsync(t => t.Id == id, ct)) return id;
        if (await shelf.FindAsync(definitionId, VersionChoice.Latest, ct) is not { } latest) return new Refusal("Elsa.DefinitionNotFound", definitionId);
        var service = serviceKey is null ? null : (await published.LatestAsync<ServiceEntry>(ContentKind.Service, serviceKey, ct))?.Content;
        if (serviceKey is not null && service?.Workflow != definitionId) return new Refusal("Service.NotFound");
        var form = service is null ? null : (await published.LatestAsync<Form>(ContentKind.Form, service.Form, ct))?.Content;

        var now = wall.Time.NowUtc();
        var input = service is null ? answers : new JsonObject
        {
            ["serviceKey"] = service.Key, ["answers"] = form?.WithoutPersonal(answers) ?? [], ["danger"] = answers["danger"]?.ToString() is "yes" or "true",
            ["district"] = (answers["place"] as JsonObject).Look("district")?.DeepClone(), ["hasContact"] = true, ["unit"] = service.Unit,
        };
        var content = await db.Set<Publication>().Where(p => p.Id == latest.Id).Select(p => p.Content).FirstAsync(ct);
        var trial = new Trial
        {
            Id = id, DefinitionId = definitionId, Version = latest.Version, Content = content, ServiceKey = serviceKey, ByAccountId = account, BegunAtUtc = now, ClockUtc = now, Revision = 1,
            Steps = JsonSerializer.Serialize<TrialAct[]>([new(TrialActKind.Began, null, null, null, input, now, Seed())], json),
        };
        if (await FoldAsync(trial, ct) is { IsRefused: true } refused) return refused.Refused!;
        await DropOldAsync(definitionId, now, ct);
        db.Add(trial);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();       // the same press, twice
        }

        return id;
    }

    public async Task<Answer<TrialView>> OpenAsync(string definitionId, Guid id, CancellationToken ct) =>
        await db.Set<Trial>().AsNoTracking().FirstOrDefaultAsync(t => t.Id == id && t.DefinitionId == definitionId, ct) is { } trial ? await FoldAsync(trial, ct) : new Refusal("Trial.NotFound");

    public async Task<IReadOnlyList<TrialSummary>> ListAsync(string definitionId, CancellationToken ct) => await (
        from t in db.Set<Trial>().AsNoTracking().Where(t => t.DefinitionId == definitionId)
        join a in db.Set<Account>() on t.ByAccountId equals a.Id
        orderby t.BegunAtUtc descending
        select new TrialSummary(t.Id, t.Version, a.DisplayName, t.BegunAtUtc, t.Revision)).ToListAsync(ct);

    /// <summary>Ends a task, as whoever may do it.</summary>
    public Task<Refusal?> CompleteAsync(string definitionId, Guid id, int revision, string taskId, string outcome, JsonObject answers, CancellationToken ct) =>
        ActAsync(definitionId, id, revision, view => view.Open.FirstOrDefault(t => t.TaskId == taskId) is { } task
            ? new TrialAct(TrialActKind.Task, taskId, task.Name, outcome, answers, view.Trial.ClockUtc, Seed()) : new Refusal("Trial.NoTask"), ct);

    /// <summary>Lets time pass to the next moment at which something happens by itself.</summary>
    public Task<Refusal?> PassAsync(string definitionId, Guid id, int revision, CancellationToken ct) =>
        ActAsync(definitionId, id, revision, view => Next(view.State) is { } timer
            ? new TrialAct(TrialActKind.Time, timer.Id, null, null, null, Later(timer.DueAt!.Value.UtcDateTime, view.Trial.ClockUtc), Seed()) : new Refusal("Trial.NothingWaits"), ct);

    /// <summary>An event arrives that the definition waits for: the applicant reopens the case, or a share of the term is over.</summary>
    public Task<Refusal?> SendAsync(string definitionId, Guid id, int revision, string name, CancellationToken ct) =>
        ActAsync(definitionId, id, revision, view => view.Events.Contains(name) ? new TrialAct(TrialActKind.Event, name, name, null, null, view.Trial.ClockUtc, Seed()) : new Refusal("Trial.NothingWaits"), ct);

    /// <summary>Another server or workflow answers.</summary>
    /// <param name="body">What it says; of a workflow, its output as JSON.</param>
    public Task<Refusal?> AnswerAsync(string definitionId, Guid id, int revision, string bookmarkId, string? body, CancellationToken ct) =>
        ActAsync(definitionId, id, revision, view => view.Others.FirstOrDefault(b => b.Id == bookmarkId) is { } waiting
            ? new TrialAct(TrialActKind.Answer, bookmarkId, waiting.Name, waiting.Kind.ToString(), new JsonObject { ["body"] = body }, view.Trial.ClockUtc, Seed()) : new Refusal("Trial.NothingWaits"), ct);

    /// <summary>A step that could not do its work is tried again, or passed over by an outcome.</summary>
    public Task<Refusal?> SettleAsync(string definitionId, Guid id, int revision, string incidentId, string? skipBy, CancellationToken ct) =>
        ActAsync(definitionId, id, revision, view => new TrialAct(skipBy is null ? TrialActKind.Retry : TrialActKind.Skip, incidentId, null, skipBy, null, view.Trial.ClockUtc, Seed()), ct);

    public async Task<Refusal?> DropAsync(string definitionId, Guid id, int revision, CancellationToken ct) =>
        await db.Set<Trial>().Where(t => t.Id == id && t.DefinitionId == definitionId && t.Revision == revision).ExecuteDeleteAsync(ct) > 0
            || !await db.Set<Trial>().AnyAsync(t => t.Id == id && t.DefinitionId == definitionId, ct) ? null : new("Trial.Moved");

    /// <summary>The letter as its receiver would read it; null: there is no such template.</summary>
    public async Task<RenderedLetter?> LetterAsync(TrialView view, DateTime atUtc, Effect.SendLetter wish, string language, CancellationToken ct)
    {
        if ((await published.LatestAsync<LetterTemplate>(ContentKind.Letter, wish.Template, ct))?.Content is not { } template) return null;
        var asked = view.Lines.Where(l => l.AtUtc <= atUtc).SelectMany(l => l.Effects).OfType<Effect.OpenTask>().LastOrDefault(t => t.Kind == TaskKind.Applicant)?.DueAt;
        var began = view.Lines[0].AtUtc;
        var due = DueRule.Read(view.Service?.TermFor([])) is { } term ? view.Calendar.Due(term, began.AsOffset()).UtcDateTime : (DateTime?)null;
        var values = new JsonObject
        {
            ["caseNumber"] = "TRIAL-0000", ["serviceTitle"] = view.Service?.Title.In(language), ["registeredDate"] = Day(began), ["dueDate"] = due is { } d ? Day(d) : null,
            ["appealDate"] = Day(view.Calendar.Due(new(1, DueUnit.Months), atUtc.AsOffset()).UtcDateTime), ["answerDate"] = asked is { } a ? Day(a.UtcDateTime) : null, ["link"] = $"{site.PublicUrl}/follow",
            ["documentNumber"] = "TRIAL-0000", ["checkCode"] = "…", ["checkLink"] = $"{site.PublicUrl}/check",
        };
        foreach (var (name, value) in wish.Values) values[name] = value?.DeepClone();
        return template.Render(language, values);
    }

    private async Task<Refusal?> ActAsync(string definitionId, Guid id, int revision, Func<TrialView, Answer<TrialAct>> act, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        if (await db.Set<Trial>().FirstOrDefaultAsync(t => t.Id == id && t.DefinitionId == definitionId, ct) is not { } trial) return new("Trial.NotFound");
        if (trial.Revision != revision) return new("Trial.Moved");
        var before = await FoldAsync(trial, ct);
        if (before.IsRefused) return before.Refused;
        var next = act(before.Value!);
        if (next.IsRefused) return next.Refused;
        var acts = JsonSerializer.Deserialize<List<TrialAct>>(trial.Steps, json)!;
        if (acts.Count >= MostSteps) return new("Trial.TooLong", $"{MostSteps}");
        acts.Add(next.Value!);
        (trial.Steps, trial.ClockUtc) = (JsonSerializer.Serialize(acts, json), next.Value!.AtUtc);
        trial.Revision++;
        if (await FoldAsync(trial, ct) is { IsRefused: true } refused) return refused.Refused;
        try
        {
            await db.SaveChangesAsync(ct);
            return null;
        }
        catch (DbUpdateConcurrencyException)
        {
            db.ChangeTracker.Clear();
            return new("Trial.Moved");
        }
    }

    private async Task<Answer<TrialView>> FoldAsync(Trial trial, CancellationToken ct)
    {
        var reading = WorkflowDefinition.Read(trial.Content, trial.DefinitionId);
        if (reading.Definition is not { } definition) return new Refusal("Trial.NotReadable", reading.Errors[0].Message);
        if ((await published.LatestAsync<WorkCalendar>(ContentKind.Calendar, WorkflowHost.CalendarKey, ct))?.Content is not { } calendar) return new Refusal("Calendar.NotPublished");

        WorkflowState? state = null;
        var lines = new List<TrialLine>();
        var open = new Dictionary<string, Effect.OpenTask>();
        foreach (var act in JsonSerializer.Deserialize<List<TrialAct>>(trial.Steps, json)!)
        {
            var context = new TurnContext(act.AtUtc.AsOffset(), act.Seed, calendar.Due);
            var turn = state is null ? Interpreter.Start(definition, new($"{trial.Id:N}", act.Result), context) : Interpreter.Resume(definition, state, Of(act), context);
            if (turn.IsRefused) return new Refusal(turn.Refusal!.Code, turn.Refusal.Message);
            state = turn.State;
            lines.Add(new(act.AtUtc, act, turn.Effects));
            foreach (var effect in turn.Effects)
            {
                if (effect is Effect.OpenTask opened) open[opened.TaskId] = opened;
                else if (effect is Effect.MoveTask moved && open.TryGetValue(moved.TaskId, out var task)) open[moved.TaskId] = task with { DueAt = moved.DueAt };
            }
        }

        var service = trial.ServiceKey is null ? null : (await published.LatestAsync<ServiceEntry>(ContentKind.Service, trial.ServiceKey, ct))?.Content;
        List<Effect.OpenTask> waiting = [.. state!.Bookmarks.Where(b => b.Kind == BookmarkKind.Task && open.ContainsKey(b.Id)).Select(b => open[b.Id])];
        return new TrialView(trial, definition, state, lines, waiting, Next(state) is { } timer ? Later(timer.DueAt!.Value.UtcDateTime, trial.ClockUtc) : null, service, calendar);
    }

    private static Stimulus Of(TrialAct act) => act.Kind switch
    {
        TrialActKind.Task => new Stimulus.TaskCompleted(act.Subject!, act.Outcome, act.Result),
        TrialActKind.Time => new Stimulus.TimerElapsed(act.Subject!),
        TrialActKind.Retry => new Stimulus.IncidentRetried(act.Subject!),
        TrialActKind.Skip => new Stimulus.IncidentSkipped(act.Subject!, act.Outcome!, "trial"),
        TrialActKind.Answer when act.Outcome == nameof(BookmarkKind.Run) => new Stimulus.RunEnded(act.Subject!, nameof(RunSubStatus.Finished), Object(act.Result.Look("body").Said())),
        TrialActKind.Answer => new Stimulus.HttpAnswered(act.Subject!, 200, [], act.Result.Look("body").Said(), null),
        _ => new Stimulus.EventReceived(act.Subject!, null),
    };

    private static JsonObject? Object(string? text)
    {
        try
        {
            return string.IsNullOrWhiteSpace(text) ? [] : JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static Bookmark? Next(WorkflowState state) => state.Bookmarks.Where(b => b is { Kind: BookmarkKind.Timer, DueAt: not null }).MinBy(b => b.DueAt);

    private static DateTime Later(DateTime a, DateTime b) => a > b ? a : b;

    private async Task DropOldAsync(string definitionId, DateTime now, CancellationToken ct)
    {
        var before = now.AddDays(-KeptDays);
        await db.Set<Trial>().Where(t => t.BegunAtUtc < before).ExecuteDeleteAsync(ct);
        var surplus = await db.Set<Trial>().Where(t => t.DefinitionId == definitionId).OrderByDescending(t => t.BegunAtUtc).Skip(MostOfOne - 1).Select(t => t.Id).ToListAsync(ct);
        if (surplus.Count > 0) await db.Set<Trial>().Where(t => surplus.Contains(t.Id)).ExecuteDeleteAsync(ct);
    }

    private static ulong Seed() => BinaryPrimitives.ReadUInt64BigEndian(RandomNumberGenerator.GetBytes(8));

    private static string Day(DateTime utc) => TbilisiTime.ToLocal(utc).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
}

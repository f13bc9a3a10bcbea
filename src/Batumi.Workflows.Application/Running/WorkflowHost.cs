using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Batumi.Workflows.Application.Calendar;
using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Keys;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Register;
using Batumi.Workflows.Engine;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Effects;
using Batumi.Workflows.Engine.State;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Running;

/// <summary>
/// Carries a run one step on: loads it, asks the engine, and commits run, tasks, timers, journal, letters and every module's rows by one save.
/// When two steps meet, the loser runs again on the new state or is refused with the reason.
/// </summary>
public sealed class WorkflowHost(
    CityDb db, CaseKeys keys, Published published, LettersOfStep letters, IEnumerable<IStepKeeper> keepers, TimeProvider time)
{
    /// <summary>Attempts before a step gives way; a run that changes this often within one step is a bug.</summary>
    private const int MostAttempts = 12;

    /// <summary>Key of the calendar that terms are counted by.</summary>
    public const string CalendarKey = "georgia";

    public Task<Answer<Step>> StartAsync(NewRun start, Order order, CancellationToken ct) =>
        RepeatAsync(order, start.Id, () => TryStartAsync(start, order, ct), ct);

    public Task<Answer<Step>> ResumeAsync(Guid runId, Stimulus stimulus, Order order, CancellationToken ct) =>
        RepeatAsync(order, runId, () => TryResumeAsync(runId, stimulus, order, ct), ct);

    private async Task<Answer<Step>> RepeatAsync(Order order, Guid runId, Func<Task<Answer<Step>>> attempt, CancellationToken ct)
    {
        if (order.Intent is { IsValid: false }) return new Refusal("Intent.Invalid");
        for (var count = 1; ; count++)
        {
            db.ChangeTracker.Clear();
            try
            {
                // A repeated intent is looked up only when it shows: as a refusal, or as a row that is there already.
                if (count > 1 && await CarriedOutAsync(order, ct) is { } before) return before;
                var answer = await attempt();
                return answer.IsRefused && await CarriedOutAsync(order, ct) is { } first ? first : answer;
            }
            catch (DbUpdateException clash) when (count < MostAttempts)
            {
                // Somebody else's step was first, or this very intent was carried out meanwhile: look again. Anything else is a broken machine.
                if (clash is not DbUpdateConcurrencyException && !await IsClashAsync(order, runId, ct)) throw;
            }
        }
    }

    private async Task<Answer<Step>?> CarriedOutAsync(Order order, CancellationToken ct)
    {
        if (order.Intent is not { } intent) return null;
        var before = await db.Set<CarriedOut>().AsNoTracking().FirstOrDefaultAsync(i => i.Intent == intent.Value, ct);
        if (before is null) return null;
        return before.Purpose == order.Purpose ? new Step(before.RunId, before.Turn, IsRepeat: true) : new Refusal("Intent.Other");
    }

    // A unique index refused: the same intent, the same journal number or the same case number was written first.
    private async Task<bool> IsClashAsync(Order order, Guid runId, CancellationToken ct)
    {
        var entries = db.ChangeTracker.Entries<JournalEntry>().Select(e => e.Entity.Sequence).ToList();
        var claims = db.ChangeTracker.Entries<Run>().Where(e => e.State == EntityState.Added).Select(e => e.Entity.Claim).OfType<string>().ToList();
        var numbers = db.ChangeTracker.Entries<Case>().Where(e => e.State == EntityState.Added).Select(e => e.Entity.Number).ToList();
        db.ChangeTracker.Clear();
        return (order.Intent is { } intent && await db.Set<CarriedOut>().AnyAsync(i => i.Intent == intent.Value, ct))
            || await db.Set<JournalEntry>().AnyAsync(e => e.RunId == runId && entries.Contains(e.Sequence), ct)
            || await db.Set<Run>().AnyAsync(r => claims.Contains(r.Claim!), ct)
            || await db.Set<Case>().AnyAsync(c => numbers.Contains(c.Number), ct);
    }

    private async Task<Answer<Step>> TryStartAsync(NewRun start, Order order, CancellationToken ct)
    {
        if (await IssueAsync(start, ct) is not { } issue) return new Refusal("Definition.NotPublished", start.DefinitionId);
        var strategy = ActivationStrategies.Of(issue.Content);
        if (await strategy.RefusesAsync(db, issue.Key, start.CorrelationId, ct)) return ActivationStrategies.Refusal;
        if (await CalendarAsync(ct) is not { } calendar) return new Refusal("Calendar.NotPublished");

        var now = time.NowUtc();
        var seed = DrawSeed();
        var beginning = new Beginning(start.Id.ToString("N"), start.Input, start.CorrelationId, start.TriggerActivityId);
        var (turn, missing) = await AllowingAsync(context => Interpreter.Start(issue.Content, beginning, context), Context(now, seed, calendar), ct);
        if (turn.IsRefused) return new Refusal(turn.Refusal!.Code, turn.Refusal.Message);

        var key = await keys.OpenAsync(start.Id, CaseKey.Applicant, ct) ?? keys.Create(start.Id, CaseKey.Applicant);
        var prepared = await start.Prepare(key, ct);
        if (prepared.Refused is { } refused) return refused;
        var run = new Run
        {
            Id = start.Id, DefinitionId = issue.Key, DefinitionVersion = issue.Version, State = "", Status = "", SubStatus = "", Turn = 0,
            LastHash = new byte[SHA256.HashSizeInBytes], Revision = 0, StartedAtUtc = now, CalendarVersion = calendar.Version,
            ParentRunId = start.ParentRunId, ParentWaitId = start.ParentWaitId, Claim = strategy.ClaimOf(issue.Key, start.CorrelationId),
        };
        db.Add(run);
        var frame = new Frame(run, prepared.Value, issue.Content, calendar, key, [], now, seed, order);
        await WriteAsync(frame, turn, StimulusRecord.Of(beginning, order.Why).Without(missing), ct);
        return new Step(run.Id, run.Turn, IsRepeat: false);
    }

    private async Task<Issue<WorkflowDefinition>?> IssueAsync(NewRun start, CancellationToken ct)
    {
        if (start.Version is not { } version) return await published.LatestAsync<WorkflowDefinition>(ContentKind.Definition, start.DefinitionId, ct);
        return await published.VersionAsync<WorkflowDefinition>(ContentKind.Definition, start.DefinitionId, version, ct) is { } content ? new(start.DefinitionId, version, content) : null;
    }

    private async Task<Answer<Step>> TryResumeAsync(Guid runId, Stimulus stimulus, Order order, CancellationToken ct)
    {
        var rows = await Rows(runId).ToListAsync(ct);
        if (rows.Count == 0) return new Refusal("Run.NotFound");
        var (run, @case) = (rows[0].Run, rows[0].Case);
        if (run.IsErased) return new Refusal("Case.Erased");

        IReadOnlyList<WorkTask> open = [.. rows.Select(r => r.Task).OfType<WorkTask>()];
        if (order.Check?.Invoke(new(run, @case, open)) is { } refused) return refused;

        var definition = await published.VersionAsync<WorkflowDefinition>(ContentKind.Definition, run.DefinitionId, run.DefinitionVersion, ct);
        if (definition is null) return new Refusal("Definition.NotReadable", run.DefinitionId);
        if (await CalendarAsync(ct) is not { } calendar) return new Refusal("Calendar.NotPublished");
        if (keys.Open(rows[0].Key) is not { } key) return new Refusal("Case.Erased");

        var now = time.NowUtc();
        var seed = DrawSeed();
        var state = WorkflowState.FromJson(run.State);
        var (turn, missing) = await AllowingAsync(context => Interpreter.Resume(definition, state, stimulus, context), Context(now, seed, calendar), ct);
        if (turn.IsRefused) return new Refusal(turn.Refusal!.Code, turn.Refusal.Message);

        await WriteAsync(new(run, @case, definition, calendar, key, open, now, seed, order), turn, StimulusRecord.Of(stimulus, order.Why).Without(missing), ct);
        return new Step(run.Id, run.Turn, IsRepeat: false);
    }

    // A step that wishes for runs of definitions that are not in force, or that only a request may begin, is taken again knowing so.
    private async Task<(Turn Turn, IReadOnlySet<string>? Missing)> AllowingAsync(Func<TurnContext, Turn> take, TurnContext context, CancellationToken ct)
    {
        var turn = take(context);
        HashSet<string>? missing = null;
        foreach (var wished in turn.Effects.OfType<Effect.StartRun>().Select(s => s.DefinitionId).Distinct())
        {
            if (await published.LatestAsync<WorkflowDefinition>(ContentKind.Definition, wished, ct) is null || await IsOfServiceAsync(wished, ct)) (missing ??= []).Add(wished);
        }

        return missing is null ? (turn, null) : (take(context with { Unpublished = missing }), missing);
    }

    private async Task<bool> IsOfServiceAsync(string definitionId, CancellationToken ct) => (await published.AllAsync<ServiceEntry>(ContentKind.Service, ct)).Any(s => s.Content.Workflow == definitionId);

    // Run, case, key and open tasks in one round trip, a row for each task: this is the hot path of every step.
    private IQueryable<LoadedRows> Rows(Guid runId) =>
        from run in db.Set<Run>().Where(r => r.Id == runId)
        join c in db.Set<Case>() on run.Id equals c.Id into cases
        from c in cases.DefaultIfEmpty()
        join k in db.Set<CaseKey>().Where(k => k.Person == CaseKey.Applicant) on run.Id equals k.CaseId into caseKeys
        from k in caseKeys.DefaultIfEmpty()
        join t in db.Set<WorkTask>().Where(t => t.Status == WorkTaskStatus.Open) on run.Id equals t.RunId into tasks
        from t in tasks.DefaultIfEmpty()
        select new LoadedRows(run, c, k, t);

    private async Task WriteAsync(Frame frame, Turn turn, StimulusRecord stimulus, CancellationToken ct)
    {
        var (run, state) = (frame.Run, turn.State!);
        run.State = state.ToJson();
        run.Status = state.Status.ToString();
        run.SubStatus = state.SubStatus.ToString();
        run.EndedAtUtc = state.Status == RunStatus.Finished ? frame.Now : null;
        run.UpdatedAtUtc = frame.Now;
        if (frame.Case is null) KeepPlain(run, state);
        run.Turn++;
        run.Revision++;

        var entry = Entry(frame, turn, stimulus);
        run.LastHash = entry.Hash = entry.ComputeHash();
        db.Add(entry);
        if (frame.Order.Intent is { } intent)
            db.Add(new CarriedOut { Intent = intent.Value, Purpose = frame.Order.Purpose, RunId = run.Id, Turn = run.Turn, AtUtc = frame.Now });

        var rows = new RowsOfStep(db, run, frame.OpenTasks, frame.Order, stimulus, frame.Now);
        if (stimulus.Kind == JournalKind.Recounted) run.CalendarVersion = frame.Calendar.Version;
        if (stimulus.Kind == JournalKind.TimerElapsed) await rows.ElapseAsync(stimulus.Subject!, ct);
        await rows.WriteAsync(turn, ct);
        var step = new StepRows(db, run, frame.Case, frame.Definition, turn, entry, frame.Order.Why, frame.Calendar);
        foreach (var keeper in keepers) await keeper.KeepAsync(step, ct);
        await letters.WriteAsync(step, frame.Key, ct);
        await MessagesOfStep.WriteAsync(step, frame.Key, ct);

        await db.SaveChangesAsync(ct);
    }

    // A case is found by its own row; what is no case, by these.
    private static void KeepPlain(Run run, WorkflowState state)
    {
        run.CorrelationId = Cut(state.CorrelationId);
        run.Name = Cut(state.Name);
        run.IncidentCount = state.Incidents.Count;
        if (state.Status == RunStatus.Finished) run.Claim = null;
    }

    private static string? Cut(string? text) => text is { Length: > Run.CorrelationLength } ? text[..Run.CorrelationLength] : text;

    private static JournalEntry Entry(Frame frame, Turn turn, StimulusRecord stimulus)
    {
        var timedOut = turn.Effects.OfType<Effect.RaiseIncident>().Where(i => i.TimedOut).Select(i => i.ActivityId).ToList();
        var label = $"journal/{frame.Run.Id:N}/{frame.Run.Turn}";
        return new()
        {
            RunId = frame.Run.Id, Sequence = frame.Run.Turn, AtUtc = frame.Now, ActorKind = frame.Order.Actor.Kind, ActorId = frame.Order.Actor.AccountId,
            Kind = stimulus.Kind, Subject = stimulus.Subject, Outcome = stimulus.Outcome,
            ActivityId = frame.OpenTasks.FirstOrDefault(t => t.Id == stimulus.Subject)?.ActivityId,
            DefinitionId = frame.Run.DefinitionId, DefinitionVersion = frame.Run.DefinitionVersion, SemanticsVersion = Interpreter.SemanticsVersion,
            CalendarVersion = frame.Calendar.Version, Seed = frame.Seed, TimedOut = timedOut.Count == 0 ? null : string.Join(',', timedOut),
            Events = string.Join(',', turn.Events.Select(e => $"{e.ActivityId}:{e.Event}")),
            PayloadCipher = frame.Key.Seal(stimulus.Payload, label),
            StructureHash = SHA256.HashData(Encoding.UTF8.GetBytes(turn.State!.Structure())),
            PreviousHash = frame.Run.LastHash,
        };
    }

    private Task<Issue<WorkCalendar>?> CalendarAsync(CancellationToken ct) => published.LatestAsync<WorkCalendar>(ContentKind.Calendar, CalendarKey, ct);

    private static TurnContext Context(DateTime now, long seed, Issue<WorkCalendar> calendar) => new(now.AsOffset(), unchecked((ulong)seed), calendar.Content.Due);

    private static long DrawSeed() => BinaryPrimitives.ReadInt64BigEndian(RandomNumberGenerator.GetBytes(8));

    private sealed record LoadedRows(Run Run, Case? Case, CaseKey? Key, WorkTask? Task);

    private sealed record Frame(
        Run Run, Case? Case, WorkflowDefinition Definition, Issue<WorkCalendar> Calendar, OpenKey Key, IReadOnlyList<WorkTask> OpenTasks, DateTime Now, long Seed, Order Order);
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Batumi.Workflows.Application.Calendar;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Keys;
using Batumi.Workflows.Application.Notifications;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Engine;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Effects;
using Batumi.Workflows.Engine.State;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Running;

/// <param name="Runs">Runs looked at.</param>
/// <param name="Erased">Of these, erased ones, compared by structure.</param>
/// <param name="Differences">Runs whose journal does not give their state, and how.</param>
public sealed record ReplayReport(int Runs, int Entries, int Erased, IReadOnlyList<(Guid RunId, string How)> Differences);

/// <summary>
/// Proves that the journal is the truth: folds every run's entries through the engine and compares with the stored state, and the letters, open tasks and
/// timers that the steps wished for with the rows that are there. Nothing may be missing, nothing may be there twice or without its step.
/// </summary>
public sealed class Replay(CityDb db, CaseKeys keys, Published published)
{
    public async Task<ReplayReport> RunAsync(CancellationToken ct)
    {
        int runs = 0, entries = 0, erased = 0;
        var differences = new List<(Guid, string)>();
        foreach (var id in await db.Set<Run>().AsNoTracking().OrderBy(r => r.StartedAtUtc).Select(r => r.Id).ToListAsync(ct))
        {
            var run = await db.Set<Run>().AsNoTracking().FirstAsync(r => r.Id == id, ct);
            var journal = await db.Set<JournalEntry>().AsNoTracking().Where(e => e.RunId == id && e.Sequence <= run.Turn).OrderBy(e => e.Sequence).ToListAsync(ct);
            runs++;
            entries += journal.Count;
            if (run.IsErased) erased++;
            if (await DifferenceAsync(run, journal, ct) is { } how) differences.Add((id, how));
            db.ChangeTracker.Clear();
        }

        // Rows without a run would be steps that were half written.
        foreach (var orphan in await db.Set<Letter>().Where(l => !l.Id.StartsWith(Letter.OfAccount) && !db.Set<Run>().Any(r => r.Id == l.CaseId)).Select(l => l.CaseId).Distinct().ToListAsync(ct))
            differences.Add((orphan, "a letter without its case"));
        foreach (var orphan in await db.Set<JournalEntry>().Where(e => !db.Set<Run>().Any(r => r.Id == e.RunId && r.Turn >= e.Sequence)).Select(e => e.RunId).Distinct().ToListAsync(ct))
            differences.Add((orphan, "a journal entry without its run"));
        return new(runs, entries, erased, differences);
    }

    private async Task<string?> DifferenceAsync(Run run, List<JournalEntry> journal, CancellationToken ct)
    {
        if (journal.Count != run.Turn) return $"the journal has {journal.Count} entries, the run {run.Turn} turns";
        var previous = new byte[SHA256.HashSizeInBytes];
        foreach (var entry in journal)
        {
            if (!entry.PreviousHash.AsSpan().SequenceEqual(previous)) return $"entry {entry.Sequence} does not follow the one before it";
            if (!entry.Hash.AsSpan().SequenceEqual(entry.ComputeHash())) return $"entry {entry.Sequence} was changed";
            previous = entry.Hash;
        }

        if (!run.LastHash.AsSpan().SequenceEqual(previous)) return "the run's last hash is not the journal's";
        return run.IsErased ? Structure(run, journal) : await FoldAsync(run, journal, ct);
    }

    private static string? Structure(Run run, List<JournalEntry> journal)
    {
        var stored = SHA256.HashData(Encoding.UTF8.GetBytes(WorkflowState.FromJson(run.State).Structure()));
        return journal[^1].StructureHash.AsSpan().SequenceEqual(stored) ? null : "the erased state has another structure than the journal says";
    }

    private async Task<string?> FoldAsync(Run run, List<JournalEntry> journal, CancellationToken ct)
    {
        if (await keys.OpenAsync(run.Id, CaseKey.Applicant, ct) is not { } key) return "the key is destroyed but the run is not erased";
        WorkflowState? state = null;
        var letters = new List<string>();
        foreach (var entry in journal)
        {
            if (entry.SemanticsVersion != Interpreter.SemanticsVersion) return $"entry {entry.Sequence} was made by engine semantics {entry.SemanticsVersion}";
            var definition = await published.VersionAsync<WorkflowDefinition>(ContentKind.Definition, entry.DefinitionId, entry.DefinitionVersion, ct);
            var calendar = await published.VersionAsync<WorkCalendar>(ContentKind.Calendar, WorkflowHost.CalendarKey, entry.CalendarVersion, ct);
            if (definition is null || calendar is null) return $"entry {entry.Sequence} names a definition or calendar that is not there";

            var payload = StimulusRecord.Read(key.Open(entry.PayloadCipher, entry.Label));
            var context = new TurnContext(entry.AtUtc.AsOffset(), unchecked((ulong)entry.Seed), calendar.Due,
                TimedOut: entry.TimedOut?.Split(',').ToHashSet(StringComparer.Ordinal), Unpublished: StimulusRecord.Unpublished(payload));
            var turn = state is null
                ? Interpreter.Start(definition, StimulusRecord.Beginning(entry, payload), context)
                : Interpreter.Resume(definition, state, StimulusRecord.Stimulus(entry, payload), context);
            if (turn.IsRefused) return $"entry {entry.Sequence} is refused: {turn.Refusal!.Code}";
            state = turn.State;
            if (!entry.StructureHash.AsSpan().SequenceEqual(SHA256.HashData(Encoding.UTF8.GetBytes(state!.Structure()))))
                return $"entry {entry.Sequence} leads to another structure";
            letters.AddRange(turn.Effects.OfType<Effect.SendLetter>().Select((_, i) => $"{run.Id:N}/{entry.Sequence}/{i + 1}"));
            letters.AddRange(LettersOfStep.MailsOf(turn).Select((_, i) => $"{run.Id:N}/{entry.Sequence}/{Letter.OfMail}{i + 1}"));
        }

        if (state!.ToJson() != run.State) return "the folded state differs from the stored one";
        var ofTerms = journal.Where(e => e.Kind is JournalKind.TermReached or JournalKind.TermExtended or JournalKind.Message or JournalKind.Cancelled
            or JournalKind.TaskProlonged or JournalKind.TaskReminded or JournalKind.TaskAssigned).Select(e => e.Sequence).ToHashSet();
        return await RowsAsync(run.Id, state, letters, ofTerms, ct);
    }

    private async Task<string?> RowsAsync(Guid runId, WorkflowState state, List<string> letters, HashSet<int> ofTerms, CancellationToken ct)
    {
        var written = await db.Set<Letter>().Where(l => l.CaseId == runId && l.Channel == LetterChannel.Mail).Select(l => l.Id).ToListAsync(ct);
        var unwritten = await db.Set<Incidents.Incident>().Where(i => i.CaseId == runId && i.LetterId != null && !i.LetterId.EndsWith(Letter.OfText)).Select(i => i.LetterId!).ToListAsync(ct);
        var all = written.Union(unwritten).ToLookup(id => id.Split('/')[^1].StartsWith(Letter.OfTerm, StringComparison.Ordinal));
        if (!letters.ToHashSet().SetEquals(all[false])) return "the letters are not those that its steps wished for";
        if (!all[true].All(id => ofTerms.Contains(int.Parse(id.Split('/')[1], CultureInfo.InvariantCulture)))) return "a letter of the term without its step";

        var open = await db.Set<WorkTask>().Where(t => t.RunId == runId && t.Status == WorkTaskStatus.Open).Select(t => t.Id).ToListAsync(ct);
        if (!Waits(state, BookmarkKind.Task).SetEquals(open)) return "the open tasks are not those that the state waits for";
        var waiting = await db.Set<RunTimer>().Where(t => t.RunId == runId && t.Status == RunTimerStatus.Waiting).Select(t => t.Id).ToListAsync(ct);
        return Waits(state, BookmarkKind.Timer).SetEquals(waiting) ? null : "the timers are not those that the state waits for";
    }

    // A run that a fault has ended still says what it waited for; its tasks and timers are cancelled.
    private static HashSet<string> Waits(WorkflowState state, BookmarkKind kind) => state.Status == RunStatus.Finished ? [] : [.. state.Bookmarks.Where(b => b.Kind == kind).Select(b => b.Id)];
}

using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Calendar;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Keys;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Engine;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.State;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Running;

/// <summary>One thing an activity did in a run.</summary>
/// <param name="Sequence">Counted through the whole run, from 0.</param>
public sealed record HistoryEvent(int Sequence, int Turn, DateTime AtUtc, ActivityEvent Event);

/// <summary>What every activity of a run did, worked out anew from its journal: nothing of it is stored a second time.</summary>
public sealed class RunHistory(CityDb db, CaseKeys keys, Published published)
{
    /// <param name="isDetailed">With the values that activities had; null for a run whose values were erased.</param>
    public async Task<IReadOnlyList<HistoryEvent>> ReadAsync(Guid runId, bool isDetailed, CancellationToken ct)
    {
        if (await keys.OpenAsync(runId, CaseKey.Applicant, ct) is not { } key) return [];
        var journal = await db.Set<JournalEntry>().AsNoTracking().Where(e => e.RunId == runId).OrderBy(e => e.Sequence).ToListAsync(ct);
        WorkflowState? state = null;
        var events = new List<HistoryEvent>();
        foreach (var entry in journal)
        {
            var definition = await published.VersionAsync<WorkflowDefinition>(ContentKind.Definition, entry.DefinitionId, entry.DefinitionVersion, ct);
            var calendar = await published.VersionAsync<WorkCalendar>(ContentKind.Calendar, WorkflowHost.CalendarKey, entry.CalendarVersion, ct);
            if (definition is null || calendar is null || entry.PayloadCipher is null) break;

            var payload = StimulusRecord.Read(key.Open(entry.PayloadCipher, entry.Label));
            var context = new TurnContext(entry.AtUtc.AsOffset(), unchecked((ulong)entry.Seed), calendar.Due, TimedOut: entry.TimedOut?.Split(',').ToHashSet(StringComparer.Ordinal), Detailed: isDetailed,
                Unpublished: StimulusRecord.Unpublished(payload));
            var turn = state is null
                ? Interpreter.Start(definition, StimulusRecord.Beginning(entry, payload), context)
                : Interpreter.Resume(definition, state, StimulusRecord.Stimulus(entry, payload), context);
            if (turn.IsRefused) break;
            state = turn.State;
            foreach (var done in turn.Events) events.Add(new HistoryEvent(events.Count, entry.Sequence, entry.AtUtc, done));
        }

        return events;
    }
}

using Batumi.Workflows.Application.Calendar;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Register;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Engine.Definitions;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Requests;

/// <summary>The clock of one case during one step: writes down what happens to the term and counts its date anew each time.</summary>
internal sealed class CaseClock
{
    /// <summary>Hundredths of the term at which somebody is told.</summary>
    public static readonly IReadOnlyList<int> Marks = [50, 80, 100, 120];

    private readonly Case c;
    private readonly StepRows step;
    private List<ClockEntry>? entries;
    private int ordinal;

    public CaseClock(Case c, StepRows step) => (this.c, this.step) = (c, step);

    private DateTime Now => step.Entry.AtUtc;

    /// <summary>The term is counted from registration, whatever it is found to be later: a priority set after an hour does not give an hour away.</summary>
    public async Task SetAsync(DueRule rule, CancellationToken ct)
    {
        var entries = await EntriesAsync(ct);
        if (entries.LastOrDefault(e => e.Event == ClockEvent.TermSet)?.Rule == $"{rule}") return;
        Write(entries, ClockEvent.TermSet, rule);
        Count(entries);
    }

    public async Task StopAsync(CancellationToken ct)
    {
        if (c.ClockStoppedAtUtc is not null) return;
        var entries = await EntriesAsync(ct);
        c.ClockStoppedAtUtc = Now;
        Write(entries, ClockEvent.Stopped);
        Count(entries);
    }

    public async Task StartAsync(CancellationToken ct)
    {
        if (c.ClockStoppedAtUtc is not { } since) return;
        var entries = await EntriesAsync(ct);
        c.StoppedMilliseconds += (long)(Now - since).TotalMilliseconds;
        c.ClockStoppedAtUtc = null;
        if (entries.LastOrDefault(e => e.Event is ClockEvent.Stopped or ClockEvent.Started)?.Event != ClockEvent.Stopped) Write(entries, ClockEvent.Stopped, at: since);      // stopped before clocks were written down
        Write(entries, ClockEvent.Started);
        Count(entries);
    }

    public async Task ExtendAsync(DueRule by, CancellationToken ct)
    {
        var entries = await EntriesAsync(ct);
        c.IsExtended = true;
        Write(entries, ClockEvent.Extended, by);
        Count(entries);
    }

    public async Task ReachedAsync(int percent, CancellationToken ct)
    {
        c.MarkReached = percent;
        SetNextMark(await EntriesAsync(ct));
    }

    /// <summary>Counts the date by the calendar of this step.</summary>
    public async Task CountAsync(CancellationToken ct) => Count(await EntriesAsync(ct));

    private void Count(List<ClockEntry> entries)
    {
        if (ClockEntry.Term(c.RegisteredAtUtc, entries) is not { } term) return;
        c.CalendarVersion = step.Calendar.Version;
        c.DueAtUtc = step.Calendar.Content.Derive(term with { StandStills = [.. term.StandStills.Where(s => s.UntilUtc is not null)] }).DueUtc;
        SetNextMark(entries);
    }

    // Marks that a new count has passed already are told once, by the highest of them.
    private void SetNextMark(List<ClockEntry> entries)
    {
        (c.NextMark, c.NextMarkAtUtc) = (null, null);
        if (c.ClockStoppedAtUtc is not null || c.DecidedAtUtc is not null || ClockEntry.Term(c.RegisteredAtUtc, entries) is not { } term) return;
        foreach (var percent in Marks.Where(m => m > c.MarkReached))
        {
            if (step.Calendar.Content.Mark(term, percent) is not { } at || (c.NextMark is not null && at > Now)) return;
            (c.NextMark, c.NextMarkAtUtc) = (percent, at);
            if (at > Now) return;
        }
    }

    // Most steps leave the clock alone: its rows are read by the first that does not.
    private async Task<List<ClockEntry>> EntriesAsync(CancellationToken ct) =>
        entries ??= step.Run.Turn == 1 ? [] : await step.Db.Set<ClockEntry>().AsNoTracking().Where(e => e.CaseId == c.Id).OrderBy(e => e.Turn).ThenBy(e => e.Ordinal).ToListAsync(ct);

    private void Write(List<ClockEntry> entries, ClockEvent what, DueRule? rule = null, DateTime? at = null)
    {
        var entry = new ClockEntry { CaseId = c.Id, Turn = step.Run.Turn, Ordinal = ordinal++, Event = what, AtUtc = at ?? Now, Rule = rule?.ToString() };
        entries.Add(entry);
        step.Db.Add(entry);
    }
}

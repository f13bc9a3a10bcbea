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
    private readonly List<ClockEntry> entries;
    private int ordinal;

    private CaseClock(Case c, StepRows step, List<ClockEntry> entries) => (this.c, this.step, this.entries) = (c, step, entries);

    private DateTime Now => step.Entry.AtUtc;

    public static async Task<CaseClock> OpenAsync(Case c, StepRows step, CancellationToken ct) =>
        new(c, step, step.Run.Turn == 1 ? [] : await step.Db.Set<ClockEntry>().AsNoTracking().Where(e => e.CaseId == c.Id).OrderBy(e => e.Turn).ThenBy(e => e.Ordinal).ToListAsync(ct));

    /// <summary>The term is counted from registration, whatever it is found to be later: a priority set after an hour does not give an hour away.</summary>
    public void Set(DueRule rule)
    {
        if (entries.LastOrDefault(e => e.Event == ClockEvent.TermSet)?.Rule == $"{rule}") return;
        Write(ClockEvent.TermSet, rule);
        Count();
    }

    public void Stop()
    {
        if (c.ClockStoppedAtUtc is not null) return;
        c.ClockStoppedAtUtc = Now;
        Write(ClockEvent.Stopped);
        Count();
    }

    public void Start()
    {
        if (c.ClockStoppedAtUtc is not { } since) return;
        c.StoppedMilliseconds += (long)(Now - since).TotalMilliseconds;
        c.ClockStoppedAtUtc = null;
        if (entries.LastOrDefault(e => e.Event is ClockEvent.Stopped or ClockEvent.Started)?.Event != ClockEvent.Stopped) Write(ClockEvent.Stopped, at: since);      // stopped before clocks were written down
        Write(ClockEvent.Started);
        Count();
    }

    public void Extend(DueRule by)
    {
        c.IsExtended = true;
        Write(ClockEvent.Extended, by);
        Count();
    }

    public void Reached(int percent)
    {
        c.MarkReached = percent;
        SetNextMark();
    }

    /// <summary>Counts the date by the calendar of this step.</summary>
    public void Count()
    {
        if (Term() is not { } term) return;
        c.CalendarVersion = step.Calendar.Version;
        c.DueAtUtc = step.Calendar.Content.Derive(term with { StandStills = [.. term.StandStills.Where(s => s.UntilUtc is not null)] }).DueUtc;
        SetNextMark();
    }

    // Marks that a new count has passed already are told once, by the highest of them.
    private void SetNextMark()
    {
        (c.NextMark, c.NextMarkAtUtc) = (null, null);
        if (c.ClockStoppedAtUtc is not null || c.DecidedAtUtc is not null || Term() is not { } term) return;
        foreach (var percent in Marks.Where(m => m > c.MarkReached))
        {
            if (step.Calendar.Content.Mark(term, percent) is not { } at || (c.NextMark is not null && at > Now)) return;
            (c.NextMark, c.NextMarkAtUtc) = (percent, at);
            if (at > Now) return;
        }
    }

    private LegalTerm? Term() => ClockEntry.Term(c.RegisteredAtUtc, entries);

    private void Write(ClockEvent what, DueRule? rule = null, DateTime? at = null)
    {
        var entry = new ClockEntry { CaseId = c.Id, Turn = step.Run.Turn, Ordinal = ordinal++, Event = what, AtUtc = at ?? Now, Rule = rule?.ToString() };
        entries.Add(entry);
        step.Db.Add(entry);
    }
}

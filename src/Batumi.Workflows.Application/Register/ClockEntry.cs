using Batumi.Workflows.Application.Calendar;
using Batumi.Workflows.Engine.Definitions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Batumi.Workflows.Application.Register;

/// <summary>Something that happened to a case's term. Together with the calendar these rows give its date, and say how.</summary>
public sealed class ClockEntry
{
    public required Guid CaseId { get; init; }
    public required int Turn { get; init; }
    public required int Ordinal { get; init; }
    public required ClockEvent Event { get; init; }
    public required DateTime AtUtc { get; init; }

    /// <summary>The term that was set, or what an extension added; null for standstills.</summary>
    public string? Rule { get; init; }

    /// <summary>The term that these rows make of a registration; null when none was set.</summary>
    public static LegalTerm? Term(DateTime registeredAtUtc, IEnumerable<ClockEntry> entries)
    {
        DueRule? rule = null, extension = null;
        var stills = new List<StandStill>();
        foreach (var entry in entries.OrderBy(e => e.Turn).ThenBy(e => e.Ordinal))
        {
            switch (entry.Event)
            {
                case ClockEvent.TermSet: rule = DueRule.Read(entry.Rule); break;
                case ClockEvent.Extended: extension = DueRule.Read(entry.Rule); break;
                case ClockEvent.Stopped: stills.Add(new(entry.AtUtc, null)); break;
                case ClockEvent.Started: stills[^1] = stills[^1] with { UntilUtc = entry.AtUtc }; break;
            }
        }

        return rule is { } set ? new(set, registeredAtUtc, stills, extension) : null;
    }
}

public enum ClockEvent { TermSet, Stopped, Started, Extended }

internal sealed class ClockEntryMapping : IEntityTypeConfiguration<ClockEntry>
{
    public void Configure(EntityTypeBuilder<ClockEntry> entry)
    {
        entry.ToTable("clock");
        entry.HasKey(e => new { e.CaseId, e.Turn, e.Ordinal });
        entry.Property(e => e.Rule).HasMaxLength(DueRule.TextLength);
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Batumi.Workflows.Application.Incidents;

/// <summary>What was written about a breach of the security of personal data, once and for good; what is learnt later is another entry.</summary>
public sealed class DataIncidentEntry
{
    public const int TextLength = 2000;

    /// <summary>The intent key of the form that made it.</summary>
    public required Guid Id { get; init; }

    /// <summary>The first entry's own id.</summary>
    public required Guid IncidentId { get; init; }

    public required DateTime AtUtc { get; init; }
    public Guid? ByAccountId { get; init; }

    /// <summary>When somebody noticed it; the first entry has it, and the 72 hours begin.</summary>
    public DateTime? NoticedAtUtc { get; init; }

    /// <summary>What happened, or what was learnt since.</summary>
    public required string What { get; init; }

    public string? Affected { get; init; }
    public string? Measures { get; init; }
    public NotifyDecision? Decision { get; init; }

    /// <summary>When the Personal Data Protection Service was told.</summary>
    public DateTime? NotifiedAtUtc { get; init; }
}

/// <summary>Whether the Personal Data Protection Service is told.</summary>
public enum NotifyDecision { Notify, NoNeed }

internal sealed class DataIncidentEntryMapping : IEntityTypeConfiguration<DataIncidentEntry>
{
    public void Configure(EntityTypeBuilder<DataIncidentEntry> entry)
    {
        entry.ToTable("data_incident_entries");
        entry.Property(e => e.Id).ValueGeneratedNever();
        entry.Property(e => e.What).HasMaxLength(DataIncidentEntry.TextLength);
        entry.Property(e => e.Affected).HasMaxLength(DataIncidentEntry.TextLength);
        entry.Property(e => e.Measures).HasMaxLength(DataIncidentEntry.TextLength);
        entry.HasIndex(e => e.IncidentId);                     // the page of one incident
    }
}

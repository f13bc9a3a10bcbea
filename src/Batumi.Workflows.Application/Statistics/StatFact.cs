using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Batumi.Workflows.Application.Statistics;

/// <summary>
/// One fact of a case for the public figures, written in the step's own commit and never changed: received, or resolved. When a case is reopened, a
/// row with <see cref="Sign"/> -1 and the first row's date takes its decision back, so that sums equal the register at every moment. No personal data.
/// </summary>
public sealed class StatFact
{
    public required Guid CaseId { get; init; }
    public required int Turn { get; init; }
    public required StatKind Kind { get; init; }
    public required int Sign { get; init; }
    public required string ServiceKey { get; init; }
    public required string Unit { get; init; }

    /// <summary>The day the fact belongs to, in Tbilisi: of registration, or of the decision.</summary>
    public required DateOnly Day { get; init; }

    public required DateTime AtUtc { get; init; }
    public required DateTime RegisteredAtUtc { get; init; }
    public string? Outcome { get; init; }
    public string? ReasonCode { get; init; }
    public string? Category { get; init; }
    public string? Priority { get; init; }
    public string? Provider { get; init; }
    public string? District { get; init; }
    public required string Channel { get; init; }

    /// <summary>Time the city's clock ran until the decision, in milliseconds.</summary>
    public long? NetMilliseconds { get; init; }

    public bool? OnTime { get; init; }
}

public enum StatKind { Received, Resolved, Reopened }

internal sealed class StatFactMapping : IEntityTypeConfiguration<StatFact>
{
    public void Configure(EntityTypeBuilder<StatFact> fact)
    {
        fact.ToTable("stat_facts");
        fact.HasKey(f => new { f.CaseId, f.Turn, f.Kind });
        fact.Property(f => f.ServiceKey).HasMaxLength(100);
        fact.Property(f => f.Unit).HasMaxLength(20);
        fact.Property(f => f.Outcome).HasMaxLength(40);
        fact.Property(f => f.ReasonCode).HasMaxLength(60);
        fact.Property(f => f.Category).HasMaxLength(60);
        fact.Property(f => f.Priority).HasMaxLength(20);
        fact.Property(f => f.Provider).HasMaxLength(20);
        fact.Property(f => f.District).HasMaxLength(40);
        fact.Property(f => f.Channel).HasMaxLength(20);
        fact.HasIndex(f => new { f.ServiceKey, f.Day });        // the statistics page of a service
    }
}

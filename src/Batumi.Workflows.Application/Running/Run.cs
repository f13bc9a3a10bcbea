using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Batumi.Workflows.Application.Running;

/// <summary>A run of a definition; for a case it has the case's id.</summary>
public sealed class Run
{
    public const int DefinitionIdLength = 100, CorrelationLength = 200, ClaimLength = 400;

    public required Guid Id { get; init; }
    public required string DefinitionId { get; init; }
    public required int DefinitionVersion { get; set; }

    /// <summary>The engine's state, whole, as its canonical JSON.</summary>
    public required string State { get; set; }

    public required string Status { get; set; }
    public required string SubStatus { get; set; }

    /// <summary>Number of the last journal entry.</summary>
    public required int Turn { get; set; }

    /// <summary>Hash of the last journal entry, which the next one builds on.</summary>
    public required byte[] LastHash { get; set; }

    /// <summary>Counted by us on every step: SQLite has no row version of its own.</summary>
    public required long Revision { get; set; }

    /// <summary>The calendar by which the moments it waits for are counted.</summary>
    public required int CalendarVersion { get; set; }

    public required DateTime StartedAtUtc { get; init; }

    /// <summary>Of the last step.</summary>
    public DateTime? UpdatedAtUtc { get; set; }

    /// <summary>What ties it to other runs; of a run that is no case.</summary>
    public string? CorrelationId { get; set; }

    public string? Name { get; set; }
    public int IncidentCount { get; set; }

    /// <summary>The run that began this one, and its wait for this one's end, if it waits.</summary>
    public Guid? ParentRunId { get; init; }

    public string? ParentWaitId { get; init; }

    /// <summary>It waits for named events, listed in <see cref="EventWait"/>.</summary>
    public bool WaitsForEvents { get; set; }

    /// <summary>What no other run may hold while this one runs, where its definition says so (a singleton); null: nothing, or the run is over.</summary>
    public string? Claim { get; set; }
    public DateTime? EndedAtUtc { get; set; }
    public bool IsErased { get; set; }
}

internal sealed class RunMapping : IEntityTypeConfiguration<Run>
{
    public void Configure(EntityTypeBuilder<Run> run)
    {
        run.ToTable("runs");
        run.Property(r => r.DefinitionId).HasMaxLength(Run.DefinitionIdLength);
        run.Property(r => r.Status).HasMaxLength(20);
        run.Property(r => r.SubStatus).HasMaxLength(20);
        run.Property(r => r.CorrelationId).HasMaxLength(Run.CorrelationLength);
        run.Property(r => r.Name).HasMaxLength(Run.CorrelationLength);
        run.Property(r => r.ParentWaitId).HasMaxLength(WorkTask.IdLength);
        run.Property(r => r.Claim).HasMaxLength(Run.ClaimLength);
        run.HasIndex(r => r.CorrelationId);                                 // events and strategies that ask by it
        run.HasIndex(r => r.StartedAtUtc);                                  // the list of instances
        run.HasIndex(r => r.Claim).IsUnique();                              // one holder
        run.Property(r => r.LastHash).HasMaxLength(32);
        run.Property(r => r.Revision).IsConcurrencyToken();
        run.HasIndex(r => new { r.Status, r.CalendarVersion });             // "whose terms does a new calendar change?"
        run.HasIndex(r => new { r.DefinitionId, r.DefinitionVersion });     // "who still runs on version 1?"
    }
}

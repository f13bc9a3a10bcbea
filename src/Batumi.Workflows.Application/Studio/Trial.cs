using Batumi.Workflows.Application.Publishing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Batumi.Workflows.Application.Studio;

/// <summary>
/// A definition tried out: a case that is none. It has no row in the register, sends nothing, counts nowhere and keeps nothing that a field marks as personal. What was done in it
/// is kept as the steps that fold to its state, by a clock of its own.
/// </summary>
public sealed class Trial
{
    public required Guid Id { get; init; }
    public required string DefinitionId { get; init; }
    public required int Version { get; init; }

    /// <summary>The definition as it was when the trial began: a draft may change meanwhile.</summary>
    public required string Content { get; init; }

    public string? ServiceKey { get; init; }
    public required Guid ByAccountId { get; init; }

    /// <summary>When it was begun, by the wall clock; old ones go.</summary>
    public required DateTime BegunAtUtc { get; init; }

    /// <summary>What it was begun with and what was done since, as JSON.</summary>
    public required string Steps { get; set; }

    /// <summary>The moment that its own clock shows.</summary>
    public required DateTime ClockUtc { get; set; }

    /// <summary>Counts the steps: of two who act at once, one is told.</summary>
    public required int Revision { get; set; }
}

internal sealed class TrialMapping : IEntityTypeConfiguration<Trial>
{
    public void Configure(EntityTypeBuilder<Trial> trial)
    {
        trial.ToTable("trials");
        trial.Property(t => t.DefinitionId).HasMaxLength(Publication.KeyLength);
        trial.Property(t => t.ServiceKey).HasMaxLength(Publication.KeyLength);
        trial.Property(t => t.Revision).IsConcurrencyToken();
        trial.HasIndex(t => new { t.DefinitionId, t.BegunAtUtc });
    }
}

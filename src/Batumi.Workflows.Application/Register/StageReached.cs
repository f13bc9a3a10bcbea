using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Batumi.Workflows.Application.Register;

/// <summary>A stage that a case entered, for the line of stages that its applicant follows.</summary>
public sealed class StageReached
{
    public required Guid CaseId { get; init; }
    public required int Turn { get; init; }
    public required int Ordinal { get; init; }
    public required string Stage { get; init; }
    public required DateTime AtUtc { get; init; }
}

internal sealed class StageReachedMapping : IEntityTypeConfiguration<StageReached>
{
    public void Configure(EntityTypeBuilder<StageReached> stage)
    {
        stage.ToTable("stages");
        stage.HasKey(s => new { s.CaseId, s.Turn, s.Ordinal });
        stage.Property(s => s.Stage).HasMaxLength(60);
    }
}

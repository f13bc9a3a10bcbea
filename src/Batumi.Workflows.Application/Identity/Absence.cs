using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Batumi.Workflows.Application.Identity;

/// <summary>Somebody of the staff is away, and a colleague does their work: holds their posts too as long as it lasts, and may take over their tasks.</summary>
public sealed class Absence
{
    public required Guid Id { get; init; }
    public required Guid AccountId { get; init; }
    public required Guid SubstituteId { get; init; }
    public required DateTime FromUtc { get; init; }

    /// <summary>The moment from which they are back.</summary>
    public required DateTime UntilUtc { get; set; }

    public required Guid SetBy { get; init; }
    public required DateTime SetAtUtc { get; init; }
}

internal sealed class AbsenceMapping : IEntityTypeConfiguration<Absence>
{
    public void Configure(EntityTypeBuilder<Absence> absence)
    {
        absence.ToTable("absences");
        absence.HasIndex(a => new { a.SubstituteId, a.UntilUtc });      // "for whom do I stand in?", asked at every request of the staff
        absence.HasIndex(a => new { a.AccountId, a.UntilUtc });
    }
}

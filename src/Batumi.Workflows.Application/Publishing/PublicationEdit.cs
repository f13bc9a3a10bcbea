using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Batumi.Workflows.Application.Publishing;

/// <summary>
/// One save of a draft: what it was after it and whose hand that was. Whoever edits from an older save is told what was done since, and a save that met another's is kept
/// aside instead of being lost.
/// </summary>
public sealed class PublicationEdit
{
    /// <summary>Saves that are kept of one thing; older ones go.</summary>
    public const int Most = 100;

    public required Guid Id { get; init; }
    public required string Kind { get; init; }
    public required string Key { get; init; }

    /// <summary>Number of the version that it was saved as or, kept aside, would have been.</summary>
    public required int Version { get; init; }

    public required string Content { get; init; }
    public required string ContentHash { get; init; }

    /// <summary>Null: a machine.</summary>
    public Guid? ByAccountId { get; init; }

    public required DateTime AtUtc { get; init; }

    /// <summary>It met a newer save of somebody else and is no version.</summary>
    public bool IsAside { get; init; }
}

internal sealed class PublicationEditMapping : IEntityTypeConfiguration<PublicationEdit>
{
    public void Configure(EntityTypeBuilder<PublicationEdit> edit)
    {
        edit.ToTable("publication_edits");
        edit.Property(e => e.Kind).HasMaxLength(Publication.KindLength);
        edit.Property(e => e.Key).HasMaxLength(Publication.KeyLength);
        edit.Property(e => e.ContentHash).HasMaxLength(64);
        edit.HasIndex(e => new { e.Kind, e.Key, e.AtUtc });
    }
}

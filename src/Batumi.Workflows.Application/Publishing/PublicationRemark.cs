using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Batumi.Workflows.Application.Publishing;

/// <summary>What an administrator says of a version to the others.</summary>
public sealed class PublicationRemark
{
    public const int TextLength = 1_000;

    public required Guid Id { get; init; }
    public required string Kind { get; init; }
    public required string Key { get; init; }
    public required int Version { get; init; }
    public required Guid ByAccountId { get; init; }
    public required DateTime AtUtc { get; init; }
    public required string Text { get; init; }
}

internal sealed class PublicationRemarkMapping : IEntityTypeConfiguration<PublicationRemark>
{
    public void Configure(EntityTypeBuilder<PublicationRemark> remark)
    {
        remark.ToTable("publication_remarks");
        remark.Property(r => r.Kind).HasMaxLength(Publication.KindLength);
        remark.Property(r => r.Key).HasMaxLength(Publication.KeyLength);
        remark.Property(r => r.Text).HasMaxLength(PublicationRemark.TextLength);
        remark.HasIndex(r => new { r.Kind, r.Key, r.Version });
    }
}

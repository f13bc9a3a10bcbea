using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Batumi.Workflows.Application.Requests;

/// <summary>An unfinished request. Its id becomes the case's id, so that files sealed for the draft stay readable. Dropped when it gets old.</summary>
public sealed class Draft
{
    public required Guid Id { get; init; }

    /// <summary>SHA-256 of what the browser's cookie holds.</summary>
    public required byte[] TokenHash { get; set; }

    public required string ServiceKey { get; init; }
    public required string FormKey { get; init; }
    public required int FormVersion { get; init; }
    public required string Language { get; set; }

    /// <summary>Whoever wrote in it signed in: nobody else at the same browser may read it.</summary>
    public Guid? AccountId { get; set; }

    /// <summary>The account is a clerk's, who writes for somebody else.</summary>
    public bool IsAtCounter { get; init; }

    public required string Answers { get; set; }
    public required DateTime CreatedAtUtc { get; init; }
    public required DateTime ExpiresAtUtc { get; set; }
    public required long Revision { get; set; }
}

internal sealed class DraftMapping : IEntityTypeConfiguration<Draft>
{
    public void Configure(EntityTypeBuilder<Draft> draft)
    {
        draft.ToTable("drafts");
        draft.Property(d => d.TokenHash).HasMaxLength(32);
        draft.Property(d => d.ServiceKey).HasMaxLength(100);
        draft.Property(d => d.FormKey).HasMaxLength(100);
        draft.Property(d => d.Language).HasMaxLength(2);
        draft.Property(d => d.Revision).IsConcurrencyToken();
        draft.HasIndex(d => d.TokenHash).IsUnique();        // the cookie
        draft.HasIndex(d => d.ExpiresAtUtc);                // the worker that drops old ones
    }
}

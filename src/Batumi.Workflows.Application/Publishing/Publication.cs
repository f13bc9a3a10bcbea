using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Batumi.Workflows.Application.Publishing;

/// <summary>One version of one thing a municipality edits: a definition, form, letter, service, calendar. A draft may change; what was published never does.</summary>
public sealed class Publication
{
    public const int KeyLength = 100, KindLength = 20, FileLength = 260, NameLength = 200, ReasonLength = 500;

    public required Guid Id { get; init; }
    public required string Kind { get; init; }
    public required string Key { get; init; }
    public required int Version { get; init; }
    public required string Content { get; set; }

    /// <summary>SHA-256 of the content, lower-case hexadecimal. A concurrency token: of two who change a draft at once, one is told.</summary>
    public required string ContentHash { get; set; }

    /// <summary>A definition's name, to search by; other kinds have none.</summary>
    public string? Name { get; set; }

    public required PublicationOrigin Origin { get; init; }
    public required PublicationStatus Status { get; set; }
    public required string FileName { get; init; }
    public required DateTime AtUtc { get; set; }

    /// <summary>The administrator who published it or put it aside; null: the start of the site took it in.</summary>
    public Guid? ByAccountId { get; set; }

    /// <summary>Whoever wrote its content last; null: a file, a machine.</summary>
    public Guid? WrittenByAccountId { get; set; }

    /// <summary>Why it was made, in the words of whoever put it in force; null: not said.</summary>
    public string? Reason { get; set; }

    public DateTime? PublishedAtUtc { get; set; }

    /// <summary>Why it is not published: a notice's code, such as a file that met an admin's newer version.</summary>
    public string? Notice { get; set; }

    /// <summary>What is wrong with it, as JSON: code, file, place, found, expected. Null when nothing is.</summary>
    public string? Errors { get; set; }
}

public enum PublicationOrigin { File, Admin }

/// <summary>Retracted: was in force, is kept for the runs that began with it, and begins no new one.</summary>
public enum PublicationStatus { Draft, Published, Broken, Discarded, Retracted }

internal sealed class PublicationMapping : IEntityTypeConfiguration<Publication>
{
    public void Configure(EntityTypeBuilder<Publication> publication)
    {
        publication.ToTable("publications");
        publication.Property(p => p.Kind).HasMaxLength(Publication.KindLength);
        publication.Property(p => p.Key).HasMaxLength(Publication.KeyLength);
        publication.Property(p => p.ContentHash).HasMaxLength(64).IsConcurrencyToken();
        publication.Property(p => p.Name).HasMaxLength(Publication.NameLength);
        publication.Property(p => p.FileName).HasMaxLength(Publication.FileLength);
        publication.Property(p => p.Notice).HasMaxLength(60);
        publication.Property(p => p.Reason).HasMaxLength(Publication.ReasonLength);
        publication.HasIndex(p => new { p.Kind, p.Key, p.Version }).IsUnique();    // the latest version, and one version of a run
    }
}

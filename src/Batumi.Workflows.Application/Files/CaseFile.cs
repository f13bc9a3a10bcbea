using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Batumi.Workflows.Application.Files;

/// <summary>A picture or paper of a case. Its bytes and its name lie encrypted under the case's key; a draft's id becomes the case's id.</summary>
public sealed class CaseFile
{
    public const int NameLength = 150;

    public required Guid Id { get; init; }
    public required Guid CaseId { get; init; }
    public required string FieldKey { get; init; }
    public required byte[] NameCipher { get; init; }
    public required string ContentType { get; init; }

    /// <summary>Bytes as uploaded.</summary>
    public required long Size { get; init; }

    /// <summary>SHA-256 of the stored ciphertext: tells damage without opening.</summary>
    public required byte[] Sha256 { get; init; }

    public required DateTime AtUtc { get; init; }
    public Guid? ByAccountId { get; init; }

    /// <summary>The task that it was added in; null: it came with the request.</summary>
    public string? TaskId { get; init; }

    /// <summary>Since when it waits for its task to be ended; null: it belongs to the case.</summary>
    public DateTime? WaitsSinceUtc { get; set; }

    /// <summary>The applicant does not see it.</summary>
    public bool ForStaff { get; init; }

    /// <summary>When the bytes were removed by an erasure.</summary>
    public DateTime? RemovedAtUtc { get; set; }

    internal string NameLabel => $"file-name/{Id:N}";
}

internal sealed class CaseFileMapping : IEntityTypeConfiguration<CaseFile>
{
    public void Configure(EntityTypeBuilder<CaseFile> file)
    {
        file.ToTable("files");
        file.Property(f => f.FieldKey).HasMaxLength(60);
        file.Property(f => f.ContentType).HasMaxLength(60);
        file.Property(f => f.NameCipher).HasMaxLength(1000);
        file.Property(f => f.Sha256).HasMaxLength(32);
        file.Property(f => f.TaskId).HasMaxLength(64);
        file.HasIndex(f => f.CaseId);                           // the case page
        file.HasIndex(f => f.WaitsSinceUtc);                    // the retention worker: those whose task will never take them
    }
}

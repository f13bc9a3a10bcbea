using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Batumi.Workflows.Application.Register;

/// <summary>
/// A case in the municipality's register. Personal values lie here plainly, in columns that an erasure overwrites; what cannot be overwritten
/// (journal, letters, files) is sealed instead.
/// </summary>
public sealed class Case
{
    public const int NumberLength = 20, NameLength = 120, PhoneLength = 20, EmailLength = 254, ReasonLength = 4000;

    public required Guid Id { get; init; }
    public required string Number { get; init; }
    public required string ServiceKey { get; init; }
    public required int ServiceVersion { get; init; }
    public required string FormKey { get; init; }
    public required int FormVersion { get; init; }

    /// <summary>Unit that owns the service.</summary>
    public required string Unit { get; init; }

    public required string Language { get; set; }
    public required string Channel { get; init; }
    public Guid? ApplicantAccountId { get; set; }
    public string? ApplicantName { get; set; }
    public string? ApplicantPhone { get; set; }
    public string? ApplicantEmail { get; set; }

    /// <summary>Since when the applicant agrees to text messages; null: never did, or no longer does.</summary>
    public DateTime? TextsAgreedAtUtc { get; set; }

    /// <summary>All answers, as JSON by field key.</summary>
    public required string Answers { get; set; }

    public string? District { get; set; }
    public double? Lat { get; set; }
    public double? Lon { get; set; }

    /// <summary>What lists and statistics may show: category, priority, provider. JSON by key; no personal data.</summary>
    public required string Facts { get; set; }

    /// <summary>SHA-256 of the code that opens the case without an account.</summary>
    public required byte[]? SecretHash { get; set; }

    /// <summary>The same code, sealed by the case's key, for links in later letters.</summary>
    public required byte[]? SecretCipher { get; set; }

    public required DateTime RegisteredAtUtc { get; init; }
    public required string Stage { get; set; }
    public required DateTime StageSinceUtc { get; set; }

    /// <summary>By when the city must have answered; moves on while the clock is stopped.</summary>
    public DateTime? DueAtUtc { get; set; }

    /// <summary>Since when the clock is stopped, waiting for the applicant.</summary>
    public DateTime? ClockStoppedAtUtc { get; set; }

    /// <summary>Time the clock was stopped before, in milliseconds.</summary>
    public long StoppedMilliseconds { get; set; }

    /// <summary>The calendar by which the term was last counted; null without a term.</summary>
    public int? CalendarVersion { get; set; }

    /// <summary>Hundredths of the term that were told last; 0: none.</summary>
    public int MarkReached { get; set; }

    /// <summary>The next to tell, and when; null while the clock stands still and once the case is decided.</summary>
    public int? NextMark { get; set; }

    public DateTime? NextMarkAtUtc { get; set; }

    /// <summary>The term was extended; that happens once.</summary>
    public bool IsExtended { get; set; }

    public string? Outcome { get; set; }
    public string? ReasonCode { get; set; }
    public string? Reason { get; set; }
    public DateTime? DecidedAtUtc { get; set; }
    public bool? DecidedOnTime { get; set; }
    public int Reopenings { get; set; }
    public DateTime? ClosedAtUtc { get; set; }

    /// <summary>When retention ends and a worker erases the person; null while the case is open.</summary>
    public DateTime? RetainUntilUtc { get; set; }

    public DateTime? ErasedAtUtc { get; set; }
}

internal sealed class CaseMapping : IEntityTypeConfiguration<Case>
{
    public void Configure(EntityTypeBuilder<Case> c)
    {
        c.ToTable("cases");
        c.Property(x => x.Number).HasMaxLength(Case.NumberLength);
        c.Property(x => x.ServiceKey).HasMaxLength(100);
        c.Property(x => x.FormKey).HasMaxLength(100);
        c.Property(x => x.Unit).HasMaxLength(20);
        c.Property(x => x.Language).HasMaxLength(2);
        c.Property(x => x.Channel).HasMaxLength(20);
        c.Property(x => x.ApplicantName).HasMaxLength(Case.NameLength);
        c.Property(x => x.ApplicantPhone).HasMaxLength(Case.PhoneLength);
        c.Property(x => x.ApplicantEmail).HasMaxLength(Case.EmailLength);
        c.Property(x => x.District).HasMaxLength(40);
        c.Property(x => x.SecretHash).HasMaxLength(32);
        c.Property(x => x.SecretCipher).HasMaxLength(200);
        c.Property(x => x.Stage).HasMaxLength(60);
        c.Property(x => x.Outcome).HasMaxLength(40);
        c.Property(x => x.ReasonCode).HasMaxLength(60);
        c.Property(x => x.Reason).HasMaxLength(Case.ReasonLength);
        c.HasIndex(x => x.Number).IsUnique();
        c.HasIndex(x => new { x.ServiceKey, x.RegisteredAtUtc });           // lists of a service
        c.HasIndex(x => new { x.ApplicantAccountId, x.RegisteredAtUtc });   // my requests
        c.HasIndex(x => x.NextMarkAtUtc);                                   // the worker that tells of terms
        c.HasIndex(x => x.RetainUntilUtc);                                  // the retention worker
    }
}

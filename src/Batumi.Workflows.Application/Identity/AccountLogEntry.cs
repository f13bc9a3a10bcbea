using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Batumi.Workflows.Application.Identity;

/// <summary>What was done with an account, by whom and why. Written in the commit of the act and never changed.</summary>
public sealed class AccountLogEntry
{
    public const int SubjectLength = 80, WhyLength = 1000;

    public required Guid Id { get; init; }
    public required DateTime AtUtc { get; init; }

    /// <summary>Whom it concerns. The entry outlives the account.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>Who did it; null: the site itself, or a command on its server.</summary>
    public Guid? ByAccountId { get; init; }

    public required AccountAct Act { get; init; }

    /// <summary>The post that was given or taken: role and unit.</summary>
    public string? Subject { get; init; }

    public string? Why { get; init; }
}

public enum AccountAct { Made, Closed, Opened, PostGiven, PostTaken, PasswordRenewed, FactorOn, FactorOff, FactorTakenAway, Dropped, AbsenceSet, AbsenceEnded }

internal sealed class AccountLogEntryMapping : IEntityTypeConfiguration<AccountLogEntry>
{
    public void Configure(EntityTypeBuilder<AccountLogEntry> entry)
    {
        entry.ToTable("account_log");
        entry.Property(e => e.Id).ValueGeneratedNever();
        entry.Property(e => e.Subject).HasMaxLength(AccountLogEntry.SubjectLength);
        entry.Property(e => e.Why).HasMaxLength(AccountLogEntry.WhyLength);
        entry.HasIndex(e => new { e.AccountId, e.AtUtc });      // the person's page
    }
}

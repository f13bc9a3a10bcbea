using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Batumi.Workflows.Application.Identity;

/// <summary>A person who can sign in: citizen or staff. What staff may do is in their posts.</summary>
public sealed class Account : IdentityUser<Guid>
{
    public const int NameLength = 120;

    public required string DisplayName { get; set; }
    public string Language { get; set; } = "ka";
    public bool IsActive { get; set; } = true;

    /// <summary>The password was handed over by somebody else and is good for one sign-in.</summary>
    public bool MustChangePassword { get; set; }

    public DateTime CreatedAtUtc { get; set; }

    /// <summary>Time step of the last code of a phone that was accepted; that code and older ones are good no more.</summary>
    public long? LastCodeStep { get; set; }

    /// <summary>The 11-digit personal number, AES-GCM under the master key. Never stored plainly.</summary>
    public byte[]? PersonalNumberCipher { get; set; }

    /// <summary>HMAC of the number under a key of its own: finds an account, tells nothing of the number.</summary>
    public byte[]? PersonalNumberIndex { get; set; }
}

internal sealed class AccountMapping : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> account)
    {
        account.ToTable("accounts");
        account.Property(a => a.DisplayName).HasMaxLength(Account.NameLength);
        account.Property(a => a.Language).HasMaxLength(2);
        account.Property(a => a.PersonalNumberIndex).HasMaxLength(32);
        account.Property(a => a.LastCodeStep).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);      // by conditional updates only: a save of the rest must not set it back
        account.HasIndex(a => a.PersonalNumberIndex).IsUnique();        // "has this person an account already?"
    }
}

/// <summary>A unit of the city, or a company or agency that works for it.</summary>
public sealed class Unit
{
    public const int CodeLength = 20;

    public required string Code { get; init; }
    public required string NameKa { get; set; }
    public required string NameEn { get; set; }
    public required string Kind { get; set; }
    public string? Email { get; set; }
    public bool IsActive { get; set; } = true;
}

internal sealed class UnitMapping : IEntityTypeConfiguration<Unit>
{
    public void Configure(EntityTypeBuilder<Unit> unit)
    {
        unit.ToTable("units");
        unit.HasKey(u => u.Code);
        unit.Property(u => u.Code).HasMaxLength(Unit.CodeLength);
        unit.Property(u => u.NameKa).HasMaxLength(200);
        unit.Property(u => u.NameEn).HasMaxLength(200);
        unit.Property(u => u.Kind).HasMaxLength(40);
        unit.Property(u => u.Email).HasMaxLength(254);
    }
}

/// <summary>A role that an account holds in a unit.</summary>
public sealed class PostHeld
{
    public const int RoleLength = 40;

    public required Guid AccountId { get; init; }
    public required string UnitCode { get; init; }
    public required string Role { get; init; }
    public required DateTime SinceUtc { get; init; }
    public Guid? GivenBy { get; init; }
}

internal sealed class PostHeldMapping : IEntityTypeConfiguration<PostHeld>
{
    public void Configure(EntityTypeBuilder<PostHeld> post)
    {
        post.ToTable("posts");
        post.HasKey(p => new { p.AccountId, p.UnitCode, p.Role });
        post.Property(p => p.UnitCode).HasMaxLength(Unit.CodeLength);
        post.Property(p => p.Role).HasMaxLength(PostHeld.RoleLength);
        post.HasOne<Account>().WithMany().HasForeignKey(p => p.AccountId).OnDelete(DeleteBehavior.Cascade);
        post.HasOne<Unit>().WithMany().HasForeignKey(p => p.UnitCode).OnDelete(DeleteBehavior.Restrict);
    }
}

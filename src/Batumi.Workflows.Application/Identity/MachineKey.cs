using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Batumi.Workflows.Application.Identity;

/// <summary>A key by which another system uses the API. The key itself is shown once and kept nowhere: its hash is, for 32 drawn bytes cannot be guessed.</summary>
public sealed class MachineKey
{
    public const int NameLength = 100, BeginningLength = 12, IntentLength = 32;

    public required Guid Id { get; init; }

    /// <summary>Which system has it.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the key.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>The first signs of the key, by which people recognise it.</summary>
    public required string Beginning { get; init; }

    public required MachineScopes Scopes { get; init; }
    public required DateTime MadeAtUtc { get; init; }
    public required Guid MadeBy { get; init; }

    /// <summary>By which a form that is sent twice makes one key.</summary>
    public required string Intent { get; init; }

    /// <summary>The moment from which it no longer holds; null: until it is revoked.</summary>
    public DateTime? UntilUtc { get; init; }

    /// <summary>To the hour.</summary>
    public DateTime? UsedAtUtc { get; set; }

    public DateTime? RevokedAtUtc { get; set; }
    public Guid? RevokedBy { get; set; }
}

/// <summary>What a machine may do.</summary>
[Flags]
public enum MachineScopes
{
    None = 0,

    /// <summary>Read definitions, runs and their journals.</summary>
    Read = 1,

    /// <summary>Save, publish and put away definitions.</summary>
    Edit = 2,

    /// <summary>Begin, carry on, cancel and delete runs that are no cases; send events.</summary>
    Run = 4,

    All = Read | Edit | Run,
}

internal sealed class MachineKeyMapping : IEntityTypeConfiguration<MachineKey>
{
    public void Configure(EntityTypeBuilder<MachineKey> key)
    {
        key.ToTable("machine_keys");
        key.Property(k => k.Name).HasMaxLength(MachineKey.NameLength);
        key.Property(k => k.Hash).HasMaxLength(32);
        key.Property(k => k.Beginning).HasMaxLength(MachineKey.BeginningLength);
        key.Property(k => k.Intent).HasMaxLength(MachineKey.IntentLength);
        key.HasIndex(k => k.Hash).IsUnique();       // asked at every request of a machine
        key.HasIndex(k => k.Intent).IsUnique();
    }
}

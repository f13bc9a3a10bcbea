using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Batumi.Workflows.Application.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Batumi.Workflows.Application.Running;

/// <summary>
/// One stimulus of a run: who, when, why, what, under which versions. Append-only. Folding the entries of a run gives its state; each holds the hash
/// of the one before it. Personal values are only in <see cref="PayloadCipher"/>.
/// </summary>
public sealed class JournalEntry
{
    public const int WhyLength = 500;

    public required Guid RunId { get; init; }
    public required int Sequence { get; init; }
    public required DateTime AtUtc { get; init; }
    public required ActorKind ActorKind { get; init; }
    public Guid? ActorId { get; init; }
    public required JournalKind Kind { get; init; }

    /// <summary>The task, bookmark, event or incident that the stimulus names.</summary>
    public string? Subject { get; init; }

    public string? ActivityId { get; init; }
    public string? Outcome { get; init; }
    public required string DefinitionId { get; init; }
    public required int DefinitionVersion { get; init; }
    public required int SemanticsVersion { get; init; }
    public required int CalendarVersion { get; init; }

    /// <summary>Source of the step's ids and random numbers.</summary>
    public required long Seed { get; init; }

    /// <summary>Activities whose script met the time bound in this step, comma separated: the one thing a replay cannot work out.</summary>
    public string? TimedOut { get; init; }

    /// <summary>What the activities did, one <c>activity:Event</c> each, comma separated.</summary>
    public required string Events { get; init; }

    /// <summary>The stimulus's values and the reason given, sealed by the case's key.</summary>
    public required byte[]? PayloadCipher { get; init; }

    /// <summary>Why the person was erased, in plain words without personal data: it must outlive the key.</summary>
    public string? ErasedBecause { get; init; }

    /// <summary>SHA-256 of the structure of the state after the step: what a replay compares once the values are erased.</summary>
    public required byte[] StructureHash { get; init; }

    public required byte[] PreviousHash { get; init; }
    public byte[] Hash { get; set; } = [];

    internal string Label => $"journal/{RunId:N}/{Sequence}";

    /// <summary>SHA-256 over every other column, each with its length before it.</summary>
    internal byte[] ComputeHash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var length = new byte[4];
        foreach (var part in Parts())
        {
            BinaryPrimitives.WriteInt32BigEndian(length, part?.Length ?? -1);
            hash.AppendData(length);
            if (part is not null) hash.AppendData(part);
        }

        return hash.GetHashAndReset();
    }

    private IEnumerable<byte[]?> Parts()
    {
        yield return RunId.ToByteArray();
        yield return Text($"{Sequence}/{AtUtc:yyyy-MM-ddTHH:mm:ss.fff}/{ActorKind}/{ActorId:N}/{Kind}/{DefinitionVersion}/{SemanticsVersion}/{CalendarVersion}/{Seed}");
        yield return Text(Subject);
        yield return Text(ActivityId);
        yield return Text(Outcome);
        yield return Text(DefinitionId);
        yield return Text(TimedOut);
        yield return Text(Events);
        yield return PayloadCipher;
        yield return StructureHash;
        yield return PreviousHash;
        if (ErasedBecause is not null) yield return Text(ErasedBecause);
    }

    private static byte[]? Text(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);

    private static byte[] Text(FormattableString text) => Encoding.UTF8.GetBytes(FormattableString.Invariant(text));
}

/// <summary>What kind of stimulus an entry is.</summary>
public enum JournalKind
{
    Started, TaskCompleted, TimerElapsed, EventReceived, Cancelled, IncidentRetried, IncidentSkipped, Erased, TermReached, TermExtended, Recounted, Message, RunEnded, RunRefused, TextsStopped,
    TaskProlonged, TaskReminded, TaskAssigned, HttpAnswered,
}

internal sealed class JournalMapping : IEntityTypeConfiguration<JournalEntry>
{
    public void Configure(EntityTypeBuilder<JournalEntry> entry)
    {
        entry.ToTable("journal");
        entry.HasKey(e => new { e.RunId, e.Sequence });
        entry.Property(e => e.Subject).HasMaxLength(200);
        entry.Property(e => e.ActivityId).HasMaxLength(100);
        entry.Property(e => e.Outcome).HasMaxLength(100);
        entry.Property(e => e.DefinitionId).HasMaxLength(Run.DefinitionIdLength);
        entry.Property(e => e.TimedOut).HasMaxLength(2000);
        entry.Property(e => e.ErasedBecause).HasMaxLength(JournalEntry.WhyLength);
        entry.Property(e => e.StructureHash).HasMaxLength(32);
        entry.Property(e => e.PreviousHash).HasMaxLength(32);
        entry.Property(e => e.Hash).HasMaxLength(32);
    }
}

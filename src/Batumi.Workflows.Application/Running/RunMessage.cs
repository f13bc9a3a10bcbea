using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Batumi.Workflows.Application.Running;

/// <summary>What a step wishes of other runs, written in its own commit and brought to them afterwards, once: an event, a run to begin, the end of a run that is waited for, a request to another server.</summary>
public sealed class RunMessage
{
    public const int IdLength = 100, NameLength = 200;

    /// <summary>Run, step and number: the same step writes the same messages.</summary>
    public required string Id { get; init; }

    /// <summary>The run whose step wished it; its key seals what the message carries.</summary>
    public required Guid RunId { get; init; }

    public required RunMessageKind Kind { get; init; }

    /// <summary>Event, definition, sub-status, or server, by kind.</summary>
    public required string Name { get; init; }

    /// <summary>The run it is for: the one to begin, the one that waits; null: any that waits for the event.</summary>
    public Guid? TargetRunId { get; init; }

    public string? CorrelationId { get; init; }
    public string? WaitId { get; init; }
    public required byte[] PayloadCipher { get; init; }
    public required DateTime AtUtc { get; init; }
    public required DateTime DueAtUtc { get; set; }
    public int Attempts { get; set; }
    public required RunMessageStatus Status { get; set; }
    public Guid? ClaimedBy { get; set; }
    public DateTime? ClaimedUntilUtc { get; set; }

    internal string Label => $"message/{Id}";
}

public enum RunMessageKind { Event, Start, Ended, Http }

public enum RunMessageStatus { Waiting, Done, GivenUp }

internal sealed class RunMessageMapping : IEntityTypeConfiguration<RunMessage>
{
    public void Configure(EntityTypeBuilder<RunMessage> message)
    {
        message.ToTable("run_messages");
        message.Property(m => m.Id).HasMaxLength(RunMessage.IdLength);
        message.Property(m => m.Name).HasMaxLength(RunMessage.NameLength);
        message.Property(m => m.CorrelationId).HasMaxLength(Run.CorrelationLength);
        message.Property(m => m.WaitId).HasMaxLength(WorkTask.IdLength);
        message.HasIndex(m => new { m.Status, m.DueAtUtc });                // the worker: due first
        message.HasIndex(m => new { m.RunId, m.Status });
    }
}

/// <summary>A run that is no case and waits for a named event.</summary>
public sealed class EventWait
{
    public required string Id { get; init; }
    public required Guid RunId { get; init; }
    public required string Name { get; init; }
}

internal sealed class EventWaitMapping : IEntityTypeConfiguration<EventWait>
{
    public void Configure(EntityTypeBuilder<EventWait> wait)
    {
        wait.ToTable("event_waits");
        wait.Property(w => w.Id).HasMaxLength(WorkTask.IdLength);
        wait.Property(w => w.Name).HasMaxLength(RunMessage.NameLength);
        wait.HasIndex(w => w.Name);                                         // who waits for it?
        wait.HasIndex(w => w.RunId);
    }
}

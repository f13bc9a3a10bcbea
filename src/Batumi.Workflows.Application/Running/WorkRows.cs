using Batumi.Workflows.Engine.Definitions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Batumi.Workflows.Application.Running;

/// <summary>Something somebody has to do; a row from the commit that opens it to the one that closes it.</summary>
public sealed class WorkTask
{
    public const int IdLength = 64;

    public required string Id { get; init; }
    public required Guid RunId { get; init; }
    public required string ActivityId { get; init; }
    public required string Kind { get; init; }
    public required string Name { get; init; }
    public string? Role { get; init; }
    public string? Unit { get; init; }
    public string? Form { get; init; }

    /// <summary>Ways it can end, comma separated, in the definition's order.</summary>
    public required string Outcomes { get; init; }

    public required DateTime OpenedAtUtc { get; init; }
    public DateTime? DueAtUtc { get; set; }

    /// <summary>How the due moment was counted, such as <c>4 hours</c>.</summary>
    public string? DueRule { get; set; }

    /// <summary>Names of tasks whose doer may not do this one, comma separated; null: anybody who has the role.</summary>
    public string? NotBy { get; init; }

    public string? Payload { get; set; }
    public required WorkTaskStatus Status { get; set; }

    /// <summary>The person who has claimed it. A concurrency token: of two who claim at once, one is told.</summary>
    public Guid? OwnerId { get; set; }

    /// <summary>How often a file was added to its form or taken away; its end counts too. A concurrency token: a task ends with the files that were counted, and none comes or goes later.</summary>
    public int FileChanges { get; set; }

    public DateTime? ClaimedAtUtc { get; set; }

    /// <summary>What is told next if the task still waits by then, and when; null: nothing.</summary>
    public string? NextMark { get; set; }

    /// <inheritdoc cref="NextMark"/>
    public DateTime? NextMarkAtUtc { get; set; }

    public DateTime? ClosedAtUtc { get; set; }
    public Guid? ClosedBy { get; set; }
    public string? Outcome { get; set; }
}

public enum WorkTaskStatus { Open, Done, Cancelled }

internal sealed class WorkTaskMapping : IEntityTypeConfiguration<WorkTask>
{
    public void Configure(EntityTypeBuilder<WorkTask> task)
    {
        task.ToTable("tasks");
        task.Property(t => t.Id).HasMaxLength(WorkTask.IdLength);
        task.Property(t => t.ActivityId).HasMaxLength(100);
        task.Property(t => t.Kind).HasMaxLength(20);
        task.Property(t => t.Name).HasMaxLength(100);
        task.Property(t => t.Role).HasMaxLength(40);
        task.Property(t => t.Unit).HasMaxLength(20);
        task.Property(t => t.Form).HasMaxLength(100);
        task.Property(t => t.Outcomes).HasMaxLength(1000);
        task.Property(t => t.DueRule).HasMaxLength(DueRule.TextLength);
        task.Property(t => t.NotBy).HasMaxLength(1000);
        task.Property(t => t.Outcome).HasMaxLength(100);
        task.Property(t => t.NextMark).HasMaxLength(20);
        task.Property(t => t.OwnerId).IsConcurrencyToken();
        task.Property(t => t.FileChanges).IsConcurrencyToken();
        task.HasIndex(t => new { t.RunId, t.Status });                      // the case page and the next step: with the status, or SQLite takes the next index and reads every open task there is
        task.HasIndex(t => new { t.Status, t.Role, t.Unit, t.DueAtUtc });   // my unit's tasks, due first
        task.HasIndex(t => new { t.OwnerId, t.Status, t.DueAtUtc });        // my tasks, due first
        task.HasIndex(t => new { t.Status, t.NextMarkAtUtc });              // the worker: what is to be told
    }
}

/// <summary>A moment at which a run goes on. Our own row: a scheduler only wakes the worker that reads it.</summary>
public sealed class RunTimer
{
    public required string Id { get; init; }
    public required Guid RunId { get; init; }
    public required string ActivityId { get; init; }
    public required DateTime DueAtUtc { get; set; }

    /// <summary>How the moment was counted from <see cref="SetAtUtc"/>, such as <c>5 working-days</c>; null: a plain span of time, which no calendar changes.</summary>
    public string? Rule { get; set; }

    public DateTime? SetAtUtc { get; init; }
    public required RunTimerStatus Status { get; set; }
    public Guid? ClaimedBy { get; set; }
    public DateTime? ClaimedUntilUtc { get; set; }
}

public enum RunTimerStatus { Waiting, Elapsed, Cancelled }

internal sealed class RunTimerMapping : IEntityTypeConfiguration<RunTimer>
{
    public void Configure(EntityTypeBuilder<RunTimer> timer)
    {
        timer.ToTable("timers");
        timer.Property(t => t.Id).HasMaxLength(WorkTask.IdLength);
        timer.Property(t => t.ActivityId).HasMaxLength(100);
        timer.Property(t => t.Rule).HasMaxLength(DueRule.TextLength);
        timer.HasIndex(t => new { t.Status, t.DueAtUtc });                  // the worker: due first
        timer.HasIndex(t => new { t.RunId, t.Status });
    }
}

/// <summary>An intention that was carried out, and what came of it: repeating the post gives the first result again.</summary>
public sealed class CarriedOut
{
    public required string Intent { get; init; }
    public required string Purpose { get; init; }
    public required Guid RunId { get; init; }
    public required int Turn { get; init; }
    public required DateTime AtUtc { get; init; }
}

internal sealed class CarriedOutMapping : IEntityTypeConfiguration<CarriedOut>
{
    public void Configure(EntityTypeBuilder<CarriedOut> intent)
    {
        intent.ToTable("intents");
        intent.HasKey(i => i.Intent);
        intent.Property(i => i.Intent).HasMaxLength(Primitives.IntentKey.Length);
        intent.Property(i => i.Purpose).HasMaxLength(120);
    }
}

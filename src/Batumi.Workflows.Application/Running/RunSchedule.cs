using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Batumi.Workflows.Application.Running;

/// <summary>When a definition in force begins its next run by itself: one row for each Timer, Cron or StartAt of it that starts runs.</summary>
public sealed class RunSchedule
{
    public const int IdLength = 64, RuleLength = 200;

    /// <summary>Made from definition and activity: every node writes the same.</summary>
    public required string Id { get; init; }

    public required string DefinitionId { get; init; }
    public required string ActivityId { get; init; }

    /// <summary>Activity type and its text; another one counts anew.</summary>
    public required string Rule { get; init; }

    /// <summary>Null: nothing more is to come.</summary>
    public DateTime? NextAtUtc { get; set; }

    internal static string IdOf(string definitionId, string activityId) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{definitionId}\n{activityId}")));
}

internal sealed class RunScheduleMapping : IEntityTypeConfiguration<RunSchedule>
{
    public void Configure(EntityTypeBuilder<RunSchedule> schedule)
    {
        schedule.ToTable("run_schedules");
        schedule.Property(s => s.Id).HasMaxLength(RunSchedule.IdLength);
        schedule.Property(s => s.DefinitionId).HasMaxLength(Run.DefinitionIdLength);
        schedule.Property(s => s.Rule).HasMaxLength(RunSchedule.RuleLength);
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Batumi.Workflows.Application.Incidents;

/// <summary>Something that went wrong and that a person must look at: a step of a workflow, or a letter that no server takes.</summary>
public sealed class Incident
{
    public const int IdLength = 80, WhyLength = 1000;

    public required string Id { get; init; }
    public required Guid CaseId { get; init; }

    /// <summary>The letter that could not be delivered; null for a workflow's incident.</summary>
    public string? LetterId { get; init; }

    public string? ActivityId { get; init; }

    /// <summary>Stable code: the engine's (BW1101...) or <c>LETTER</c>.</summary>
    public required string Code { get; init; }

    /// <summary>The technical sentence, for the person who repairs it; no personal data.</summary>
    public required string Detail { get; set; }

    public required DateTime AtUtc { get; init; }
    public required IncidentStatus Status { get; set; }
    public DateTime? SettledAtUtc { get; set; }
    public Guid? SettledBy { get; set; }
    public string? SettledWhy { get; set; }

    public static Incident OfLetter(string letterId, Guid caseId, string template, string error, DateTime now) => new()
    {
        Id = $"letter/{letterId}/{now.Ticks}", CaseId = caseId, LetterId = letterId, Code = "LETTER", Detail = $"{template}: {error}", AtUtc = now,
        Status = IncidentStatus.Open,
    };
}

public enum IncidentStatus { Open, Retried, Skipped, Closed }

internal sealed class IncidentMapping : IEntityTypeConfiguration<Incident>
{
    public void Configure(EntityTypeBuilder<Incident> incident)
    {
        incident.ToTable("incidents");
        incident.Property(i => i.Id).HasMaxLength(Incident.IdLength);
        incident.Property(i => i.LetterId).HasMaxLength(60);
        incident.Property(i => i.ActivityId).HasMaxLength(100);
        incident.Property(i => i.Code).HasMaxLength(20);
        incident.Property(i => i.Detail).HasMaxLength(2000);
        incident.Property(i => i.SettledWhy).HasMaxLength(Incident.WhyLength);
        incident.HasIndex(i => new { i.Status, i.AtUtc });      // the incident page
        incident.HasIndex(i => new { i.CaseId, i.Status });     // the case page, and each step that settles one
    }
}

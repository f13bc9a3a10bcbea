using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Calendar;
using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Register;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Engine.Definitions;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Requests;

/// <summary>By when, and why that day.</summary>
/// <param name="Rule">The term, such as 3 working-days.</param>
/// <param name="CountsFrom">First day that counts: the day after registration for terms in days.</param>
/// <param name="Skipped">Days in between that do not count.</param>
/// <param name="Stopped">Time the clock stood still, added at the end.</param>
public sealed record TermExplanation(DueRule Rule, DateTime FromUtc, DateOnly CountsFrom, IReadOnlyList<SkippedDay> Skipped, DateTime DueUtc, TimeSpan Stopped);

/// <param name="Holiday">Name of the public holiday; null: a weekend.</param>
public sealed record SkippedDay(DateOnly Day, LocalizedText? Holiday);

/// <summary>Explains a case's date step by step, by the rules that set it.</summary>
public sealed class Terms(CityDb db, Published published)
{
    public async Task<TermExplanation?> ExplainAsync(Guid caseId, CancellationToken ct)
    {
        var c = await db.Set<Case>().AsNoTracking().FirstOrDefaultAsync(x => x.Id == caseId, ct);
        if (c?.DueAtUtc is not { } due) return null;
        var service = await published.VersionAsync<ServiceEntry>(ContentKind.Service, c.ServiceKey, c.ServiceVersion, ct);
        var calendar = await published.LatestAsync<WorkCalendar>(ContentKind.Calendar, WorkflowHost.CalendarKey, ct);
        if (service is null || calendar is null || !DueRule.TryParse(service.TermFor(JsonNode.Parse(c.Facts)!.AsObject()), out var rule)) return null;

        var first = DateOnly.FromDateTime(TbilisiTime.ToLocal(c.RegisteredAtUtc));
        var isInDays = rule.Unit is DueUnit.WorkingDays or DueUnit.CalendarDays;
        if (isInDays) first = first.AddDays(1);
        var last = DateOnly.FromDateTime(TbilisiTime.ToLocal(due));
        var skipped = new List<SkippedDay>();
        for (var day = first; rule.Unit is DueUnit.WorkingDays or DueUnit.OfficeHours && day <= last; day = day.AddDays(1))
        {
            if (!calendar.Content.IsWorkingDay(day)) skipped.Add(new(day, calendar.Content.HolidayName(day)));
        }

        return new(rule, c.RegisteredAtUtc, first, skipped, due, TimeSpan.FromMilliseconds(c.StoppedMilliseconds));
    }
}

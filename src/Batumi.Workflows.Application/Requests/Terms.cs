using Batumi.Workflows.Application.Calendar;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Register;
using Batumi.Workflows.Application.Running;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Requests;

/// <summary>Explains a case's date day by day, by the calendar that it was counted by.</summary>
public sealed class Terms(CityDb db, Published published)
{
    /// <returns>Null when the case has no term.</returns>
    public async Task<Derivation?> ExplainAsync(Guid caseId, CancellationToken ct)
    {
        var c = await db.Set<Case>().AsNoTracking().Where(x => x.Id == caseId).Select(x => new { x.RegisteredAtUtc, x.CalendarVersion }).FirstOrDefaultAsync(ct);
        if (c?.CalendarVersion is not { } version) return null;
        var entries = await db.Set<ClockEntry>().AsNoTracking().Where(e => e.CaseId == caseId).ToListAsync(ct);
        var calendar = await published.VersionAsync<WorkCalendar>(ContentKind.Calendar, WorkflowHost.CalendarKey, version, ct);
        return calendar is null || ClockEntry.Term(c.RegisteredAtUtc, entries) is not { } term ? null : calendar.Derive(term);
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Calendar;
using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Notifications;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Register;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Engine.Definitions;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Requests;

/// <summary>What a letter would say of a real case: its number, dates and facts, and nothing of its person. Whoever edits letters need not know who asked.</summary>
public sealed class LetterPreview(CityDb db, Published published, SiteSettings site, TimeProvider time)
{
    /// <returns>Null: there is no case of that number.</returns>
    public async Task<JsonObject?> ValuesAsync(string number, string language, CancellationToken ct)
    {
        if (await db.Set<Case>().AsNoTracking().FirstOrDefaultAsync(c => c.Number == number, ct) is not { } found) return null;
        var service = await published.VersionAsync<ServiceEntry>(ContentKind.Service, found.ServiceKey, found.ServiceVersion, ct);
        var calendar = (await published.LatestAsync<WorkCalendar>(ContentKind.Calendar, WorkflowHost.CalendarKey, ct))?.Content;
        var values = JsonNode.Parse(found.Facts) as JsonObject ?? [];
        values["caseNumber"] = found.Number;
        values["serviceTitle"] = service?.Title.In(language);
        values["registeredDate"] = Day(found.RegisteredAtUtc);
        values["dueDate"] = found.DueAtUtc is { } due ? Day(due) : null;
        values["appealDate"] = calendar is null ? null : Day(calendar.Due(new(1, DueUnit.Months), time.NowUtc().AsOffset()).UtcDateTime);
        values["link"] = $"{site.PublicUrl}/follow";
        if (found.DecidedAtUtc is not null) (values["documentNumber"], values["checkCode"], values["checkLink"]) = (found.Number, "…", $"{site.PublicUrl}/check");
        return values;
    }

    private static string Day(DateTime utc) => TbilisiTime.ToLocal(utc).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
}

using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Incidents;
using Batumi.Workflows.Application.Notifications;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Register;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Desk;

/// <summary>The letters of the city: waiting, sent, failed.</summary>
public sealed class OutboxDesk(CityDb db, TimeProvider time)
{
    public const int PageSize = 50;

    public async Task<LetterPage> ListAsync(LetterStatus? status, int page, CancellationToken ct)
    {
        page = Math.Clamp(page, 1, TaskFilter.MostPages);
        var query = db.Set<Letter>().AsNoTracking();
        if (status is { } wanted) query = query.Where(l => l.Status == wanted);
        var total = await query.CountAsync(ct);
        var rows = await (
            from l in query
            join c in db.Set<Case>() on l.CaseId equals c.Id into cases
            from c in cases.DefaultIfEmpty()
            orderby l.CreatedAtUtc descending, l.Id
            select new { l.Id, l.CaseId, l.Channel, Number = (string?)c.Number, l.Template, l.To, l.Status, l.Attempts, l.CreatedAtUtc, l.SentAtUtc, l.DueAtUtc, l.LastError })
            .Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct);
        return new(rows.ConvertAll(l => new LetterLine(l.Id, l.CaseId, l.Number, l.Template, l.To, l.Status.ToString(), l.Attempts, l.CreatedAtUtc, l.SentAtUtc, l.DueAtUtc, l.LastError) { IsText = l.Channel == LetterChannel.Text }),
            total, page);
    }

    /// <summary>Sends a failed or waiting letter again as soon as the worker comes by; its incident is settled.</summary>
    public async Task<Refusal?> RetryAsync(string letterId, Actor actor, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        var letter = await db.Set<Letter>().FirstOrDefaultAsync(l => l.Id == letterId, ct);
        if (letter is null) return new("Letter.NotFound");
        if (letter.Status is LetterStatus.Sent) return new("Letter.AlreadySent");
        if (letter.Status is LetterStatus.Stopped) return new("Letter.Stopped");
        if (letter.Status is LetterStatus.NoAddress) return new("Letter.NoAddress");

        var now = time.NowUtc();
        (letter.Status, letter.DueAtUtc, letter.Attempts) = (LetterStatus.Waiting, now, 0);
        foreach (var incident in await db.Set<Incident>().Where(i => i.LetterId == letterId && i.Status == IncidentStatus.Open).ToListAsync(ct))
            (incident.Status, incident.SettledAtUtc, incident.SettledBy) = (IncidentStatus.Retried, now, actor.AccountId);
        await db.SaveChangesAsync(ct);
        return null;
    }
}

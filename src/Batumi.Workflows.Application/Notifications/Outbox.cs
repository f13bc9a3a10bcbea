using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Incidents;
using Batumi.Workflows.Application.Keys;
using Batumi.Workflows.Application.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Notifications;

/// <summary>
/// Sends letters that were committed. A row is claimed by a conditional update for the time one attempt may take; a worker killed in between leaves
/// the row to be claimed again, so none is lost and at most that one is delivered twice, under the same key.
/// </summary>
public sealed class Outbox(CityDb db, CaseKeys keys, IMailSender sender, ISmsSender texts, TimeProvider time)
{
    private const int BatchSize = 20, MostAttempts = 18;
    private static readonly TimeSpan Claim = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(6);

    /// <returns>How many letters were tried.</returns>
    public async Task<int> SendDueAsync(CancellationToken ct)
    {
        var tried = 0;
        LetterChannel[] open = [.. sender.IsSet ? [LetterChannel.Mail] : Array.Empty<LetterChannel>(), .. texts.IsSet ? [LetterChannel.Text] : Array.Empty<LetterChannel>()];
        if (open.Length == 0) return tried;
        while (!ct.IsCancellationRequested)
        {
            var now = time.NowUtc();
            var due = await db.Set<Letter>().AsNoTracking()
                .Where(l => l.Status == LetterStatus.Waiting && open.Contains(l.Channel) && l.DueAtUtc <= now && (l.ClaimedUntilUtc == null || l.ClaimedUntilUtc < now))
                .OrderBy(l => l.DueAtUtc).Select(l => l.Id).Take(BatchSize).ToListAsync(ct);
            if (due.Count == 0) return tried;
            foreach (var id in due) tried += await TryAsync(id, ct);
        }

        return tried;
    }

    private async Task<int> TryAsync(string id, CancellationToken ct)
    {
        var now = time.NowUtc();
        var worker = Ids.New(now);
        var claimed = await db.ClaimAsync(d => d.Set<Letter>()
            .Where(l => l.Id == id && l.Status == LetterStatus.Waiting && (l.ClaimedUntilUtc == null || l.ClaimedUntilUtc < now))
            .ExecuteUpdateAsync(s => s.SetProperty(l => l.ClaimedBy, worker).SetProperty(l => l.ClaimedUntilUtc, now + Claim), ct), ct);
        if (claimed == 0) return 0;

        var letter = await db.Set<Letter>().AsNoTracking().FirstAsync(l => l.Id == id, ct);
        var delivery = await DeliverAsync(letter, ct);
        await MarkAsync(letter, worker, delivery, ct);
        return 1;
    }

    private async Task<Delivery> DeliverAsync(Letter letter, CancellationToken ct)
    {
        try
        {
            var key = await keys.OpenAsync(letter.CaseId, letter.Person, ct);
            db.ChangeTracker.Clear();
            if (key is null) return new Delivery.Permanent("erased");
            var (address, body) = (key.Open(letter.AddressCipher, letter.Label("address")), key.Open(letter.BodyCipher, letter.Label("body")));
            return letter.Channel == LetterChannel.Text ? await texts.SendAsync(new(letter.Id, address, body), ct)
                : await sender.SendAsync(new(letter.Id, address, key.Open(letter.SubjectCipher, letter.Label("subject")), body, letter.Language), ct);
        }
        catch (Exception broken) when (!ct.IsCancellationRequested)
        {
            return new Delivery.Temporary(broken.GetType().Name);       // the line, the server, a key file that this node lacks: the others are still tried
        }
    }

    private async Task MarkAsync(Letter letter, Guid worker, Delivery delivery, CancellationToken ct)
    {
        var now = time.NowUtc();
        var attempts = letter.Attempts + 1;
        var (status, due, error) = delivery switch
        {
            Delivery.Accepted => (LetterStatus.Sent, letter.DueAtUtc, null),
            Delivery.Permanent permanent => (LetterStatus.Failed, letter.DueAtUtc, permanent.Why),
            Delivery.Temporary temporary when attempts >= MostAttempts => (LetterStatus.Failed, letter.DueAtUtc, temporary.Why),
            Delivery.Temporary temporary => (LetterStatus.Waiting, now + Pause(attempts), temporary.Why),
            _ => throw new InvalidOperationException(),
        };
        var row = await db.Set<Letter>().FirstOrDefaultAsync(l => l.Id == letter.Id && l.ClaimedBy == worker, CancellationToken.None);
        if (row is null) return;        // another worker took it over after our claim ran out
        if (row.Status != LetterStatus.Waiting && status != LetterStatus.Sent) return;        // stopped while it was tried
        (row.Status, row.Attempts, row.DueAtUtc, row.LastError) = (status, attempts, due, error);
        row.SentAtUtc = status == LetterStatus.Sent ? now : null;
        (row.ClaimedBy, row.ClaimedUntilUtc) = (null, null);
        if (status == LetterStatus.Failed)
            db.Add(Incident.OfLetter(letter.Id, letter.CaseId, letter.Template, error ?? "", now));

        await db.SaveChangesAsync(CancellationToken.None);
        db.ChangeTracker.Clear();
    }

    /// <summary>30 s, 1 min, 2 min ... at most 6 h: an hour of outage costs seven attempts, two days exhaust them.</summary>
    private static TimeSpan Pause(int attempts) =>
        TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, 30 * Math.Pow(2, Math.Min(attempts - 1, 20))));
}

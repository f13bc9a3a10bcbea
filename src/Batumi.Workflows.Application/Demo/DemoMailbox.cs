using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Keys;
using Batumi.Workflows.Application.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Demo;

/// <summary>Accepts every letter: in the demo they are read in its own mailbox.</summary>
public sealed class DemoSender : IMailSender
{
    public Task<Delivery> SendAsync(Mail mail, CancellationToken ct) => Task.FromResult<Delivery>(new Delivery.Accepted());
}

/// <summary>Accepts every text message, likewise.</summary>
public sealed class DemoSmsSender : ISmsSender
{
    public bool IsSet => true;

    public Task<Delivery> SendAsync(TextMessage message, CancellationToken ct) => Task.FromResult<Delivery>(new Delivery.Accepted());
}

/// <param name="IsText">A text message: its subject is the whole of it.</param>
public sealed record DemoMail(string Id, string To, string Subject, string Body, string Language, DateTime SentAtUtc, bool IsText);

/// <summary>The letters that the demo has sent, newest first.</summary>
public sealed class DemoMailbox(CityDb db, CaseKeys keys)
{
    public async Task<IReadOnlyList<DemoMail>> ListAsync(CancellationToken ct)
    {
        var letters = await db.Set<Letter>().AsNoTracking().Where(l => l.Status == LetterStatus.Sent).OrderByDescending(l => l.SentAtUtc).ThenBy(l => l.Id).Take(100).ToListAsync(ct);
        var mails = new List<DemoMail>();
        foreach (var letter in letters)
        {
            if (await OpenAsync(letter, ct) is { } mail) mails.Add(mail);
        }

        return mails;
    }

    public async Task<DemoMail?> GetAsync(string id, CancellationToken ct) =>
        await db.Set<Letter>().AsNoTracking().FirstOrDefaultAsync(l => l.Id == id && l.Status == LetterStatus.Sent, ct) is { } letter ? await OpenAsync(letter, ct) : null;

    private async Task<DemoMail?> OpenAsync(Letter letter, CancellationToken ct) =>
        letter.AddressCipher is null || await keys.OpenAsync(letter.CaseId, letter.Person, ct) is not { } key ? null
            : new(letter.Id, key.Open(letter.AddressCipher, letter.Label("address")), key.Open(letter.SubjectCipher, letter.Label("subject")),
                key.Open(letter.BodyCipher, letter.Label("body")), letter.Language, letter.SentAtUtc ?? letter.CreatedAtUtc, letter.Channel == LetterChannel.Text);
}

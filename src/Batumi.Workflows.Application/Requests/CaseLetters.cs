using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Keys;
using Batumi.Workflows.Application.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Requests;

/// <summary>A letter as its applicant reads it on the page of the case.</summary>
public sealed record LetterView(string Id, string Subject, string Body, string Language, LetterStatus Status, DateTime AtUtc);

/// <summary>What the city wrote to the applicant of a case, whether or not it could be sent. Letters to units are not theirs.</summary>
public sealed class CaseLetters(CityDb db, CaseKeys keys)
{
    private const string Applicant = "applicant";

    /// <summary>Newest first; none when the case was erased. The page has checked that it is their case.</summary>
    public async Task<IReadOnlyList<LetterView>> ListAsync(Guid caseId, CancellationToken ct)
    {
        if (await keys.OpenAsync(caseId, CaseKey.Applicant, ct) is not { } key) return [];
        var letters = await db.Set<Letter>().AsNoTracking().Where(l => l.CaseId == caseId && l.To == Applicant && l.Channel == LetterChannel.Mail).OrderByDescending(l => l.CreatedAtUtc).ThenBy(l => l.Id).ToListAsync(ct);
        return letters.ConvertAll(l => new LetterView(l.Id, key.Open(l.SubjectCipher, l.Label("subject")), key.Open(l.BodyCipher, l.Label("body")), l.Language, l.Status, l.SentAtUtc ?? l.CreatedAtUtc));
    }
}

using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Keys;
using Batumi.Workflows.Application.Notifications;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Register;
using Batumi.Workflows.Application.Running;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Requests;

public enum DocumentState { Valid, Expired, Reopened, Replaced, Withdrawn }

/// <summary>What anybody who holds a document may learn of it.</summary>
/// <param name="EndedAtUtc">Since when it holds no longer.</param>
public sealed record CheckedDocument(
    string Number, LocalizedText ServiceTitle, string Outcome, DateTime IssuedAtUtc, DateTime? ValidUntilUtc, DocumentState State, DateTime? EndedAtUtc);

/// <summary>What is printed on a document, so that others can check it.</summary>
public sealed record DocumentMark(string Number, string Code, string Address);

/// <summary>Documents by their number and code: for those who check one, and for the printed page.</summary>
public sealed class IssuedDocuments(CityDb db, CaseKeys keys, MasterKeys master, Names names, SiteSettings site, TimeProvider time)
{
    public async Task<CheckedDocument?> CheckAsync(string? number, string? code, CancellationToken ct)
    {
        if (CaseNumbers.Read(number) is not { } read || CheckCodes.Read(code) is not { } typed) return null;
        var hash = DocumentKeeper.Hash(master, read, typed);
        var found = await (from d in db.Set<IssuedDocument>().AsNoTracking().Where(d => d.CodeHash == hash)
                           join c in db.Set<Case>().AsNoTracking() on d.CaseId equals c.Id
                           select new { Document = d, c.Number, c.ServiceKey, IsClosed = c.ClosedAtUtc != null }).FirstOrDefaultAsync(ct);
        if (found is null) return null;
        var (document, now) = (found.Document, time.NowUtc());
        var later = document.EndedAtUtc is null ? null
            : await db.Set<IssuedDocument>().AsNoTracking().Where(d => d.CaseId == document.CaseId && d.Turn > document.Turn).OrderBy(d => d.Turn).Select(d => (DateTime?)d.IssuedAtUtc).FirstOrDefaultAsync(ct);
        var state = document.EndedAtUtc is null ? document.ValidUntilUtc < now ? DocumentState.Expired : DocumentState.Valid
            : later is not null ? DocumentState.Replaced : found.IsClosed ? DocumentState.Withdrawn : DocumentState.Reopened;
        return new(found.Number, await names.ServiceAsync(found.ServiceKey, ct), document.Outcome, document.IssuedAtUtc, document.ValidUntilUtc, state, later ?? document.EndedAtUtc);
    }

    /// <summary>What is printed on the decision that holds now; null without one, and once the person is erased. The page has checked that it is their case.</summary>
    public async Task<DocumentMark?> MarkAsync(Guid caseId, string number, CancellationToken ct)
    {
        var document = await db.Set<IssuedDocument>().AsNoTracking().Where(d => d.CaseId == caseId && d.EndedAtUtc == null).OrderByDescending(d => d.Turn).FirstOrDefaultAsync(ct);
        if (document is null || await keys.OpenAsync(caseId, CaseKey.Applicant, ct) is not { } key) return null;
        var code = key.Open(document.CodeCipher, DocumentKeeper.Label(document));
        return new(number, code, DocumentKeeper.Address(site, number, code));
    }
}

using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Keys;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Engine;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Requests;

/// <param name="ByApplicant">False: the staff wrote it.</param>
public sealed record MessageView(bool ByApplicant, DateTime AtUtc, string Text);

/// <summary>What applicant and staff write to each other while a case is open: entries of its journal, sealed by its key, told to the other side by a letter.</summary>
public sealed class Messages(CityDb db, CaseKeys keys, WorkflowHost host)
{
    public const int TextLength = 2000;

    /// <summary>Messages of one side in one case, so that nobody fills its journal.</summary>
    private const int Most = 50;

    /// <summary>Newest last; none once the person is erased.</summary>
    public async Task<IReadOnlyList<MessageView>> OfCaseAsync(Guid caseId, CancellationToken ct)
    {
        var entries = await db.Set<JournalEntry>().AsNoTracking().Where(e => e.RunId == caseId && e.Kind == JournalKind.Message).OrderBy(e => e.Sequence).ToListAsync(ct);
        if (entries.Count == 0 || await keys.OpenAsync(caseId, CaseKey.Applicant, ct) is not { } key) return [];
        return entries.ConvertAll(e => new MessageView(e.Subject == StimulusRecord.Applicant, e.AtUtc, (string?)StimulusRecord.Read(key.Open(e.PayloadCipher, e.Label))["why"] ?? ""));
    }

    /// <summary>The caller has checked that the writer may see the case.</summary>
    public async Task<Refusal?> WriteAsync(Guid caseId, string? text, bool byApplicant, Actor actor, IntentKey intent, CancellationToken ct)
    {
        if (PlainText.Lines(text) is not { Length: > 0 } words) return new("Message.Empty");
        if (words.Length > TextLength) return new("Message.TooLong", $"{TextLength}");
        var side = byApplicant ? StimulusRecord.Applicant : StimulusRecord.Staff;
        if (await db.Set<JournalEntry>().CountAsync(e => e.RunId == caseId && e.Kind == JournalKind.Message && e.Subject == side, ct) >= Most) return new("Message.TooMany", $"{Most}");
        var answer = await host.ResumeAsync(caseId, new Stimulus.MessageWritten(byApplicant), new Order(actor, $"message/{caseId:N}", intent, words), ct);
        return answer.Refused is { Code: "BW1007" or "Case.Erased" } ? new("Message.Over") : answer.Refused;
    }
}

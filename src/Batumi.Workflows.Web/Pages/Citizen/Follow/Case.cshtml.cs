using Batumi.Workflows.Application.Calendar;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Web.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Batumi.Workflows.Web.Pages.Citizen.Follow;

/// <summary>Where a case is now, who acts, and what is asked of its applicant, first.</summary>
[EnableRateLimiting(CitizenPages.Following)]
public sealed class CaseModel(Following following, CaseLetters letters, Messages messages, IssuedDocuments documents, Terms terms, TimeProvider time) : CasePage(following)
{
    public Derivation? Term { get; private set; }
    public IReadOnlyList<MessageView> Written { get; private set; } = [];
    public DocumentMark? Mark { get; private set; }
    public IReadOnlyList<LetterView> Letters { get; private set; } = [];

    public bool IsLate => Case is { Outcome: null, Asks.Count: 0, DueAtUtc: { } due } && due < time.GetUtcNow().UtcDateTime;

    public string OutcomeTag => Outcomes.Group(Case.Outcome?.Outcome ?? "") switch
    {
        "positive" => "city-tag--done",
        "negative" => "city-tag--waiting",
        _ => "city-tag--off",
    };

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct) is { } closed) return closed;

        if (Case.Outcome is null) Term = await terms.ExplainAsync(Case.CaseId, ct);
        else Mark = await documents.MarkAsync(Case.CaseId, Case.Number, ct);
        Letters = await letters.ListAsync(Case.CaseId, ct);
        Written = await messages.OfCaseAsync(Case.CaseId, ct);
        return Page();
    }
}

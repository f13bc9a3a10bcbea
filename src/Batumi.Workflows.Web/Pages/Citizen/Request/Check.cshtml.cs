using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Forms;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Web.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Citizen.Request;

/// <summary>All answers once more before they are sent; what is shown is what is stored. Sending twice, or after going back, gives the first receipt.</summary>
public sealed class CheckModel(ServiceCatalog catalog, Requesting requesting, DraftCookie cookie, FilingRate rate, Texts texts) : PageModel
{
    [FromRoute(Name = "service")] public string ServiceKey { get; init; } = "";
    [BindProperty] public IntentKey Intent { get; set; }
    [BindProperty] public string? Draft { get; set; }           // the draft's id, sealed

    public ServicePage Service { get; private set; } = null!;
    public Journey Journey { get; private set; } = null!;
    public IReadOnlyList<(string Page, LocalizedText Label, LocalizedText? Value)> Rows { get; private set; } = [];
    public bool IsAtCounter { get; private set; }
    public string Back => Address(Journey.Pages[^1].Key);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await catalog.GetAsync(ServiceKey, ct) is not { Form: not null } service) return NotFound();
        if (await cookie.FindAsync(ServiceKey, ct) is not { } draft) return await LeaveAsync(ct);

        (Intent, Draft) = (IntentKey.New(), cookie.Seal(draft.Id));
        return await ShowAsync(service, draft, ct);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await catalog.GetAsync(ServiceKey, ct) is not { Form: not null } service) return NotFound();
        if (cookie.Open(Draft) is not { } draftId) return await LeaveAsync(ct);
        if (ModelState.IsValid && await requesting.ReceiptAsync(draftId, HttpContext.Actor(), ct) is { } first) return Done(draftId, first);
        if (await cookie.FindAsync(ServiceKey, ct) is not { } draft || draft.Id != draftId) return await LeaveAsync(ct);
        if (!ModelState.IsValid) return await ShowAsync(service, draft, ct);
        if (!rate.Allows(HttpContext, service.Entry)) return StatusCode(StatusCodes.Status429TooManyRequests);

        var filed = await requesting.FileAsync(draftId, HttpContext.Actor(), Intent, ct);
        if (filed.Value is { } receipt) return Done(draftId, receipt);

        ModelState.AddModelError("", texts[filed.Refused!]);
        return await ShowAsync(service, draft, ct);
    }

    private RedirectResult Done(Guid draftId, Receipt receipt)
    {
        if (receipt.IsAtCounter)
        {
            cookie.Forget(ServiceKey);
            return Redirect($"/officer/counter/{receipt.CaseId}");
        }

        cookie.MarkSent(ServiceKey, draftId);
        return Redirect($"/follow/{receipt.Number}/{receipt.Secret}/receipt");
    }

    // No draft: it was sent (the back button), or is too old.
    private async Task<IActionResult> LeaveAsync(CancellationToken ct) =>
        cookie.SentDraft is { } sent && await requesting.ReceiptAsync(sent, HttpContext.Actor(), ct) is { } receipt
            ? Redirect($"/follow/{receipt.Number}/{receipt.Secret}/receipt")
            : Redirect($"/services/{ServiceKey}");

    private async Task<IActionResult> ShowAsync(ServicePage service, DraftView draft, CancellationToken ct)
    {
        var form = await catalog.FormAsync(draft.FormKey, draft.FormVersion, ct) ?? service.Form!;
        (Service, Journey, IsAtCounter) = (service, new(form, draft.Answers), draft.IsAtCounter);
        var (whole, wrong) = FormCheck.Whole(form, draft.Answers);
        IReadOnlyList<FieldError> errors = [.. wrong, .. FormCheck.MissingFiles(form, form.Fields, whole, draft.Files.Select(f => f.FieldKey))];
        if (errors.Count > 0 && Journey.Asking(errors[0].FieldKey) is { } unanswered) return Redirect(Address(unanswered.Key));

        var answers = (await requesting.AnswersAsync(draft.Id, ct)).ToDictionary(a => a.FieldKey, a => a.Value);
        Rows = [.. Journey.Pages.SelectMany(page => Journey.FieldsOf(page).Where(field => FormCheck.Applies(form, field, whole)).Select(field => (page.Key, field.Label, answers.GetValueOrDefault(field.Key))))];
        return Page();
    }

    private string Address(string step) => $"/services/{ServiceKey}/request/{step}";
}

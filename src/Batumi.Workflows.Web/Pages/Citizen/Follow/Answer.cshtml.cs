using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Forms;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Web.Hosting;
using Batumi.Workflows.Web.Identity;
using Batumi.Workflows.Web.Pages.Citizen.Request;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace Batumi.Workflows.Web.Pages.Citizen.Follow;

/// <summary>The applicant's answer to what is asked: chosen on the page before, sent here, so that no mail scanner that opens links answers for them.</summary>
[EnableRateLimiting(CitizenPages.Following), ReadsItsForm, IgnoreAntiforgeryToken, RequestSizeLimit(PostedForm.MostBytes)]
public sealed class AnswerModel(Following following, ServiceCatalog catalog, TaskForm taskForm, WritingRate rate, Texts texts) : CasePage(following)
{
    [FromRoute] public string Task { get; init; } = "";
    [FromQuery(Name = "outcome")] public string? Asked { get; init; }
    public IntentKey Intent { get; private set; }

    public AskView Ask { get; private set; } = null!;
    public OutcomeChoice Chosen { get; private set; } = null!;
    public Form? Form { get; private set; }
    public IReadOnlyList<DraftFile> Files { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await LoadAsync(ct) is { } other) return other;
        if (Choose(Asked) is { } elsewhere) return elsewhere;
        Intent = IntentKey.New();
        return await ShowAsync(ct);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await LoadAsync(ct) is { } other) return await TaskForm.IsOursAsync(HttpContext, ct) ? other : BadRequest();

        PostedForm posted;
        try
        {
            posted = await taskForm.ReadAsync(HttpContext, Case.CaseId, Ask.TaskId, Form, ModelState, () => rate.AllowsUpload(HttpContext), ct);
        }
        catch (AntiforgeryValidationException)
        {
            return BadRequest();
        }

        if (Choose(posted.Value("Outcome")) is { } elsewhere) return elsewhere;

        Intent = new(posted.Value(nameof(Intent)) ?? "");
        var (answers, isOnlyFiles) = Form is null ? ([], false) : await taskForm.AnswersAsync(HttpContext, posted, Case.CaseId, Ask.TaskId, Form, Chosen.Key, ModelState, ct);
        if (isOnlyFiles || !ModelState.IsValid) return await ShowAsync(ct);

        if (await Following.AnswerAsync(Case.CaseId, Ask.TaskId, Chosen.Key, answers, HttpContext.Actor(), Intent, ct) is { } refused)
        {
            ModelState.AddModelError("", texts[refused]);
            return await ShowAsync(ct);
        }

        Notice = "Follow.Answered";
        return Redirect(Base);
    }

    // Answered meanwhile, or a second post: the case's own page says how it stands.
    private async Task<IActionResult?> LoadAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct) is { } closed) return closed;
        if (Case.Asks.FirstOrDefault(a => a.TaskId == Task) is not { } ask) return Redirect(Base);

        Ask = ask;
        Form = ask.FormKey is null ? null : await catalog.FormAsync(ask.FormKey, ct);
        return null;
    }

    private RedirectResult? Choose(string? outcome)
    {
        if (Ask.Outcomes.FirstOrDefault(o => o.Key == outcome) is not { } chosen) return Redirect(Base);
        Chosen = chosen;
        return null;
    }

    private async Task<PageResult> ShowAsync(CancellationToken ct)
    {
        if (TaskForm.HasFiles(Form)) Files = await taskForm.FilesAsync(Case.CaseId, Ask.TaskId, ct);
        return Page();
    }
}

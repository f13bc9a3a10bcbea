using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Forms;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Web.Hosting;
using Batumi.Workflows.Web.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Batumi.Workflows.Web.Pages.Citizen.Follow;

/// <summary>The applicant's answer to what is asked: chosen on the page before, sent here, so that no mail scanner that opens links answers for them.</summary>
[EnableRateLimiting(CitizenPages.Following)]
public sealed class AnswerModel(Following following, ServiceCatalog catalog, Texts texts) : CasePage(following)
{
    [FromRoute] public string Task { get; init; } = "";
    [FromQuery(Name = "outcome")] public string? Asked { get; init; }
    [BindProperty] public string? Outcome { get; init; }
    [BindProperty] public IntentKey Intent { get; set; }

    public AskView Ask { get; private set; } = null!;
    public OutcomeChoice Chosen { get; private set; } = null!;
    public Form? Form { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await LoadAsync(Asked, ct) is { } other) return other;
        Intent = IntentKey.New();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await LoadAsync(Outcome, ct) is { } other) return other;

        var answers = Form is null ? [] : FormFields.Read(Form, Request.Form, ModelState, texts, new JsonObject { [Form.OutcomeField] = Chosen.Key });
        if (!ModelState.IsValid) return Page();

        if (await Following.AnswerAsync(Case.CaseId, Ask.TaskId, Chosen.Key, answers, HttpContext.Actor(), Intent, ct) is { } refused)
        {
            ModelState.AddModelError("", texts[refused]);
            return Page();
        }

        Notice = "Follow.Answered";
        return Redirect(Base);
    }

    // Answered meanwhile, or a second post: the case's own page says how it stands.
    private async Task<IActionResult?> LoadAsync(string? outcome, CancellationToken ct)
    {
        if (await OpenAsync(ct) is { } closed) return closed;
        if (Case.Asks.FirstOrDefault(a => a.TaskId == Task) is not { } ask || ask.Outcomes.FirstOrDefault(o => o.Key == outcome) is not { } chosen) return Redirect(Base);

        (Ask, Chosen) = (ask, chosen);
        Form = ask.FormKey is null ? null : await catalog.FormAsync(ask.FormKey, ct);
        return null;
    }
}

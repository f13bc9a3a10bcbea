using Batumi.Workflows.Application.Desk;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Web.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Officer.Cases;

/// <summary>A head gives a task of the case to one of the unit's people.</summary>
public sealed class AssignModel(CaseFolder folder, Assigning assigning, Texts texts) : PageModel
{
    [FromRoute] public Guid Id { get; init; }
    [FromQuery] public string? Task { get; init; }
    [BindProperty] public IntentKey Intent { get; set; }
    [BindProperty] public Guid? To { get; init; }
    [BindProperty] public string? Why { get; init; }
    [TempData] public string? Notice { get; set; }

    public CaseView Case { get; private set; } = null!;
    public TaskView? View { get; private set; }
    public IReadOnlyList<Candidate> Candidates { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await LoadAsync(isPost: false, ct) is { } closed) return closed;
        Intent = IntentKey.New();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await LoadAsync(isPost: true, ct) is { } closed) return closed;
        if (ModelState.IsValid && To is null) ModelState.AddModelError(nameof(To), texts["Refusal.Assign.To"]);
        if (!ModelState.IsValid) return Page();

        if (await assigning.AssignAsync(Id, Task ?? "", To!.Value, Why, HttpContext.Actor(), Intent, ct) is { } refused)
        {
            var field = refused.Code switch { "Assign.WhyTooLong" => nameof(Why), "Assign.NotFor" or "Assign.FourEyes" => nameof(To), _ => "" };
            ModelState.AddModelError(field, texts[refused]);
            return Page();
        }

        Notice = "Assign.Done";
        return RedirectToPage("Index", new { Id });
    }

    private async Task<IActionResult?> LoadAsync(bool isPost, CancellationToken ct)
    {
        var answer = await folder.OpenAsync(Id, HttpContext.Actor(), ct);
        if (answer.Refused is { } closed) return closed.Code == "Case.Foreign" ? Forbid() : NotFound();

        Case = answer.Value!;
        var candidates = await assigning.CandidatesAsync(Id, Task ?? "", HttpContext.Actor(), ct);
        if (candidates.Refused is { Code: "Desk.NotFound" }) return NotFound();
        if (candidates.Refused is { } refused && !isPost) ModelState.AddModelError("", texts[refused]);
        (View, Candidates) = (Case.OpenTasks.FirstOrDefault(t => t.TaskId == Task), candidates.Value ?? []);
        return null;
    }
}

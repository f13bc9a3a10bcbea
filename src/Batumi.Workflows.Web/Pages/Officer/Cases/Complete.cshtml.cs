using System.Globalization;
using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Desk;
using Batumi.Workflows.Application.Forms;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Web.Identity;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Officer.Cases;

/// <summary>Ends a task: its form, then one of its outcomes. Whatever is refused, what was typed stays on the page.</summary>
[ReadsItsForm, IgnoreAntiforgeryToken, RequestSizeLimit(PostedForm.MostBytes)]
public sealed class CompleteModel(CaseFolder folder, TaskDesk desk, TaskForm taskForm, Texts texts) : PageModel, IDrawsForm
{
    [FromRoute] public Guid Id { get; init; }
    [FromQuery(Name = "task")] public string TaskId { get; init; } = "";
    public IntentKey Intent { get; private set; }        // one per rendered form: a repeat gives the first result
    public long Revision { get; private set; }          // the page's: a stale one is told who changed what
    public string? Outcome { get; private set; }
    [TempData] public string? Notice { get; set; }

    public CaseView Case { get; private set; } = null!;
    public TaskView Task { get; private set; } = null!;
    public Form? Form { get; private set; }
    public IEnumerable<FormField> Fields => Form?.Fields ?? [];
    public JsonObject Answers { get; private set; } = [];
    public IReadOnlyList<DraftFile> Files { get; private set; } = [];
    public string? Refused { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await LoadAsync(ct) is { } closed) return closed;
        if (!Task.MayComplete) return RedirectToPage("Index", new { Id });

        (Intent, Revision, Answers) = (IntentKey.New(), Case.Revision, KnownAlready());
        return await ShowAsync(ct);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await LoadAsync(ct) is { } closed) return await TaskForm.IsOursAsync(HttpContext, ct) ? closed : BadRequest();

        PostedForm posted;
        try
        {
            posted = await taskForm.ReadAsync(HttpContext, Id, TaskId, Form, ModelState, () => true, ct);
        }
        catch (AntiforgeryValidationException)
        {
            return BadRequest();
        }

        (Intent, Outcome) = (new(posted.Value(nameof(Intent)) ?? ""), posted.Value(nameof(Outcome)));
        Revision = long.TryParse(posted.Value(nameof(Revision)), CultureInfo.InvariantCulture, out var seen) ? seen : -1;
        if (Form is not null)
        {
            (Answers, var isOnlyFiles) = await taskForm.AnswersAsync(HttpContext, posted, Id, TaskId, Form, Outcome ?? "", ModelState, ct);
            if (isOnlyFiles && Task.IsOpen) return await ShowAsync(ct);
        }

        if (Task.Outcomes.All(o => o.Key != Outcome)) ModelState.AddModelError(nameof(Outcome), texts["Task.Outcome.Missing"]);
        if (!ModelState.IsValid && Task.IsOpen) return await ShowAsync(ct);

        var completion = new Completion(TaskId, Outcome ?? "", Answers, Intent, Revision);
        if (await desk.CompleteAsync(completion, HttpContext.Actor(), ct) is { } refused) return await ShowAsync(refused, ct);

        Notice = "Case.Completed";
        return RedirectToPage("Index", new { Id });
    }

    // What the case says already is not asked twice: the officer confirms or corrects it.
    private JsonObject KnownAlready() => new((Form?.Fields ?? []).Where(f => f.Fact && Case.Facts.ContainsKey(f.Key)).Select(f => KeyValuePair.Create<string, JsonNode?>(f.Key, Case.Facts[f.Key])));

    private async Task<PageResult> ShowAsync(CancellationToken ct)
    {
        if (TaskForm.HasFiles(Form)) Files = await taskForm.FilesAsync(Id, TaskId, ct);
        return Page();
    }

    private async Task<PageResult> ShowAsync(Refusal refused, CancellationToken ct)
    {
        Refused = texts[refused];
        if (!Task.IsOpen) ModelState.Clear();       // nothing left to correct
        if (refused.Code != "Desk.Stale") return await ShowAsync(ct);

        Revision = Case.Revision;       // having read who changed what, the officer may send again
        return await ShowAsync(ct);
    }

    private async Task<IActionResult?> LoadAsync(CancellationToken ct)
    {
        var answer = await folder.OpenAsync(Id, HttpContext.Actor(), ct);
        if (answer.Refused is { } refused) return refused.Code == "Case.Foreign" ? Forbid() : NotFound();

        Case = answer.Value!;
        if (await folder.TaskAsync(Id, TaskId, HttpContext.Actor(), ct) is not var (task, form)) return NotFound();

        (Task, Form) = (task, form);
        return null;
    }
}

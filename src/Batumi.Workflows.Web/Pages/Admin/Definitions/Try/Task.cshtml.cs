using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Forms;
using Batumi.Workflows.Application.Studio;
using Batumi.Workflows.Engine.Effects;
using Batumi.Workflows.Web.Forms;
using Microsoft.AspNetCore.Mvc;

namespace Batumi.Workflows.Web.Pages.Admin.Definitions.Try;

/// <summary>A task of a trial, with the form and outcomes that whoever does it would have.</summary>
public sealed class TaskModel(Trials trials, ServiceCatalog catalog, Texts texts) : TrialPage(trials, texts), IDrawsForm
{
    private readonly Trials trials = trials;
    private readonly Texts texts = texts;

    [FromRoute] public string TaskId { get; init; } = "";
    [BindProperty] public string? Outcome { get; set; }

    public Effect.OpenTask Task { get; private set; } = null!;
    public Form? Form { get; private set; }
    public IEnumerable<FormField> Fields => Form?.Fields ?? [];

    /// <summary>What the case says already is not asked twice: facts of the request and of the steps since.</summary>
    public JsonObject Known { get; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await LoadAsync(ct) is { } closed) return closed;
        Revision = Trial.Trial.Revision;
        var facts = Trial.Lines.SelectMany(l => l.Effects).OfType<Effect.SetFacts>().Select(f => f.Facts).Prepend(Trial.State.Input["answers"] as JsonObject ?? []);
        foreach (var (name, value) in facts.SelectMany(f => f).Where(f => Form?.Field(f.Key)?.Fact == true)) Known[name] = value?.DeepClone();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await LoadAsync(ct) is { } closed) return closed;
        var answers = new JsonObject();
        if (Form is not null) answers = FormFields.Read(Form, IndexModel.Typed(Request), ModelState, texts, new JsonObject { [Form.OutcomeField] = Outcome });
        if (Task.Outcomes.Count > 0 && !Task.Outcomes.Contains(Outcome ?? "")) ModelState.AddModelError(nameof(Outcome), texts["Task.Outcome.Missing"]);
        if (!ModelState.IsValid) return Page();
        if (!Refuse(await trials.CompleteAsync(Key, Id, Revision, TaskId, Outcome ?? "", answers, ct))) return Redirect(Address);
        Revision = Trial.Trial.Revision;
        return Page();
    }

    private async Task<IActionResult?> LoadAsync(CancellationToken ct)
    {
        if (await FindAsync(ct) is { } closed) return closed;
        if (Trial.Open.FirstOrDefault(t => t.TaskId == TaskId) is not { } task) return Redirect(Address);
        (Task, Form) = (task, task.Form is { } key && await catalog.FormAsync(key, ct) is { } form ? IndexModel.WithoutFiles(form) : null);
        return null;
    }
}

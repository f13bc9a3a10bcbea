using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Application.Studio;
using Batumi.Workflows.Engine.Effects;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Admin.Definitions.Try;

/// <summary>A page about one trial.</summary>
public abstract class TrialPage(Trials trials, Texts texts) : PageModel
{
    [FromRoute] public string Key { get; init; } = "";
    [FromRoute] public Guid Id { get; init; }

    /// <summary>How many steps the page shows: what was done since is told first.</summary>
    [BindProperty] public int Revision { get; set; }

    [TempData] public string? Notice { get; set; }

    public TrialView Trial { get; private set; } = null!;
    public Outline Outline { get; private set; } = null!;
    public DefinitionTexts Names { get; private set; } = null!;
    public string Address => $"/admin/definitions/{Uri.EscapeDataString(Key)}/try/{Id}";
    public string Title => Trial.Definition.Name ?? Key;

    /// <returns>Null: it is there; else the answer to whoever asked.</returns>
    protected async Task<IActionResult?> FindAsync(CancellationToken ct)
    {
        var opened = await trials.OpenAsync(Key, Id, ct);
        if (opened.Refused?.Code == "Trial.NotFound") return NotFound();
        if (opened.Refused is { } refused)
        {
            TempData[nameof(Notice)] = $"Refusal.{refused.Code}";
            return Redirect($"/admin/definitions/{Uri.EscapeDataString(Key)}/try");
        }

        Trial = opened.Value!;
        (Outline, Names) = (Outline.Of(DefinitionModel.Shown(Trial.Trial.Content)), new(Trial.Definition));
        return null;
    }

    protected bool Refuse(Refusal? refused)
    {
        if (refused is not null) ModelState.AddModelError("", texts[refused]);
        return refused is not null;
    }

    public string TaskTitle(Effect.OpenTask task) => texts[Names.Task(task.Name)];

    public string StepTitle(string activityId) => Outline.Find(activityId) is { } step ? texts[Outline.Title(step)] : activityId;

    /// <summary>Who would do it.</summary>
    public string Who(Effect.OpenTask task) => task.Kind switch
    {
        TaskKind.Applicant => texts["Letter.Applicant"],
        TaskKind.Fee => texts["Trial.Finance"],
        _ => $"{(task.Role is { } role ? texts.Find($"Role.{role}") ?? role : texts["Trial.Anybody"])}{(task.Unit is { } unit ? $", {unit}" : "")}",
    };

    public string Port(string port) => texts.Find($"Port.{port}") is { } known && Names.Outcome(port).Ka == port ? known : texts[Names.Outcome(port)];
}

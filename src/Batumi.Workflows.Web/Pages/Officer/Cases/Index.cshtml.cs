using Batumi.Workflows.Application.Calendar;
using Batumi.Workflows.Application.Desk;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Web.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Officer.Cases;

/// <summary>A case as the people who work it see it: facts, the clock, the next act, what has happened.</summary>
public sealed class IndexModel(CaseFolder folder, TaskDesk desk, TermDesk termDesk, Terms terms, Texts texts) : PageModel
{
    [FromRoute] public Guid Id { get; init; }

    public CaseView Case { get; private set; } = null!;
    public Derivation? Term { get; private set; }
    public bool MayExtend { get; private set; }
    public string? Refused { get; private set; }
    [TempData] public string? Notice { get; set; }

    public Task<IActionResult> OnGetAsync(CancellationToken ct) => ShowAsync(null, ct);

    public async Task<IActionResult> OnPostClaimAsync(string task, CancellationToken ct) => await AfterAsync(await desk.ClaimAsync(task, HttpContext.Actor(), ct), ct);

    public async Task<IActionResult> OnPostReleaseAsync(string task, CancellationToken ct) => await AfterAsync(await desk.ReleaseAsync(task, HttpContext.Actor(), ct), ct);

    private async Task<IActionResult> AfterAsync(Refusal? refused, CancellationToken ct) => refused is null ? RedirectToPage(new { Id }) : await ShowAsync(refused, ct);

    private async Task<IActionResult> ShowAsync(Refusal? refused, CancellationToken ct)
    {
        var answer = await folder.OpenAsync(Id, HttpContext.Actor(), ct);
        if (answer.Refused is { } closed) return closed.Code == "Case.Foreign" ? Forbid() : NotFound();

        (Case, Term) = (answer.Value!, await terms.ExplainAsync(Id, ct));
        MayExtend = !(await termDesk.OfferAsync(Id, HttpContext.Actor(), ct)).IsRefused;
        Refused = refused is null ? null : texts[refused];
        return Page();
    }
}

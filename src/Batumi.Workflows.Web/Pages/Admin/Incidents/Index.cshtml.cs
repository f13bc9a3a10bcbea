using Batumi.Workflows.Application.Desk;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Web.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Admin.Incidents;

/// <summary>What went wrong, in plain words, with the two things that can be done about it.</summary>
public sealed class IndexModel(IncidentDesk desk, Texts texts) : PageModel
{
    [FromQuery] public bool All { get; init; }
    [FromQuery(Name = "p")] public int Number { get; init; } = 1;
    [BindProperty] public string? Incident { get; init; }
    [BindProperty] public IntentKey Intent { get; init; }
    [BindProperty] public string? Reason { get; init; }
    [BindProperty] public string? Outcome { get; init; }

    public IncidentPage Incidents { get; private set; } = new([], 0, 1);
    public int Pages => (Incidents.Total + IncidentDesk.PageSize - 1) / IncidentDesk.PageSize;
    [TempData] public string? Notice { get; set; }

    public async Task OnGetAsync(CancellationToken ct) => Incidents = await desk.ListAsync(openOnly: !All, Number, ct);

    public async Task<IActionResult> OnPostRetryAsync(CancellationToken ct) =>
        await AfterAsync(await desk.RetryAsync(Incident ?? "", HttpContext.Actor(), Intent, ct), "Incident.WasRetried", ct);

    public async Task<IActionResult> OnPostSkipAsync(CancellationToken ct) =>
        await AfterAsync(await desk.SkipAsync(Incident ?? "", Outcome ?? "Done", Reason?.Trim() ?? "", HttpContext.Actor(), Intent, ct), "Incident.WasSkipped", ct);

    private async Task<IActionResult> AfterAsync(Refusal? refused, string notice, CancellationToken ct)
    {
        if (refused is null)
        {
            Notice = notice;
            return RedirectToPage(new { All = All ? (bool?)true : null, p = Number > 1 ? (int?)Number : null });
        }

        ModelState.AddModelError("", texts[refused]);
        await OnGetAsync(ct);
        return Page();
    }
}

using Batumi.Workflows.Application.People;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Web.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Admin.People;

/// <summary>One person: give and take posts, hand over a new password, close or open the account.</summary>
public sealed class PersonModel(Staffing staffing, AccountLog log, Texts texts) : PageModel
{
    [FromRoute] public Guid Id { get; init; }

    public PersonLine Person { get; private set; } = null!;
    public IReadOnlyList<UnitLine> Units { get; private set; } = [];
    public IReadOnlyList<AccountLogLine> Log { get; private set; } = [];
    public string? Role { get; private set; }
    public string? Unit { get; private set; }
    public Welcome? Renewed { get; private set; }
    [BindProperty] public string? Why { get; set; }
    [BindProperty] public string? WhyFactor { get; set; }
    [BindProperty] public string? WhyGiven { get; set; }
    [TempData] public string? Notice { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await staffing.PersonAsync(Id, ct) is not { } person) return NotFound();
        (Person, Units, Log) = (person, await staffing.UnitsAsync(ct), await log.ListAsync(Id, ct));
        return Page();
    }

    public async Task<IActionResult> OnPostGiveAsync(string? role, string? unit, CancellationToken ct)
    {
        (Role, Unit) = (role, unit);
        if (!string.IsNullOrEmpty(role) && !string.IsNullOrEmpty(unit))
            return await AfterAsync(await staffing.AssignAsync(Id, new(role, unit), HttpContext.Actor(), WhyGiven, ct), "Person.Given", ct);

        ModelState.AddModelError(string.IsNullOrEmpty(role) ? "Role" : "Unit", texts["Person.Post.Half"]);
        return await OnGetAsync(ct);
    }

    public async Task<IActionResult> OnPostTakeAsync(string role, string unit, string? whyTaken, CancellationToken ct) =>
        await AfterAsync(await staffing.UnassignAsync(Id, new(role, unit), HttpContext.Actor(), whyTaken, ct), "Person.Taken", ct);

    public async Task<IActionResult> OnPostRenewAsync(CancellationToken ct)
    {
        var answer = await staffing.RenewPasswordAsync(Id, HttpContext.Actor());
        if (answer.Refused is { } refused) ModelState.AddModelError("", texts[refused]);
        Renewed = answer.Value;
        Response.Headers.CacheControl = "no-cache, no-store";
        return await OnGetAsync(ct);
    }

    public async Task<IActionResult> OnPostFactorAsync(CancellationToken ct) =>
        await AfterAsync(await staffing.RemoveSecondFactorAsync(Id, HttpContext.Actor(), WhyFactor), "Person.Factor.Removed", ct, nameof(WhyFactor));

    public async Task<IActionResult> OnPostCloseAsync(CancellationToken ct) =>
        await AfterAsync(await staffing.SetActiveAsync(Id, isActive: false, HttpContext.Actor(), Why, ct), "Person.WasClosed", ct, nameof(Why));

    public async Task<IActionResult> OnPostOpenAsync(CancellationToken ct) =>
        await AfterAsync(await staffing.SetActiveAsync(Id, isActive: true, HttpContext.Actor(), Why, ct), "Person.WasOpened", ct, nameof(Why));

    private async Task<IActionResult> AfterAsync(Refusal? refused, string notice, CancellationToken ct, string reasonField = "")
    {
        if (refused is not null)
        {
            ModelState.AddModelError(refused.Code is "Person.Why" or "Person.WhyTooLong" ? reasonField : "", texts[refused]);
            return await OnGetAsync(ct);
        }

        Notice = notice;
        return RedirectToPage(new { Id });
    }
}

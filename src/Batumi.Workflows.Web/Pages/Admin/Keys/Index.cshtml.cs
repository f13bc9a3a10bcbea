using System.Globalization;
using Batumi.Workflows.Application.Identity;
using Batumi.Workflows.Application.People;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Web.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Admin.Keys;

/// <summary>Keys of other systems. A new one is on the answer to its post and nowhere else.</summary>
public sealed class IndexModel(MachineKeys keys, Texts texts) : PageModel
{
    [BindProperty] public IntentKey Intent { get; set; }
    [BindProperty] public string? Name { get; init; }
    [BindProperty] public IReadOnlyList<MachineScopes> Allowed { get; init; } = [];
    [BindProperty] public string? Last { get; init; }
    [TempData] public string? Notice { get; set; }

    public string? Made { get; private set; }
    public IReadOnlyList<MachineKeyLine> Lines { get; private set; } = [];
    public IReadOnlyList<MachineScopes> Scopes { get; } = [MachineScopes.Read, MachineScopes.Edit, MachineScopes.Run];

    public async Task OnGetAsync(CancellationToken ct) => (Intent, Lines) = (IntentKey.New(), await keys.ListAsync(ct));

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        DateOnly? last = null;
        if (!string.IsNullOrWhiteSpace(Last))
        {
            if (DateOnly.TryParseExact(Last.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 2000 and < 2200) last = day;
            else ModelState.AddModelError(nameof(Last), texts["Refusal.Absence.Date"]);
        }

        if (ModelState.IsValid)
        {
            var answer = await keys.MakeAsync(new(Name ?? "", Allowed.Aggregate(MachineScopes.None, (all, one) => all | one), last, Intent), HttpContext.Actor(), ct);
            if (answer.Refused is { } refused) ModelState.AddModelError(FieldOf(refused), texts[refused]);
            else Made = answer.Value;
        }

        if (Made is not null)
        {
            ModelState.Clear();     // the form below is for the next one
            Intent = IntentKey.New();
        }

        Lines = await keys.ListAsync(ct);
        Response.Headers.CacheControl = "no-cache, no-store";
        return Page();
    }

    public async Task<IActionResult> OnPostRevokeAsync(Guid key, CancellationToken ct)
    {
        ModelState.Clear();     // the other form's fields were not sent
        if (await keys.RevokeAsync(key, HttpContext.Actor(), ct) is { } refused)
        {
            ModelState.AddModelError("", texts[refused]);
            await OnGetAsync(ct);
            return Page();
        }

        Notice = "MachineKey.Revoked";
        return RedirectToPage();
    }

    private static string FieldOf(Refusal refused) => refused.Code switch { "MachineKey.Name" => nameof(Name), "MachineKey.Scopes" => nameof(Allowed), "MachineKey.LastDay" => nameof(Last), _ => "" };
}

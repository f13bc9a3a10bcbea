using System.ComponentModel.DataAnnotations;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Web.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace Batumi.Workflows.Web.Pages.Citizen.Follow;

/// <summary>Opens a case by its number and code. Posted, so that the code stays out of the address until it is known to be right.</summary>
[EnableRateLimiting(CitizenPages.Following)]
public sealed class IndexModel(Following following, Texts texts) : PageModel
{
    [BindProperty, Required(ErrorMessage = "Follow.Number.Missing")] public string? Number { get; set; }
    [BindProperty, Required(ErrorMessage = "Follow.Code.Missing")] public string? Code { get; set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid) return Page();
        if (await following.FindAsync(Number, Code, ct) is { } view) return Redirect($"/follow/{view.Number}/{Uri.EscapeDataString(Plain(Code!))}");

        ModelState.AddModelError(nameof(Number), texts["Follow.NotFound"]);
        return Page();
    }

    private static string Plain(string code) => code.Trim().ToLowerInvariant().Replace("-", "", StringComparison.Ordinal);
}

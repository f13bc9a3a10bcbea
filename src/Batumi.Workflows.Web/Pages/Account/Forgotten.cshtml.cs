using System.ComponentModel.DataAnnotations;
using Batumi.Workflows.Application.People;
using Batumi.Workflows.Web.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace Batumi.Workflows.Web.Pages.Account;

/// <summary>Asks for a letter to whoever cannot sign in. The answer is the same whether or not the address is known.</summary>
[EnableRateLimiting(CitizenPages.SigningIn)]
public sealed class ForgottenModel(Registration registration, Texts texts) : PageModel
{
    [BindProperty, Required(ErrorMessage = "Account.Email.Missing")] public string? Email { get; init; }

    public bool IsSent { get; private set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid) return Page();

        var refused = await registration.WriteAgainAsync(Email!.Trim(), ct);
        if (refused is not null) ModelState.AddModelError(nameof(Email), texts[refused]);
        IsSent = refused is null;
        return Page();
    }
}

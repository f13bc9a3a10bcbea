using System.ComponentModel.DataAnnotations;
using Batumi.Workflows.Web.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Account;

public sealed class ChangePasswordModel(AccountSignIn accounts, Texts texts) : PageModel
{
    [FromQuery] public string? Back { get; init; }
    [BindProperty, Required(ErrorMessage = "Account.Current.Missing")] public string? Current { get; init; }
    [BindProperty, Required(ErrorMessage = "Account.Changed.Missing")] public string? Changed { get; init; }
    [BindProperty, Compare(nameof(Changed), ErrorMessage = "Account.Repeated.Differs")] public string? Repeated { get; init; }
    [TempData] public bool Done { get; set; }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid) return Page();

        var refused = await accounts.ChangePasswordAsync(HttpContext.Actor().AccountId!.Value, Current!, Changed!);
        if (refused is not null)
        {
            ModelState.AddModelError(refused.Code == "Account.Password.Mismatch" ? nameof(Current) : nameof(Changed), texts[refused]);
            return Page();
        }

        Done = true;
        return Url.IsLocalUrl(Back) ? LocalRedirect(Back) : RedirectToPage();
    }
}

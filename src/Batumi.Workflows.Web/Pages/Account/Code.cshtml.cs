using System.ComponentModel.DataAnnotations;
using Batumi.Workflows.Web.Hosting;
using Batumi.Workflows.Web.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace Batumi.Workflows.Web.Pages.Account;

/// <summary>The second half of signing in: the code of the phone, or a recovery code.</summary>
[EnableRateLimiting(CitizenPages.SigningIn)]
public sealed class CodeModel(AccountSignIn accounts, Texts texts) : PageModel
{
    [FromQuery] public string? ReturnUrl { get; init; }
    [BindProperty, Required(ErrorMessage = "Account.Code.Missing")] public string? Code { get; init; }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid) return Page();

        var answer = await accounts.EnterCodeAsync(Code!);
        var back = Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "/account";
        if (answer.Value is { } account) return account.MustChangePassword ? RedirectToPage("/Account/ChangePassword", new { Back = back }) : LocalRedirect(back);

        ModelState.AddModelError(nameof(Code), texts[answer.Refused!]);
        return Page();
    }
}

using System.ComponentModel.DataAnnotations;
using Batumi.Workflows.Web.Hosting;
using Batumi.Workflows.Web.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace Batumi.Workflows.Web.Pages.Account;

[EnableRateLimiting(CitizenPages.SigningIn)]
public sealed class SignInModel(AccountSignIn accounts, Texts texts) : PageModel
{
    [FromQuery] public string? ReturnUrl { get; init; }
    [BindProperty, Required(ErrorMessage = "Account.Email.Missing")] public string? Email { get; init; }
    [BindProperty, Required(ErrorMessage = "Account.Password.Missing")] public string? Password { get; init; }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid) return Page();

        var answer = await accounts.SignInAsync(Email!.Trim(), Password!);
        if (answer.Value is { } account)
            return account.MustChangePassword ? RedirectToPage("/Account/ChangePassword", new { Back }) : LocalRedirect(Back);

        if (answer.Refused == AccountSignIn.CodeNeeded) return RedirectToPage("/Account/Code", new { ReturnUrl = Back });

        ModelState.AddModelError(nameof(Email), texts[answer.Refused!]);
        return Page();
    }

    // A header holds ASCII only: the address is written as browsers write it.
    private string Back => Url.IsLocalUrl(ReturnUrl) && Uri.TryCreate(new Uri("http://site"), ReturnUrl, out var address) ? address.PathAndQuery : "/account";
}

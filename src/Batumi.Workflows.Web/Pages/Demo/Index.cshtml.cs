using Batumi.Workflows.Application.Demo;
using Batumi.Workflows.Web.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Demo;

/// <summary>One account of each role, to sign in with one press.</summary>
public sealed class IndexModel(AccountSignIn accounts) : PageModel
{
    public static IReadOnlyList<DemoAccount> Accounts => DemoAccounts.All;

    public async Task<IActionResult> OnPostAsync(string email)
    {
        if (DemoAccounts.All.All(a => a.Email != email)) return NotFound();
        var answer = await accounts.SignInAsync(email, DemoAccounts.Password);
        return answer.IsRefused ? RedirectToPage("/Account/SignIn") : LocalRedirect("/account");
    }
}

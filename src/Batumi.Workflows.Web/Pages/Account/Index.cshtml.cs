using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Web.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Account;

/// <summary>Where a person works, by what they may do: where sign-in leads when it was asked for by no page.</summary>
public sealed class IndexModel : PageModel
{
    public IActionResult OnGet()
    {
        var actor = HttpContext.Actor();
        return LocalRedirect(!actor.IsStaff ? "/requests" : actor.Posts.All(p => p.Role == Roles.Administrator) ? "/admin" : "/officer");
    }
}

using Batumi.Workflows.Application.People;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Account;

/// <summary>Where the link of a registration leads. Opening it changes nothing, for scanners of mail open links; the button confirms.</summary>
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class ConfirmModel(Registration registration) : PageModel
{
    [BindProperty(Name = "t", SupportsGet = true)] public string? Token { get; init; }

    public bool IsGood { get; private set; }
    public bool IsDone { get; private set; }

    public async Task OnGetAsync() => IsGood = await registration.IsGoodAsync(Token, AccountLetters.Confirm);

    public async Task OnPostAsync() => IsDone = await registration.ConfirmAsync(Token) is null;
}

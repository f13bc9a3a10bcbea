using System.ComponentModel.DataAnnotations;
using Batumi.Workflows.Application.People;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Account;

/// <summary>Where the link to a new password leads. The button sets it and ends every session.</summary>
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class ResetModel(Registration registration, Texts texts) : PageModel
{
    [BindProperty(Name = "t", SupportsGet = true)] public string? Token { get; init; }
    [BindProperty, Required(ErrorMessage = "Account.Changed.Missing")] public string? Changed { get; init; }
    [BindProperty, Compare(nameof(Changed), ErrorMessage = "Account.Repeated.Differs")] public string? Repeated { get; init; }

    public bool IsGood { get; private set; }
    public bool IsDone { get; private set; }

    public async Task OnGetAsync() => IsGood = await registration.IsGoodAsync(Token, AccountLetters.Reset);

    public async Task<IActionResult> OnPostAsync()
    {
        IsGood = await registration.IsGoodAsync(Token, AccountLetters.Reset);
        if (!IsGood || !ModelState.IsValid) return Page();

        var refused = await registration.ResetAsync(Token, Changed!);
        if (refused is not null) ModelState.AddModelError(nameof(Changed), texts[refused]);
        IsDone = refused is null;
        return Page();
    }
}

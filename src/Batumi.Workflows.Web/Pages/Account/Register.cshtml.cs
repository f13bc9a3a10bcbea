using System.ComponentModel.DataAnnotations;
using Batumi.Workflows.Application.People;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Web.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace Batumi.Workflows.Web.Pages.Account;

/// <summary>Makes an account for a citizen. The answer is the same whether or not the address is known; the letter tells.</summary>
[EnableRateLimiting(CitizenPages.SigningIn)]
public sealed class RegisterModel(Registration registration, Texts texts) : PageModel
{
    [BindProperty] public IntentKey Intent { get; set; }
    [BindProperty, Required(ErrorMessage = "Person.Name.Missing")] public string? Name { get; init; }
    [BindProperty, Required(ErrorMessage = "Account.Email.Missing")] public string? Email { get; init; }
    [BindProperty, Required(ErrorMessage = "Account.Password.Missing")] public string? Password { get; init; }
    [BindProperty] public string? Language { get; set; }

    public bool IsSent { get; private set; }

    public void OnGet() => (Intent, Language) = (IntentKey.New(), texts.Language);

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid) return Page();

        var refused = await registration.RegisterAsync(new(Email!.Trim(), Name!.Trim(), Languages.OrGeorgian(Language), Password!, Intent), ct);
        if (refused is not null) ModelState.AddModelError(FieldOf(refused), texts[refused]);
        IsSent = refused is null;
        return Page();
    }

    private static string FieldOf(Refusal refused) => refused.Code switch
    {
        "Person.Name" => nameof(Name),
        "Person.EmailMalformed" => nameof(Email),
        "Account.Password.Weak" => nameof(Password),
        _ => "",
    };
}

using System.ComponentModel.DataAnnotations;
using Batumi.Workflows.Application.People;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Web.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Admin.People;

/// <summary>Makes an account. Its one-time password is on the answer to this post and nowhere else.</summary>
public sealed class NewModel(Staffing staffing, Texts texts) : PageModel
{
    [BindProperty] public IntentKey Intent { get; set; }
    [BindProperty, Required(ErrorMessage = "Person.Name.Missing")] public string? Name { get; init; }
    [BindProperty, Required(ErrorMessage = "Account.Email.Missing")] public string? Email { get; init; }
    [BindProperty] public string Language { get; init; } = Languages.Georgian;
    [BindProperty] public string? PersonalNumber { get; init; }
    [BindProperty] public string? Role { get; init; }
    [BindProperty] public string? Unit { get; init; }

    public IReadOnlyList<UnitLine> Units { get; private set; } = [];
    public Welcome? Made { get; private set; }

    public async Task OnGetAsync(CancellationToken ct) => (Intent, Units) = (IntentKey.New(), await staffing.UnitsAsync(ct));

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        Units = await staffing.UnitsAsync(ct);
        if (Email is not null && EmailAddress.Read(Email.Trim()) is null) ModelState.AddModelError(nameof(Email), texts["Refusal.Person.EmailMalformed"]);
        if (string.IsNullOrEmpty(Role) != string.IsNullOrEmpty(Unit)) ModelState.AddModelError(nameof(Unit), texts["Person.Post.Half"]);
        if (!ModelState.IsValid) return Page();

        Post[] posts = string.IsNullOrEmpty(Role) ? [] : [new(Role, Unit!)];
        var answer = await staffing.CreateAsync(new(Email!.Trim(), Name!.Trim(), Language, PersonalNumber?.Trim(), posts, Intent), HttpContext.Actor(), ct);
        if (answer.Refused is { } refused) ModelState.AddModelError(FieldOf(refused), texts[refused]);
        else Made = answer.Value;

        Response.Headers.CacheControl = "no-cache, no-store";
        return Page();
    }

    private static string FieldOf(Refusal refused) => refused.Code switch
    {
        "PersonalNumber.Malformed" or "Person.NumberTaken" => nameof(PersonalNumber),
        "Person.UnknownRole" => nameof(Role),
        "Person.UnknownUnit" => nameof(Unit),
        "Person.Name" => nameof(Name),
        _ => nameof(Email),
    };
}

using System.ComponentModel.DataAnnotations;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Web.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Account;

/// <summary>Switches the second factor on and off. Key and recovery codes are on its answers and nowhere else.</summary>
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class SecondFactorModel(AccountSignIn accounts, SecondFactorSettings settings, Texts texts) : PageModel
{
    [BindProperty, Required(ErrorMessage = "Account.Code.Missing")] public string? Code { get; init; }

    public bool IsOn { get; private set; }
    public bool IsRequired => settings.OfStaff == SecondFactor.Required && HttpContext.Actor().IsStaff;
    public int CodesLeft { get; private set; }
    public string Key { get; private set; } = "";
    public IReadOnlyList<string>? Codes { get; private set; }

    /// <summary>What an authenticator on this very device opens.</summary>
    public string Link => $"otpauth://totp/{Uri.EscapeDataString($"{texts["Site.Name"]}:{User.Identity!.Name}")}?secret={Key}&issuer={Uri.EscapeDataString(texts["Site.Name"])}";

    public async Task OnGetAsync()
    {
        var account = (await accounts.UserManager.GetUserAsync(User))!;
        IsOn = account.TwoFactorEnabled;
        if (IsOn) CodesLeft = await accounts.UserManager.CountRecoveryCodesAsync(account);
        else Key = await accounts.KeyAsync(account);
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (ModelState.IsValid && await accounts.UserManager.GetUserAsync(User) is { TwoFactorEnabled: false } account)
        {
            var answer = await accounts.TurnOnAsync(account, Code!);
            Codes = answer.Value;
            if (answer.Refused is { } refused) ModelState.AddModelError(nameof(Code), texts[refused]);
        }

        return await ShowAsync();
    }

    public async Task<IActionResult> OnPostOffAsync()
    {
        if (!IsRequired && ModelState.IsValid && await accounts.UserManager.GetUserAsync(User) is { TwoFactorEnabled: true } account)
        {
            if (await accounts.TurnOffAsync(account, Code!) is not { } refused) return RedirectToPage();
            ModelState.AddModelError(nameof(Code), texts[refused]);
        }

        return await ShowAsync();
    }

    private async Task<IActionResult> ShowAsync()
    {
        await OnGetAsync();
        return Page();
    }
}

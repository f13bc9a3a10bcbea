using Batumi.Workflows.Application.Demo;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Demo;

public sealed class LetterModel(DemoMailbox mailbox) : PageModel
{
    public DemoMail Letter { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string? id, CancellationToken ct)
    {
        if (await mailbox.GetAsync(id ?? "", ct) is not { } letter) return NotFound();
        Letter = letter;
        return Page();
    }
}

using Batumi.Workflows.Application.Demo;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Demo;

/// <summary>Letters the demo would have sent.</summary>
public sealed class MailboxModel(DemoMailbox mailbox) : PageModel
{
    public IReadOnlyList<DemoMail> Letters { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct) => Letters = await mailbox.ListAsync(ct);
}

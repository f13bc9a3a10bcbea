using Batumi.Workflows.Application.Publishing;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Admin.Publications;

/// <summary>Everything that is in force, waits or is broken; what needs a person stands first.</summary>
public sealed class IndexModel(Application.Publishing.Publications publications) : PageModel
{
    public IReadOnlyList<PublicationLine> Waiting { get; private set; } = [];
    public IReadOnlyList<IGrouping<string, PublicationLine>> Kinds { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        var lines = await publications.ListAsync(ct);
        Waiting = [.. lines.Where(l => l.NeedsAttention)];
        Kinds = [.. lines.GroupBy(l => l.Kind)];
    }
}

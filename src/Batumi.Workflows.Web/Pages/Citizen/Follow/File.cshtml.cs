using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Web.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Batumi.Workflows.Web.Pages.Citizen.Follow;

/// <summary>A picture of the case, for those who may see the case.</summary>
[EnableRateLimiting(CitizenPages.Following)]
public sealed class FileModel(Following following) : CasePage(following)
{
    [FromRoute(Name = "file")] public Guid FileId { get; init; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct) is { } closed) return closed;
        return await Following.OpenFileAsync(Case.CaseId, FileId, ct) is var (content, type) ? new FileStreamResult(content, type) : NotFound();
    }
}

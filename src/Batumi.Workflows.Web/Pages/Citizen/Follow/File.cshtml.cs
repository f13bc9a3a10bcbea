using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Web.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Net.Http.Headers;

namespace Batumi.Workflows.Web.Pages.Citizen.Follow;

/// <summary>A file of the case, for those who may see the case. Pictures open in the browser, everything else is saved.</summary>
[EnableRateLimiting(CitizenPages.Following)]
public sealed class FileModel(Following following) : CasePage(following)
{
    [FromRoute(Name = "file")] public Guid FileId { get; init; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct) is { } closed) return closed;
        if (Case.Files.All(f => f.Id != FileId)) return NotFound();
        if (await Following.OpenFileAsync(Case.CaseId, FileId, ct) is not var (content, type)) return NotFound();
        if (!type.StartsWith("image/", StringComparison.Ordinal))
        {
            var disposition = new ContentDispositionHeaderValue("attachment");
            disposition.SetHttpFileName(Case.Files.FirstOrDefault(f => f.Id == FileId)?.Name ?? "document");
            Response.Headers.ContentDisposition = disposition.ToString();
        }

        return new FileStreamResult(content, type);
    }
}

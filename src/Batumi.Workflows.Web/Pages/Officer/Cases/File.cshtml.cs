using Batumi.Workflows.Application.Desk;
using Batumi.Workflows.Web.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Net.Http.Headers;

namespace Batumi.Workflows.Web.Pages.Officer.Cases;

/// <summary>A file of a case. Pictures open in the browser, everything else is saved; nothing is guessed and nothing may run.</summary>
public sealed class FileModel(CaseFolder folder) : PageModel
{
    private static readonly string[] Pictures = ["image/jpeg", "image/png", "image/webp"];

    [FromRoute] public Guid Id { get; init; }
    [FromRoute(Name = "file")] public Guid FileId { get; init; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var answer = await folder.OpenAsync(Id, HttpContext.Actor(), ct);
        if (answer.Refused is { Code: "Case.Foreign" }) return Forbid();
        if (answer.Value?.Files.FirstOrDefault(f => f.Id == FileId) is not { } file) return NotFound();
        if (await folder.OpenFileAsync(Id, FileId, HttpContext.Actor(), ct) is not var (content, contentType)) return NotFound();

        var disposition = new ContentDispositionHeaderValue(Pictures.Contains(contentType) ? "inline" : "attachment");
        disposition.SetHttpFileName(file.Name);
        Response.Headers.ContentDisposition = disposition.ToString();
        Response.Headers.CacheControl = "private, no-store";
        return new FileStreamResult(content, contentType);
    }
}

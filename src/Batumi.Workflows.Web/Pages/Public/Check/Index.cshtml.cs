using System.ComponentModel.DataAnnotations;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Web.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace Batumi.Workflows.Web.Pages.Public.Check;

/// <summary>Tells whoever holds a document whether the city issued it and whether it still holds. The code opens nothing else, so it may stand in the address.</summary>
[EnableRateLimiting(CitizenPages.Following)]
public sealed class IndexModel(IssuedDocuments documents, Texts texts) : PageModel
{
    [BindProperty(SupportsGet = true), Required(ErrorMessage = "Document.Number.Missing")] public string? Number { get; init; }
    [BindProperty(SupportsGet = true), Required(ErrorMessage = "Document.Code.Missing")] public string? Code { get; init; }

    public CheckedDocument? Document { get; private set; }

    public string StateTag => Document?.State == DocumentState.Valid ? "city-tag--done" : "city-tag--waiting";

    public async Task OnGetAsync(CancellationToken ct)
    {
        Response.Headers.CacheControl = "no-cache, no-store";
        if (!Request.Query.ContainsKey(nameof(Number)) && !Request.Query.ContainsKey(nameof(Code))) ModelState.Clear();       // nothing was asked yet
        else if (ModelState.IsValid && (Document = await documents.CheckAsync(Number, Code, ct)) is null) ModelState.AddModelError(nameof(Number), texts["Document.NotFound"]);
    }
}

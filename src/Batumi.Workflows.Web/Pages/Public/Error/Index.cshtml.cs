using Batumi.Workflows.Web.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Public.Error;

/// <summary>Says what happened, what is kept and what to do, with the number to quote. Answers every method, as the failed request came.</summary>
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true)]
public sealed class ErrorModel : PageModel
{
    /// <summary>Codes that have their own words.</summary>
    public static IReadOnlyList<int> Known { get; } = [400, 403, 404, 405, 413, 429, 500];

    [FromRoute] public int Code { get; init; }

    public int Key => Known.Contains(Code) ? Code : Code >= 500 ? 500 : 400;
    public string Quote => HttpContext.CorrelationId();

    public PageResult OnGet() => Show();

    public PageResult OnPost() => Show();

    private PageResult Show()
    {
        if (Response.StatusCode == StatusCodes.Status200OK) Response.StatusCode = Code is >= 400 and < 600 ? Code : StatusCodes.Status404NotFound;
        return Page();
    }
}

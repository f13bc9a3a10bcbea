using Batumi.Workflows.Application.Catalog;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Public.Services;

/// <summary>Finds a service by words of either language; shows all of them when nothing is asked or nothing found.</summary>
public sealed class FindModel(ServiceCatalog catalog) : PageModel
{
    private const int MostLetters = 200;

    [FromQuery(Name = "q")] public string? Asked { get; init; }

    public string Words => (Asked ?? "").Trim() is var words && words.Length > MostLetters ? words[..MostLetters] : words;
    public bool IsAsked => Words.Length > 0;
    public bool IsNothingFound { get; private set; }
    public IReadOnlyList<ServicePage> Services { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        Services = await catalog.FindAsync(Words, ct);
        IsNothingFound = Services.Count == 0;
        if (IsNothingFound) Services = await catalog.ListAsync(ct);
    }
}

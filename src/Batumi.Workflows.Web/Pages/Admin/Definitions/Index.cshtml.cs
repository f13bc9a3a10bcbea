using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Studio;
using Batumi.Workflows.Web.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Admin.Definitions;

/// <summary>Every workflow, with what is in force and what is being drafted; a new one begins here.</summary>
public sealed class IndexModel(DefinitionShelf shelf, Published published, Texts texts) : PageModel
{
    private const int Most = 1_000;

    [BindProperty] public string? Name { get; init; }
    [BindProperty] public string? NewKey { get; init; }

    public IReadOnlyList<Line> Lines { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        var services = (await published.AllAsync<ServiceEntry>(ContentKind.Service, ct)).ToLookup(s => s.Content.Workflow, s => s.Content);
        var (items, _) = await shelf.ListAsync(new(new(VersionKind.LatestAndPublished)), null, isDescending: false, 0, 2 * Most, ct);
        Lines = [.. items.GroupBy(i => i.DefinitionId).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new Line(
            g.Key, g.First(d => d.IsLatest).Model["name"].Said(), g.FirstOrDefault(d => d.IsPublished)?.Version, g.FirstOrDefault(d => d is { IsLatest: true, IsPublished: false })?.Version, [.. services[g.Key]]))];
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var (name, key) = (Name?.Trim() ?? "", NewKey?.Trim() ?? "");
        if (name.Length is 0 or > DefinitionEdits.NameLength) ModelState.AddModelError(nameof(Name), texts[new Refusal("Definition.Name", $"{DefinitionEdits.NameLength}")]);
        if (key.Length is 0 or > 60 || !key.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')) ModelState.AddModelError(nameof(NewKey), texts["Definition.Key.Wrong"]);
        else if (await shelf.FindAsync(key, VersionChoice.Latest, ct) is not null) ModelState.AddModelError(nameof(NewKey), texts["Definition.Key.Taken"]);
        if (ModelState.IsValid)
        {
            var saved = await shelf.SaveAsync(DefinitionEdits.Blank(key, name), publish: false, HttpContext.Actor(), ct);
            if (!saved.IsRefused) return Redirect($"/admin/definitions/{key}");
            ModelState.AddModelError(nameof(NewKey), texts[saved.Refused!]);
        }

        await OnGetAsync(ct);
        return Page();
    }

    /// <param name="Draft">Number of the draft that waits; null: none does.</param>
    public sealed record Line(string Key, string? Name, int? InForce, int? Draft, IReadOnlyList<ServiceEntry> Services);
}

using Batumi.Workflows.Application.Forms;
using Batumi.Workflows.Application.Letters;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Engine.Definitions;

namespace Batumi.Workflows.Application.Catalog;

/// <param name="IsPaused">Cannot be filed now: its newest file, its workflow, or a form or letter of theirs is missing or cannot be read. An admin sees why.</param>
public sealed record ServicePage(ServiceEntry Entry, int Version, bool IsPaused, Form? Form, int FormVersion);

/// <summary>The catalog as it is in force: services, forms, units, districts, reasons.</summary>
public sealed class ServiceCatalog(Published published)
{
    public async Task<IReadOnlyList<ServicePage>> ListAsync(CancellationToken ct)
    {
        var pages = new List<ServicePage>();
        foreach (var issue in await published.AllAsync<ServiceEntry>(ContentKind.Service, ct)) pages.Add(await PageAsync(issue, ct));
        return pages;
    }

    /// <summary>Services whose title, summary or search words hold every word, in either language; all of them when nothing is asked.</summary>
    public async Task<IReadOnlyList<ServicePage>> FindAsync(string? words, CancellationToken ct)
    {
        var asked = (words ?? "").Split([' ', ',', '.', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return [.. (await ListAsync(ct)).Where(p => asked.All(word => Text(p.Entry).Contains(word, StringComparison.OrdinalIgnoreCase)))];
    }

    public async Task<ServicePage?> GetAsync(string? key, CancellationToken ct) =>
        await published.LatestAsync<ServiceEntry>(ContentKind.Service, key, ct) is { } issue ? await PageAsync(issue, ct) : null;

    public async Task<Form?> FormAsync(string key, CancellationToken ct) => (await published.LatestAsync<Form>(ContentKind.Form, key, ct))?.Content;

    public Task<Form?> FormAsync(string key, int version, CancellationToken ct) => published.VersionAsync<Form>(ContentKind.Form, key, version, ct);

    public async Task<UnitsFile?> UnitsAsync(CancellationToken ct) => (await published.LatestAsync<UnitsFile>(ContentKind.Units, "units", ct))?.Content;

    public async Task<DistrictsFile?> DistrictsAsync(CancellationToken ct) => await published.AllAsync<DistrictsFile>(ContentKind.Districts, ct) is [var first, ..] ? first.Content : null;

    public async Task<IReadOnlyList<Reason>> ReasonsAsync(CancellationToken ct) =>
        [.. (await published.AllAsync<ReasonsFile>(ContentKind.Reasons, ct)).SelectMany(issue => issue.Content.Reasons)];

    public async Task<SitePage?> SitePageAsync(string key, CancellationToken ct) => (await published.LatestAsync<SitePage>(ContentKind.Page, key, ct))?.Content;

    private async Task<ServicePage> PageAsync(Issue<ServiceEntry> issue, CancellationToken ct)
    {
        var form = await published.LatestAsync<Form>(ContentKind.Form, issue.Content.Form, ct);
        var workflow = await published.LatestAsync<WorkflowDefinition>(ContentKind.Definition, issue.Content.Workflow, ct);
        var isPaused = form is null || workflow is null
            || await published.IsBrokenAsync(ContentKind.Service, issue.Key, ct)
            || await published.IsBrokenAsync(ContentKind.Form, issue.Content.Form, ct)
            || await published.IsBrokenAsync(ContentKind.Definition, issue.Content.Workflow, ct)
            || !await AreWellAsync<Form>(ContentKind.Form, Named(workflow.Content, "form"), ct)
            || !await AreWellAsync<LetterTemplate>(ContentKind.Letter, Named(workflow.Content, "template"), ct);
        return new(issue.Content, issue.Version, isPaused, form?.Content, form?.Version ?? 0);
    }

    // What its steps will ask for later must be there before the first person files.
    private static IEnumerable<string> Named(WorkflowDefinition workflow, string input) =>
        workflow.Activities.Values.Select(a => a.Inputs.GetValueOrDefault(input)).Where(e => e is { IsFixed: true, Text.Length: > 0 }).Select(e => e!.Text!).Distinct();

    private async Task<bool> AreWellAsync<T>(string kind, IEnumerable<string> keys, CancellationToken ct) where T : class
    {
        foreach (var key in keys)
        {
            if (await published.IsBrokenAsync(kind, key, ct) || await published.LatestAsync<T>(kind, key, ct) is null) return false;
        }

        return true;
    }

    private static string Text(ServiceEntry entry) =>
        string.Join(' ', [entry.Title.Ka, entry.Title.En, entry.Summary.Ka, entry.Summary.En, entry.Code, .. entry.SearchWords]);
}

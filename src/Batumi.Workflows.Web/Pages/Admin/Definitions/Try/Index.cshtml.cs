using System.Text.Json;
using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Forms;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Studio;
using Batumi.Workflows.Web.Forms;
using Batumi.Workflows.Web.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Batumi.Workflows.Web.Pages.Admin.Definitions.Try;

/// <summary>Begins a trial of a definition's newest version with what an applicant would answer, and lists those begun before.</summary>
public sealed class IndexModel(DefinitionShelf shelf, Trials trials, ServiceCatalog catalog, Published published, Texts texts) : DefinitionPage(shelf, texts), IDrawsForm
{
    private readonly Texts texts = texts;

    [FromQuery(Name = "service")] public string? Chosen { get; init; }
    [BindProperty] public IntentKey Intent { get; set; }

    /// <summary>Where no service works by it: the input, as JSON.</summary>
    [BindProperty] public string? Input { get; set; }

    public IReadOnlyList<ServiceEntry> Services { get; private set; } = [];
    public ServiceEntry? Service { get; private set; }
    public Form? Form { get; private set; }
    public IEnumerable<FormField> Fields => Form?.Fields ?? [];
    public IReadOnlyList<TrialSummary> Trials { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await FindAsync(ct)) return NotFound();
        Intent = IntentKey.New();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!await FindAsync(ct)) return NotFound();
        var answers = Form is not null ? FormFields.Read(Form, Typed(Request), ModelState, texts) : ReadInput();
        if (!ModelState.IsValid) return Page();
        var begun = await trials.BeginAsync(Key, Service?.Key, answers, Intent, HttpContext.Actor(), ct);
        if (!begun.IsRefused) return Redirect($"{Address}/try/{begun.Value}");
        ModelState.AddModelError("", texts[begun.Refused!]);
        return Page();
    }

    /// <summary>A form as it can be filled in without files: a trial keeps none.</summary>
    internal static Form WithoutFiles(Form form) => form with { Pages = [.. form.Pages.Select(p => p with { Fields = [.. p.Fields.Where(f => f.Kind != FieldKind.Files)] }).Where(p => p.Fields.Count > 0)] };

    internal static Dictionary<string, string[]> Typed(HttpRequest request) => request.Form.ToDictionary(f => f.Key, f => f.Value.OfType<string>().ToArray());

    private async Task<bool> FindAsync(CancellationToken ct)
    {
        if (!await LoadAsync(ct)) return false;
        Services = [.. (await published.AllAsync<ServiceEntry>(ContentKind.Service, ct)).Select(s => s.Content).Where(s => s.Workflow == Key)];
        Service = Services.FirstOrDefault(s => s.Key == Chosen) ?? (Services is [var only] ? only : null);
        Form = Service is null ? null : await catalog.FormAsync(Service.Form, ct) is { } form ? WithoutFiles(form) : null;
        Trials = await trials.ListAsync(Key, ct);
        return true;
    }

    private JsonObject ReadInput()
    {
        try
        {
            if (string.IsNullOrWhiteSpace(Input)) return [];
            if (JsonNode.Parse(Input) is JsonObject read) return read;
        }
        catch (JsonException)
        {
            // said below
        }

        ModelState.AddModelError(nameof(Input), texts["Step.NotJson"]);
        return [];
    }
}

using System.ComponentModel.DataAnnotations;
using Batumi.Workflows.Application.Incidents;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Web.Components;
using Batumi.Workflows.Web.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Admin.DataIncidents;

/// <summary>A breach of the security of personal data: what was written so far, and a form for what is to be added. Without an id it begins a new one.</summary>
public sealed class IncidentModel(DataIncidentRegister register, Texts texts) : PageModel
{
    [FromRoute] public Guid? Id { get; init; }
    [BindProperty] public IntentKey Intent { get; set; }
    [BindProperty] public DateTime? Noticed { get; init; }
    [BindProperty, Required(ErrorMessage = "Refusal.DataIncident.What")] public string? What { get; init; }
    [BindProperty] public string? Affected { get; init; }
    [BindProperty] public string? Measures { get; init; }
    [BindProperty] public NotifyDecision? Decision { get; init; }
    [BindProperty] public DateTime? Notified { get; init; }

    public DataIncident? Incident { get; private set; }

    public IReadOnlyList<Choice> Decisions =>
        [new("", texts["DataIncident.Decision.Open"]), .. Enum.GetNames<NotifyDecision>().Select(name => new Choice(name, texts[$"DataIncident.Decision.{name}"]))];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Intent = IntentKey.New();
        return await FindAsync(ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!await FindAsync(ct)) return NotFound();
        if (!ModelState.IsValid) return Page();

        var written = await register.WriteAsync(new(Id, ToUtc(Noticed), What, Affected, Measures, Decision, ToUtc(Notified), Intent), HttpContext.Actor(), ct);
        if (written.Refused is null) return LocalRedirect($"~/admin/data-incidents/{written.Value}");

        ModelState.AddModelError(FieldOf(written.Refused), texts[written.Refused]);
        return Page();
    }

    private async Task<bool> FindAsync(CancellationToken ct) => Id is not { } id || (Incident = await register.GetAsync(id, ct)) is not null;

    private static DateTime? ToUtc(DateTime? local) => local is { } given ? TbilisiTime.ToUtc(given) : null;

    private static string FieldOf(Refusal refused) => refused.Code switch
    {
        "DataIncident.Noticed" => nameof(Noticed),
        "DataIncident.Notified" => nameof(Notified),
        _ => nameof(What),
    };
}

using Batumi.Workflows.Application.Desk;
using Batumi.Workflows.Application.Incidents;
using Batumi.Workflows.Application.Notifications;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Batumi.Workflows.Web.Pages.Admin;

/// <summary>What an administrator looks after, with what needs attention first.</summary>
public sealed class IndexModel(IncidentDesk incidents, OutboxDesk outbox, DataIncidentRegister register, Application.Publishing.Publications publications) : PageModel
{
    public IReadOnlyList<Area> Areas { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        var open = (await incidents.ListAsync(openOnly: true, 1, ct)).Total;
        var failed = (await outbox.ListAsync(LetterStatus.Failed, 1, ct)).Total;
        var waiting = (await publications.ListAsync(ct)).Count(p => p.NeedsAttention);
        var breaches = (await register.ListAsync(ct)).Count(i => i.IsOpen);
        Areas =
        [
            new("Incidents", "/admin/incidents", open), new("Letters", "/admin/letters", failed), new("Publications", "/admin/publications", waiting),
            new("Services", "/admin/services", 0), new("Definitions", "/admin/definitions", 0), new("Studio", "/studio/definitions", 0), new("Activities", "/admin/activities", 0), new("Keys", "/admin/keys", 0), new("People", "/admin/people", 0), new("Units", "/admin/units", 0), new("Erase", "/admin/cases/erase", 0), new("DataIncidents", "/admin/data-incidents", breaches),
        ];
    }

    /// <param name="Waiting">How many things there need a person.</param>
    public sealed record Area(string Key, string Address, int Waiting);
}

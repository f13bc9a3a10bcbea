using Batumi.Workflows.Application.Letters;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Studio;
using Batumi.Workflows.Engine.Effects;
using Batumi.Workflows.Engine.State;
using Microsoft.AspNetCore.Mvc;

namespace Batumi.Workflows.Web.Pages.Admin.Definitions.Try;

/// <summary>A trial as it stands: what waits, what its clock shows, and all that happened, with every letter that would have gone out.</summary>
public sealed class TrialModel(Trials trials, Texts texts) : TrialPage(trials, texts)
{
    private readonly Trials trials = trials;

    [BindProperty] public string? Subject { get; init; }
    [BindProperty] public string? Body { get; init; }
    [BindProperty] public string? SkipBy { get; init; }

    public IReadOnlyDictionary<Effect.SendLetter, IReadOnlyList<(string Language, RenderedLetter? Letter)>> Letters { get; private set; } = new Dictionary<Effect.SendLetter, IReadOnlyList<(string, RenderedLetter?)>>();
    public IReadOnlyList<Incident> Incidents => [.. Trial.State.Incidents.Where(i => !i.Settled)];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await FindAsync(ct) ?? await ShowAsync(ct);

    public Task<IActionResult> OnPostPassAsync(CancellationToken ct) => ActAsync(() => trials.PassAsync(Key, Id, Revision, ct), ct);

    public Task<IActionResult> OnPostSendAsync(CancellationToken ct) => ActAsync(() => trials.SendAsync(Key, Id, Revision, Subject ?? "", ct), ct);

    public Task<IActionResult> OnPostAnswerAsync(CancellationToken ct) => ActAsync(() => trials.AnswerAsync(Key, Id, Revision, Subject ?? "", Body, ct), ct);

    public Task<IActionResult> OnPostRetryAsync(CancellationToken ct) => ActAsync(() => trials.SettleAsync(Key, Id, Revision, Subject ?? "", null, ct), ct);

    public Task<IActionResult> OnPostSkipAsync(CancellationToken ct) => ActAsync(() => trials.SettleAsync(Key, Id, Revision, Subject ?? "", SkipBy ?? "Done", ct), ct);

    public async Task<IActionResult> OnPostDropAsync(CancellationToken ct)
    {
        if (Refuse(await trials.DropAsync(Key, Id, Revision, ct))) return await FindAsync(ct) ?? await ShowAsync(ct);
        Notice = "Trial.Dropped";
        return Redirect($"/admin/definitions/{Uri.EscapeDataString(Key)}/try");
    }

    /// <summary>Ways by which a step that failed may be passed over.</summary>
    public IReadOnlyList<string> WaysOf(Incident incident) => Outline.Find(incident.ActivityId) is { Ports: { Count: > 0 } ports } ? ports : ["Done"];

    private async Task<IActionResult> ActAsync(Func<Task<Refusal?>> act, CancellationToken ct)
    {
        if (await FindAsync(ct) is { } closed) return closed;
        if (!Refuse(await act())) return Redirect(Address);
        return await FindAsync(ct) ?? await ShowAsync(ct);
    }

    private async Task<IActionResult> ShowAsync(CancellationToken ct)
    {
        Revision = Trial.Trial.Revision;
        var letters = new Dictionary<Effect.SendLetter, IReadOnlyList<(string, RenderedLetter?)>>(ReferenceEqualityComparer.Instance);
        foreach (var line in Trial.Lines)
        {
            foreach (var wish in line.Effects.OfType<Effect.SendLetter>())
            {
                var both = new List<(string, RenderedLetter?)>();
                foreach (var language in Languages.All) both.Add((language, await trials.LetterAsync(Trial, line.AtUtc, wish, language, ct)));
                letters[wish] = both;
            }
        }

        Letters = letters;
        return Page();
    }
}

using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Register;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Engine;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Batumi.Workflows.Application.Requests;

/// <summary>
/// Tells cases that half, four fifths, all or more of their term is used up: one journaled step a mark, with its letters. Where silence grants the request, the
/// end of the term ends the case.
/// </summary>
public sealed class TermMarks(IServiceScopeFactory scopes, Published published, TimeProvider time, ILogger<TermMarks> log)
{
    private const int BatchSize = 100;

    /// <returns>How many marks were told.</returns>
    public async Task<int> TellDueAsync(CancellationToken ct)
    {
        var told = 0;
        while (!ct.IsCancellationRequested)
        {
            await using var scope = scopes.CreateAsyncScope();
            var now = time.NowUtc();
            var due = await scope.ServiceProvider.GetRequiredService<CityDb>().Set<Case>().AsNoTracking().Where(c => c.NextMarkAtUtc <= now)
                .OrderBy(c => c.NextMarkAtUtc).Select(c => new { c.Id, Mark = c.NextMark!.Value, c.ServiceKey, c.ServiceVersion }).Take(BatchSize).ToListAsync(ct);
            var toldNow = 0;
            foreach (var c in due)
            {
                var service = await published.VersionAsync<ServiceEntry>(ContentKind.Service, c.ServiceKey, c.ServiceVersion, ct);
                var isGranted = c.Mark >= 100 && service?.Silence == SilenceRule.DeemedPositive;
                toldNow += await TellAsync(c.Id, c.Mark, isGranted ? new Stimulus.Cancelled(Outcomes.Positive) : new Stimulus.TermReached(c.Mark), now, ct) ? 1 : 0;
            }

            told += toldNow;
            if (toldNow == 0) return told;
        }

        return told;
    }

    private async Task<bool> TellAsync(Guid caseId, int percent, Stimulus stimulus, DateTime now, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var order = new Order(Actor.System, $"term/{percent}", Check: standing =>
            standing.Case is { } c && c.NextMark == percent && c.NextMarkAtUtc <= now ? null : new Refusal("Case.Busy"));       // another node told it, or the clock has stopped
        try
        {
            var answer = await scope.ServiceProvider.GetRequiredService<WorkflowHost>().ResumeAsync(caseId, stimulus, order, ct);
            if (answer.Refused is { } refused) log.LogWarning("Mark {Percent} of case {CaseId} was refused: {Code}", percent, caseId, refused.Code);
            return !answer.IsRefused;
        }
        catch (Exception broken) when (!ct.IsCancellationRequested)
        {
            log.LogError(broken, "Mark {Percent} of case {CaseId} failed; it is tried again", percent, caseId);
            return false;
        }
    }
}

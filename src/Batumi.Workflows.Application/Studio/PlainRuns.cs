using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Keys;
using Batumi.Workflows.Application.Notifications;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Register;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Engine;
using Batumi.Workflows.Engine.State;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Studio;

/// <param name="SubStatuses">Empty: any.</param>
public sealed record RunQuery(
    IReadOnlyList<string> DefinitionIds, IReadOnlyList<string> Statuses, IReadOnlyList<string> SubStatuses, string? CorrelationId, string? Search, int? Version, bool? HasIncidents, IReadOnlyList<Guid> Ids);

/// <param name="IsCase">It is a citizen's case: its values are not shown here, and nothing here moves it.</param>
public sealed record RunView(Run Run, Guid DefinitionVersionId, bool IsCase);

/// <summary>
/// Runs of definitions that are no cases: begun, carried on and removed by machines and administrators. A citizen's case is read here without its values and
/// never moved: its tasks belong to the people who hold its posts.
/// </summary>
public sealed class PlainRuns(CityDb db, WorkflowHost host, RunMessages messages, DefinitionShelf shelf, TimeProvider time)
{
    public static Refusal NotFound { get; } = new("Run.NotFound");
    public static Refusal TaskNotFound { get; } = new("Elsa.TaskNotFound");
    public static Refusal TaskClosed { get; } = new("Elsa.TaskClosed");
    public static Refusal OfCase { get; } = new("Elsa.OfCase");

    /// <summary>Begins a run and brings on what it causes.</summary>
    public async Task<Answer<Guid>> StartAsync(string definitionId, VersionChoice versions, JsonObject? input, string? correlationId, string? trigger, Actor by, CancellationToken ct)
    {
        if (await shelf.FindAsync(definitionId, versions, ct) is not { } definition) return new Refusal("Elsa.DefinitionNotFound", definitionId);
        if (await shelf.ServiceOfAsync(definitionId, ct)) return ActivationStrategies.Refusal;        // a case begins with somebody's request
        var id = Ids.New(time.NowUtc());
        var start = NewRun.Plain(id, definitionId, input ?? [], correlationId) with { Version = definition.Version, TriggerActivityId = trigger };
        var step = await host.StartAsync(start, new Order(by, "start"), ct);
        if (step.IsRefused) return step.Refused!;
        await messages.DeliverOfAsync(id, ct);
        return id;
    }

    /// <summary>Ends a task of a run that is no case.</summary>
    /// <param name="outcome">For tasks that offer outcomes.</param>
    public async Task<Refusal?> CompleteAsync(string taskId, string? outcome, JsonNode? result, Actor by, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        var task = await db.Set<WorkTask>().AsNoTracking().FirstOrDefaultAsync(t => t.Id == taskId, ct);
        if (task is null) return TaskNotFound;
        if (await db.Set<Case>().AnyAsync(c => c.Id == task.RunId, ct)) return OfCase;
        if (task.Status != WorkTaskStatus.Open) return await WasCancelledAsync(task.RunId, ct) ? null : TaskClosed;
        var answer = await host.ResumeAsync(task.RunId, new Stimulus.TaskCompleted(taskId, outcome, result), new Order(by, $"complete/{taskId}", Check: NoCase), ct);
        if (answer.Refused is { Code: "BW1003" or "BW1007" }) return TaskClosed;
        if (answer.IsRefused) return answer.Refused;
        await messages.DeliverOfAsync(task.RunId, ct);
        return null;
    }

    // Whoever works for a run that was called off has done nothing wrong; Elsa says so too.
    private Task<bool> WasCancelledAsync(Guid runId, CancellationToken ct) => db.Set<Run>().AnyAsync(r => r.Id == runId && r.SubStatus == nameof(RunSubStatus.Cancelled), ct);

    public async Task<Refusal?> CancelAsync(Guid runId, Actor by, CancellationToken ct)
    {
        var answer = await host.ResumeAsync(runId, new Stimulus.Cancelled(null), new Order(by, "cancel", Check: NoCase), ct);
        if (answer.Refused is { Code: "BW1007" }) return null;       // over already
        if (!answer.IsRefused) await messages.DeliverOfAsync(runId, ct);
        return answer.Refused;
    }

    /// <summary>Removes runs with their journals. Cases stay.</summary>
    /// <returns>How many were removed.</returns>
    public async Task<int> DeleteAsync(IReadOnlyList<Guid> ids, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        var runs = await db.Set<Run>().Where(r => ids.Contains(r.Id) && !db.Set<Case>().Any(c => c.Id == r.Id)).ToListAsync(ct);
        var gone = runs.ConvertAll(r => r.Id);
        if (gone.Count == 0) return 0;
        db.RemoveRange(runs);
        db.RemoveRange(await db.Set<WorkTask>().Where(t => gone.Contains(t.RunId)).ToListAsync(ct));
        db.RemoveRange(await db.Set<RunTimer>().Where(t => gone.Contains(t.RunId)).ToListAsync(ct));
        db.RemoveRange(await db.Set<JournalEntry>().Where(e => gone.Contains(e.RunId)).ToListAsync(ct));
        db.RemoveRange(await db.Set<CarriedOut>().Where(i => gone.Contains(i.RunId)).ToListAsync(ct));
        db.RemoveRange(await db.Set<EventWait>().Where(w => gone.Contains(w.RunId)).ToListAsync(ct));
        db.RemoveRange(await db.Set<RunMessage>().Where(m => gone.Contains(m.RunId)).ToListAsync(ct));
        db.RemoveRange(await db.Set<Incidents.Incident>().Where(i => gone.Contains(i.CaseId)).ToListAsync(ct));
        db.RemoveRange(await db.Set<Letter>().Where(l => gone.Contains(l.CaseId)).ToListAsync(ct));
        db.RemoveRange(await db.Set<CaseKey>().Where(k => gone.Contains(k.CaseId)).ToListAsync(ct));
        try
        {
            await db.SaveChangesAsync(ct);
            return gone.Count;
        }
        catch (DbUpdateConcurrencyException)
        {
            db.ChangeTracker.Clear();       // it moved on meanwhile: whoever wants it away asks again
            return 0;
        }
    }

    public async Task<RunView?> FindAsync(Guid id, CancellationToken ct) => await ViewsAsync(db.Set<Run>().AsNoTracking().Where(r => r.Id == id), ct) is [var found] ? found : null;

    public async Task<(IReadOnlyList<RunView> Items, int Total)> ListAsync(RunQuery query, string? orderBy, bool isDescending, int skip, int take, CancellationToken ct)
    {
        var rows = db.Set<Run>().AsNoTracking();
        if (query.DefinitionIds.Count > 0) rows = rows.Where(r => query.DefinitionIds.Contains(r.DefinitionId));
        if (query.Statuses.Count > 0) rows = rows.Where(r => query.Statuses.Contains(r.Status));
        if (query.SubStatuses.Count > 0) rows = rows.Where(r => query.SubStatuses.Contains(r.SubStatus));
        if (query.CorrelationId is { } correlation) rows = rows.Where(r => r.CorrelationId == correlation);
        if (query.Version is { } version) rows = rows.Where(r => r.DefinitionVersion == version);
        if (query.HasIncidents is { } has) rows = rows.Where(r => (r.IncidentCount > 0) == has);
        if (query.Ids.Count > 0) rows = rows.Where(r => query.Ids.Contains(r.Id));
        if (!string.IsNullOrWhiteSpace(query.Search))
        {
            var (text, id) = (query.Search.Trim(), Guid.TryParse(query.Search.Trim(), out var read) ? read : Guid.Empty);
            rows = rows.Where(r => r.Id == id || r.DefinitionId.Contains(text) || (r.Name != null && r.Name.Contains(text)) || (r.CorrelationId != null && r.CorrelationId.Contains(text)));
        }

        var total = await rows.CountAsync(ct);
        var ordered = (orderBy, isDescending) switch
        {
            ("UpdatedAt" or "Updated" or "LastExecuted", false) => rows.OrderBy(r => r.UpdatedAtUtc).ThenBy(r => r.Id),
            ("UpdatedAt" or "Updated" or "LastExecuted", true) => rows.OrderByDescending(r => r.UpdatedAtUtc).ThenBy(r => r.Id),
            ("Finished", false) => rows.OrderBy(r => r.EndedAtUtc).ThenBy(r => r.Id),
            ("Finished", true) => rows.OrderByDescending(r => r.EndedAtUtc).ThenBy(r => r.Id),
            ("Name", false) => rows.OrderBy(r => r.Name).ThenBy(r => r.Id),
            ("Name", true) => rows.OrderByDescending(r => r.Name).ThenBy(r => r.Id),
            (_, false) => rows.OrderBy(r => r.StartedAtUtc).ThenBy(r => r.Id),
            _ => rows.OrderByDescending(r => r.StartedAtUtc).ThenBy(r => r.Id),
        };
        return (await ViewsAsync(ordered.Skip(skip).Take(take), ct), total);
    }

    private async Task<IReadOnlyList<RunView>> ViewsAsync(IQueryable<Run> runs, CancellationToken ct) =>
        (await runs.Select(r => new
        {
            Run = r, IsCase = db.Set<Case>().Any(c => c.Id == r.Id),
            VersionId = db.Set<Publication>().Where(p => p.Kind == ContentKind.Definition && p.Key == r.DefinitionId && p.Version == r.DefinitionVersion).Select(p => (Guid?)p.Id).FirstOrDefault(),
        }).ToListAsync(ct)).ConvertAll(r => new RunView(r.Run, r.VersionId ?? Guid.Empty, r.IsCase));

    private static Refusal? NoCase(Standing standing) => standing.Case is null ? null : OfCase;
}

using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Identity;
using Batumi.Workflows.Application.People;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Engine;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Desk;

/// <param name="Open">How many open tasks they have in hand.</param>
public sealed record Candidate(Guid AccountId, string Name, int Open);

/// <summary>A head of the unit gives a task to one of those who may do it, whoever had it before.</summary>
public sealed class Assigning(CityDb db, WorkflowHost host, Staffing staffing)
{
    public const int ReasonLength = 500;

    /// <summary>Who may do the task: holds its role in its unit and has done none of those that it must not be done by the same person as. Fewest open tasks first.</summary>
    /// <returns>A refusal when the task is not one that this person may give away.</returns>
    public async Task<Answer<IReadOnlyList<Candidate>>> CandidatesAsync(Guid caseId, string taskId, Actor actor, CancellationToken ct)
    {
        var task = await db.Set<WorkTask>().AsNoTracking().FirstOrDefaultAsync(t => t.Id == taskId && t.RunId == caseId, ct);
        if (task is null || !TaskDesk.IsHeadOf(task, actor)) return new Refusal("Desk.NotFound");
        if (task.Status != WorkTaskStatus.Open) return new Refusal("Assign.Closed");
        var people = await (
            from post in db.Set<PostHeld>().Where(p => p.Role == task.Role && p.UnitCode == task.Unit)
            join account in db.Set<Account>() on post.AccountId equals account.Id
            where account.IsActive
            select new { account.Id, account.DisplayName, Open = db.Set<WorkTask>().Count(t => t.OwnerId == account.Id && t.Status == WorkTaskStatus.Open) }).ToListAsync(ct);
        var barred = await BarredAsync(task, ct);
        return new Answer<IReadOnlyList<Candidate>>([.. people.Where(p => !barred.Contains(p.Id)).OrderBy(p => p.Open).ThenBy(p => p.DisplayName).Select(p => new Candidate(p.Id, p.DisplayName, p.Open))], null);
    }

    /// <param name="why">Told to whoever gets the task; may be left out.</param>
    public async Task<Refusal?> AssignAsync(Guid caseId, string taskId, Guid to, string? why, Actor actor, IntentKey intent, CancellationToken ct)
    {
        var task = await db.Set<WorkTask>().AsNoTracking().FirstOrDefaultAsync(t => t.Id == taskId && t.RunId == caseId, ct);
        if (task is null || !TaskDesk.IsHeadOf(task, actor)) return new("Desk.NotFound");
        if (PlainText.Lines(why) is { Length: > ReasonLength }) return new("Assign.WhyTooLong", $"{ReasonLength}");
        if (await staffing.ActorAsync(to, ct) is not { } colleague || !TaskDesk.IsFor(task, colleague)) return new("Assign.NotFor");
        if ((await BarredAsync(task, ct)).Contains(to)) return new("Assign.FourEyes");

        var words = PlainText.Lines(why) is { Length: > 0 } given ? given : null;
        var order = new Order(actor, $"assign/{taskId}", intent, words, standing => standing.OpenTasks.Any(t => t.Id == taskId) ? null : new("Assign.Closed"));
        return (await host.ResumeAsync(caseId, new Stimulus.TaskAssigned(taskId, to.ToString("N")), order, ct)).Refused;
    }

    private async Task<List<Guid>> BarredAsync(WorkTask task, CancellationToken ct)
    {
        if (task.NotBy is not { } names) return [];
        var named = names.Split(',');
        return await db.Set<WorkTask>().Where(t => t.RunId == task.RunId && t.ClosedBy != null && named.Contains(t.Name)).Select(t => t.ClosedBy!.Value).Distinct().ToListAsync(ct);
    }
}

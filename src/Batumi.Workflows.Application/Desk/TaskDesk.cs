using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Calendar;
using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Forms;
using Batumi.Workflows.Application.People;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Engine;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Desk;

/// <summary>The work of officers and companies: claim a task, give it back, end it.</summary>
public sealed class TaskDesk(CityDb db, WorkflowHost host, ServiceCatalog catalog, Published published, TaskFiles files, TaskMarkSettings marks, TimeProvider time)
{
    /// <summary>May this person work on the task: holds its role in its unit?</summary>
    internal static bool IsFor(WorkTask task, Actor actor) =>
        task.Kind != nameof(Engine.Effects.TaskKind.Applicant) && task.Role is { } role && actor.Holds(role, task.Unit);

    /// <summary>A head sees to it that the unit's work is not left lying with somebody who is away.</summary>
    internal static bool IsHeadOf(WorkTask task, Actor actor) => task.Unit is { } unit && actor.Holds(Roles.UnitHead, unit);

    /// <summary>Takes a free task for oneself, or that of somebody one stands in for. Of two who try at once, the second is told who has it.</summary>
    public async Task<Refusal?> ClaimAsync(string taskId, Actor actor, CancellationToken ct) => await ChangeOwnerAsync(taskId, actor, claim: true, ct);

    /// <summary>Gives one's task back to the unit. A head of the unit may give back anybody's.</summary>
    public async Task<Refusal?> ReleaseAsync(string taskId, Actor actor, CancellationToken ct) => await ChangeOwnerAsync(taskId, actor, claim: false, ct);

    /// <summary>Ends one's task with one of its outcomes.</summary>
    public async Task<Refusal?> CompleteAsync(Completion completion, Actor actor, CancellationToken ct)
    {
        var row = await db.Set<WorkTask>().AsNoTracking().FirstOrDefaultAsync(t => t.Id == completion.TaskId, ct);
        if (row is null || !IsFor(row, actor)) return new("Desk.NotFound");

        if (await DoneByAsync(row, actor, ct) is { } mine) return new("Desk.FourEyes", mine);

        var answers = await AnswersAsync(row, completion, ct);
        if (answers.IsRefused) return row.Status == WorkTaskStatus.Open ? answers.Refused : new("Desk.TaskClosed", await NameAsync(row.ClosedBy, ct), Moment(row.ClosedAtUtc));
        var what = row.Status == WorkTaskStatus.Open ? await LastActAsync(row.RunId, ct) : (Who: await NameAsync(row.ClosedBy, ct), When: Moment(row.ClosedAtUtc));
        var order = new Order(actor, $"complete/{completion.TaskId}", completion.Intent, Why: null, standing =>
        {
            var task = standing.OpenTasks.FirstOrDefault(t => t.Id == completion.TaskId);
            if (task is null) return new("Desk.TaskClosed", what.Who, what.When);
            if (task.OwnerId != actor.AccountId) return new("Desk.NotYours");
            if (task.FileChanges != row.FileChanges) return new("File.Changed");
            return standing.Run.Revision == completion.Revision ? null : new Refusal("Desk.Stale", what.Who, what.When);
        });
        var answer = await host.ResumeAsync(row.RunId, new Stimulus.TaskCompleted(completion.TaskId, completion.Outcome, answers.Value), order, ct);
        return answer.Refused;
    }

    // Four eyes, person by person: whoever ended a task that this one names may not do it, whatever their posts. The last of these tasks by name.
    private async Task<string?> DoneByAsync(WorkTask task, Actor actor, CancellationToken ct)
    {
        if (task.NotBy is not { } names || actor.AccountId is not { } account) return null;
        var named = names.Split(',');
        return await db.Set<WorkTask>().AsNoTracking().Where(t => t.RunId == task.RunId && t.ClosedBy == account && named.Contains(t.Name))
            .OrderByDescending(t => t.ClosedAtUtc).Select(t => t.Name).FirstOrDefaultAsync(ct);
    }

    // The form is checked here again, whatever the page did: conditions, options, and that a chosen unit can do the work.
    private async Task<Answer<JsonObject>> AnswersAsync(WorkTask task, Completion completion, CancellationToken ct)
    {
        if (task.Form is null) return new JsonObject();
        if (await catalog.FormAsync(task.Form, ct) is not { } form) return new Refusal("Desk.FormMissing", task.Form);
        var (answers, errors) = FormCheck.Whole(form, completion.Answers, completion.Outcome);
        IReadOnlyList<FieldError> wrong = [.. errors, .. await files.MissingAsync(task.RunId, task.Id, form, answers, completion.Outcome, ct)];
        if (wrong.Count > 0) return new Refusal("Desk.Answers", wrong[0].FieldKey);
        var units = await catalog.UnitsAsync(ct);
        foreach (var field in form.Fields.Where(f => f.Kind == FieldKind.Unit && answers[f.Key] is not null))
        {
            var unit = units?.Units.FirstOrDefault(u => u.Code == answers[field.Key]!.ToString());
            if (unit is null || (field.Role is { } role && !unit.Roles.Contains(role))) return new Refusal("Desk.Answers", field.Key);
        }

        return answers;
    }

    private async Task<Refusal?> ChangeOwnerAsync(string taskId, Actor actor, bool claim, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        var task = await db.Set<WorkTask>().FirstOrDefaultAsync(t => t.Id == taskId, ct);
        if (task is null || (!IsFor(task, actor) && (claim || !IsHeadOf(task, actor)))) return new("Desk.NotFound");
        if (task.Status != WorkTaskStatus.Open) return new("Desk.TaskClosed", await NameAsync(task.ClosedBy, ct), Moment(task.ClosedAtUtc));
        if (claim && await DoneByAsync(task, actor, ct) is { } mine) return new("Desk.FourEyes", mine);
        if (claim && task.OwnerId == actor.AccountId) return null;
        if (claim && task.OwnerId is { } holder && !(await Absences.StoodInForAsync(db, actor.AccountId!.Value, time.NowUtc(), ct)).Contains(holder)) return new("Desk.AlreadyClaimed", await NameAsync(holder, ct));
        if (!claim && task.OwnerId is null) return null;
        if (!claim && task.OwnerId != actor.AccountId && !IsHeadOf(task, actor)) return new("Desk.NotYours");

        task.OwnerId = claim ? actor.AccountId : null;
        task.ClaimedAtUtc = claim ? time.NowUtc() : null;
        if (claim) TaskMarkSettings.End(task);
        else if ((await published.LatestAsync<WorkCalendar>(ContentKind.Calendar, WorkflowHost.CalendarKey, ct))?.Content is { } calendar) marks.Begin(task, calendar, time.NowUtc());
        try
        {
            await db.SaveChangesAsync(ct);
            return null;
        }
        catch (DbUpdateConcurrencyException)
        {
            db.ChangeTracker.Clear();
            var now = await db.Set<WorkTask>().AsNoTracking().FirstAsync(t => t.Id == taskId, ct);
            return now.OwnerId is { } owner && owner != actor.AccountId ? new("Desk.AlreadyClaimed", await NameAsync(owner, ct)) : new Refusal("Desk.ChangedMeanwhile");
        }
    }

    private async Task<(string Who, string When)> LastActAsync(Guid runId, CancellationToken ct)
    {
        var last = await db.Set<JournalEntry>().AsNoTracking().Where(e => e.RunId == runId).OrderByDescending(e => e.Sequence)
            .Select(e => new { e.ActorId, e.AtUtc }).FirstAsync(ct);
        return (await NameAsync(last.ActorId, ct), Moment(last.AtUtc));
    }

    private async Task<string> NameAsync(Guid? accountId, CancellationToken ct) => accountId is null
        ? "–"
        : await db.Set<Identity.Account>().Where(a => a.Id == accountId).Select(a => a.DisplayName).FirstOrDefaultAsync(ct) ?? "–";

    private static string Moment(DateTime? utc) => utc is { } at ? TbilisiTime.ToLocal(at).ToString("dd.MM.yyyy HH:mm", System.Globalization.CultureInfo.InvariantCulture) : "–";
}

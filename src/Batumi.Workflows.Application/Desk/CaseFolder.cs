using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Forms;
using Batumi.Workflows.Application.Identity;
using Batumi.Workflows.Application.Incidents;
using Batumi.Workflows.Application.Keys;
using Batumi.Workflows.Application.People;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Register;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Engine.Effects;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Desk;

/// <summary>A whole case for the staff who work it.</summary>
public sealed class CaseFolder(CityDb db, CaseKeys keys, Published published, Names names, Drafts drafts, AnswerSheet sheet, IncidentDesk incidents, TimeProvider time)
{
    /// <summary>The case, or why this person may not see it: staff see a case when one of its tasks, past or present, is for a post they hold or for the
    /// unit they head, or their unit owns it. Being an administrator opens nobody's case.</summary>
    public async Task<Answer<CaseView>> OpenAsync(Guid caseId, Actor actor, CancellationToken ct)
    {
        var c = await db.Set<Case>().AsNoTracking().FirstOrDefaultAsync(x => x.Id == caseId, ct);
        if (c is null) return new Refusal("Case.NotFound");
        var tasks = await db.Set<WorkTask>().AsNoTracking().Where(t => t.RunId == caseId).OrderBy(t => t.OpenedAtUtc).ToListAsync(ct);
        if (!MaySee(c, tasks, actor)) return new Refusal("Case.Foreign");

        var run = await db.Set<Run>().AsNoTracking().FirstAsync(r => r.Id == caseId, ct);
        var texts = await names.TextsAsync(run.DefinitionId, run.DefinitionVersion, ct);
        var now = time.NowUtc();
        var files = await FilesAsync(caseId, tasks, ct);
        var form = await published.VersionAsync<Form>(ContentKind.Form, c.FormKey, c.FormVersion, ct);
        var facts = JsonNode.Parse(c.Facts)!.AsObject().Where(f => f.Value is not null).ToDictionary(f => f.Key, f => f.Value!.ToString());
        var owners = await OwnersAsync(tasks, ct);
        var open = new List<TaskView>();
        var standsInFor = await StandsInForAsync(tasks, actor, now, ct);
        foreach (var task in tasks.Where(t => t.Status == WorkTaskStatus.Open)) open.Add(await ViewAsync(task, texts, actor, owners, standsInFor, now, ct));

        return new CaseView(c.Id, c.Number, c.ServiceKey, await names.ServiceAsync(c.ServiceKey, ct), run.Revision, texts?.Stage(c.Stage) ?? new(c.Stage, c.Stage), c.RegisteredAtUtc,
            c.DueAtUtc, c.DecidedAtUtc is null && c.ClockStoppedAtUtc is null && c.DueAtUtc < now, c.ClockStoppedAtUtc,
            c.ErasedAtUtc is not null ? null : new(c.ApplicantName, c.ApplicantPhone, c.ApplicantEmail, c.Language, c.ApplicantAccountId is not null),
            form is null ? [] : await sheet.ReadAsync(form, await AnswersAsync(c, ct), [.. files.Where(f => f.TaskId is null)], ct), files, facts, open,
            await JournalAsync(run, tasks, texts, ct), await incidents.OfCaseAsync(caseId, ct),
            c.Outcome is null || c.DecidedAtUtc is null ? null : new(c.Outcome, c.ReasonCode, await names.ReasonAsync(c.ReasonCode, ct), c.Reason, c.DecidedAtUtc.Value),
            c.Lat, c.Lon, await names.DistrictAsync(c.District, ct), c.ErasedAtUtc is not null);
    }

    /// <summary>A task of the case with its form, for the page that ends it; also one that somebody has ended meanwhile.</summary>
    public async Task<(TaskView Task, Form? Form)?> TaskAsync(Guid caseId, string taskId, Actor actor, CancellationToken ct)
    {
        var task = await db.Set<WorkTask>().AsNoTracking().FirstOrDefaultAsync(t => t.Id == taskId && t.RunId == caseId, ct);
        if (task is null || !TaskDesk.IsFor(task, actor)) return null;
        var run = await db.Set<Run>().AsNoTracking().FirstAsync(r => r.Id == task.RunId, ct);
        var texts = await names.TextsAsync(run.DefinitionId, run.DefinitionVersion, ct);
        var view = await ViewAsync(task, texts, actor, await OwnersAsync([task], ct), await StandsInForAsync([task], actor, time.NowUtc(), ct), time.NowUtc(), ct);
        var form = task.Form is null ? null : (await published.LatestAsync<Form>(ContentKind.Form, task.Form, ct))?.Content;
        return (view, form);
    }

    public async Task<(Stream Content, string ContentType)?> OpenFileAsync(Guid caseId, Guid fileId, Actor actor, CancellationToken ct)
    {
        var c = await db.Set<Case>().AsNoTracking().FirstOrDefaultAsync(x => x.Id == caseId, ct);
        var tasks = await db.Set<WorkTask>().AsNoTracking().Where(t => t.RunId == caseId).ToListAsync(ct);
        return c is null || !MaySee(c, tasks, actor) ? null : await drafts.OpenFileAsync(caseId, fileId, ct);
    }

    // Files of the request and of the applicant's own answers name nobody.
    private async Task<List<DraftFile>> FilesAsync(Guid caseId, List<WorkTask> tasks, CancellationToken ct)
    {
        var files = await drafts.FilesAsync(caseId, ct);
        var ofStaff = tasks.Where(t => t.Kind != nameof(TaskKind.Applicant)).Select(t => t.Id).ToHashSet();
        var people = files.Where(f => f.TaskId is { } task && ofStaff.Contains(task)).Select(f => f.ByAccountId).OfType<Guid>().Distinct().ToList();
        var accounts = people.Count == 0 ? [] : await db.Set<Account>().Where(a => people.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.DisplayName, ct);
        return [.. files.Select(f => f.TaskId is { } task && ofStaff.Contains(task) ? f with { By = f.ByAccountId is { } by ? accounts.GetValueOrDefault(by, "–") : "–" } : f)];
    }

    private async Task<JsonObject> AnswersAsync(Case c, CancellationToken ct) =>
        PersonalAnswers.Open(JsonNode.Parse(c.Answers)!.AsObject(), await keys.OpenAsync(c.Id, CaseKey.Applicant, ct), c.Id);

    private static bool MaySee(Case c, IReadOnlyList<WorkTask> tasks, Actor actor) =>
        actor.Posts.Any(p => p.Unit == c.Unit && p.Role != Roles.Administrator) || tasks.Any(t => TaskDesk.IsFor(t, actor) || TaskDesk.IsHeadOf(t, actor));

    private async Task<TaskView> ViewAsync(WorkTask t, DefinitionTexts? texts, Actor actor, Dictionary<Guid, string> owners, List<Guid> standsInFor, DateTime now, CancellationToken ct)
    {
        var isOpen = t.Status == WorkTaskStatus.Open;
        var isMine = isOpen && TaskDesk.IsFor(t, actor);
        return new(t.Id, t.Name, texts?.Task(t.Name) ?? new(t.Name, t.Name), texts?.Instructions(t.Name), t.Form,
            [.. t.Outcomes.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(o => new OutcomeChoice(o, texts?.Outcome(o) ?? new(o, o)))], t.Role,
            await names.UnitAsync(t.Unit, ct), t.OpenedAtUtc, t.DueAtUtc, t.DueAtUtc < now, t.OwnerId, t.OwnerId is { } owner ? owners.GetValueOrDefault(owner) : null,
            isMine && (t.OwnerId is not { } away || standsInFor.Contains(away)), isMine && t.OwnerId == actor.AccountId,
            isOpen && t.OwnerId is { } holder && (holder == actor.AccountId || TaskDesk.IsHeadOf(t, actor)), t.Kind == nameof(TaskKind.Applicant), isOpen)
        {
            MayAssign = isOpen && TaskDesk.IsHeadOf(t, actor),
        };
    }

    // Asked only where somebody else has a task in hand.
    private async Task<List<Guid>> StandsInForAsync(IReadOnlyList<WorkTask> tasks, Actor actor, DateTime now, CancellationToken ct) =>
        actor.AccountId is { } me && tasks.Any(t => t.Status == WorkTaskStatus.Open && t.OwnerId is not null && t.OwnerId != me) ? await Absences.StoodInForAsync(db, me, now, ct) : [];

    private async Task<Dictionary<Guid, string>> OwnersAsync(IReadOnlyList<WorkTask> tasks, CancellationToken ct)
    {
        var ids = tasks.Select(t => t.OwnerId).OfType<Guid>().Distinct().ToList();
        return await db.Set<Account>().Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.DisplayName, ct);
    }

    private static Guid? Assignee(JournalEntry entry) => entry.Kind == JournalKind.TaskAssigned ? Guid.ParseExact(entry.Outcome!, "N") : null;

    private async Task<List<JournalLine>> JournalAsync(Run run, List<WorkTask> tasks, DefinitionTexts? texts, CancellationToken ct)
    {
        var entries = await db.Set<JournalEntry>().AsNoTracking().Where(e => e.RunId == run.Id).OrderBy(e => e.Sequence).ToListAsync(ct);
        var people = entries.Select(e => e.ActorId).Concat(entries.Select(Assignee)).OfType<Guid>().Distinct().ToList();
        var accounts = await db.Set<Account>().Where(a => people.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.DisplayName, ct);
        var key = await keys.OpenAsync(run.Id, CaseKey.Applicant, ct);
        var byId = tasks.ToDictionary(t => t.Id);
        var lines = new List<JournalLine>();
        foreach (var e in entries)
        {
            var payload = key is null || e.PayloadCipher is null ? null : StimulusRecord.Read(key.Open(e.PayloadCipher, e.Label));
            var task = e.Subject is null ? null : byId.GetValueOrDefault(e.Subject);
            var form = task?.Form is null ? null : (await published.LatestAsync<Form>(ContentKind.Form, task.Form, ct))?.Content;
            var details = form is not null && payload?["result"] is JsonObject result ? await sheet.ReadAsync(form, result, [], ct) : [];
            var who = e.ActorId is { } id ? accounts.GetValueOrDefault(id) : null;
            lines.Add(new(e.Sequence, e.AtUtc, e.ActorKind, who, JournalSentences.For(e, task, texts, Assignee(e) is { } given ? accounts.GetValueOrDefault(given) : null), (string?)payload?["why"] ?? e.ErasedBecause, details, e.DefinitionVersion));
        }

        return lines;
    }
}

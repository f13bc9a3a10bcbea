using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Forms;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Register;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Engine;
using Batumi.Workflows.Engine.Effects;
using Batumi.Workflows.Engine.State;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Requests;

/// <summary>Lets an applicant follow a case: by its number and code, or signed in.</summary>
public sealed class Following(CityDb db, WorkflowHost host, Names names, Published published, Drafts drafts, TaskFiles taskFiles, AnswerSheet sheet, MoreTime moreTime, TimeProvider time)
{
    /// <summary>The event that reopens an answered case (the definition waits for it).</summary>
    public const string ReopenEvent = "reopen";

    public async Task<FollowView?> FindAsync(string? number, string? secret, CancellationToken ct)
    {
        if (CaseNumbers.Read(number) is not { } read || string.IsNullOrWhiteSpace(secret)) return null;
        var hash = CaseSecrets.Hash(secret);
        var c = await db.Set<Case>().AsNoTracking().FirstOrDefaultAsync(x => x.Number == read && x.SecretHash == hash, ct);
        return c is null ? null : await ViewAsync(c, ct);
    }

    public async Task<FollowView?> FindOwnAsync(Guid caseId, Actor actor, CancellationToken ct)
    {
        if (actor.AccountId is not { } account) return null;
        var c = await db.Set<Case>().AsNoTracking().FirstOrDefaultAsync(x => x.Id == caseId && x.ApplicantAccountId == account, ct);
        return c is null ? null : await ViewAsync(c, ct);
    }

    public async Task<IReadOnlyList<RequestLine>> MineAsync(Actor actor, CancellationToken ct)
    {
        if (actor.AccountId is not { } account) return [];
        var rows = await (
            from c in db.Set<Case>().AsNoTracking().Where(x => x.ApplicantAccountId == account)
            join run in db.Set<Run>().AsNoTracking() on c.Id equals run.Id
            orderby c.RegisteredAtUtc descending
            select new { c.Id, c.Number, c.ServiceKey, c.Stage, c.RegisteredAtUtc, c.DueAtUtc, c.Outcome, run.DefinitionId, run.DefinitionVersion }).Take(200).ToListAsync(ct);
        var lines = new List<RequestLine>();
        foreach (var r in rows)
        {
            var texts = await names.TextsAsync(r.DefinitionId, r.DefinitionVersion, ct);
            lines.Add(new(r.Id, r.Number, await names.ServiceAsync(r.ServiceKey, ct), texts?.Stage(r.Stage) ?? new(r.Stage, r.Stage), r.RegisteredAtUtc, r.DueAtUtc, r.Outcome));
        }

        return lines;
    }

    /// <summary>The applicant's answer to what is asked of them, checked against its form. The page has checked that it is their case.</summary>
    public async Task<Refusal?> AnswerAsync(Guid caseId, string taskId, string outcome, JsonObject answers, Actor actor, IntentKey intent, CancellationToken ct)
    {
        var row = await db.Set<WorkTask>().AsNoTracking().FirstOrDefaultAsync(t => t.Id == taskId && t.RunId == caseId, ct);
        if (row?.Form is { } asked && row.Status == WorkTaskStatus.Open && (await published.LatestAsync<Form>(ContentKind.Form, asked, ct))?.Content is { } form)
        {
            (answers, var wrong) = FormCheck.Whole(form, answers, outcome);
            if (wrong.Concat(await taskFiles.MissingAsync(caseId, taskId, form, answers, outcome, ct)).FirstOrDefault() is { } first) return new("Desk.Answers", first.FieldKey);
        }

        var order = new Order(actor, $"answer/{taskId}", intent, Why: null, standing =>
        {
            if (standing.OpenTasks.FirstOrDefault(t => t.Id == taskId && t.Kind == nameof(TaskKind.Applicant)) is not { } task) return new("Follow.NotAsked");
            return task.FileChanges == row?.FileChanges ? null : new Refusal("File.Changed");
        });
        return (await host.ResumeAsync(caseId, new Stimulus.TaskCompleted(taskId, outcome, answers), order, ct)).Refused;
    }

    /// <summary>Opens an answered case again, once, while the definition still waits for it.</summary>
    public async Task<Refusal?> ReopenAsync(Guid caseId, string reason, Actor actor, IntentKey intent, CancellationToken ct)
    {
        var why = PlainText.Lines(reason);
        if (why.Length == 0) return new("Follow.ReopenWhy");
        var order = new Order(actor, $"reopen/{caseId:N}", intent, why);
        var answer = await host.ResumeAsync(caseId, new Stimulus.EventReceived(ReopenEvent, new JsonObject { ["reason"] = why }), order, ct);
        return answer.Refused is { Code: "BW1006" or "BW1007" } ? new("Follow.CannotReopen") : answer.Refused;
    }

    /// <summary>Ends the request because its applicant no longer wants it; possible until it is decided.</summary>
    public async Task<Refusal?> WithdrawAsync(Guid caseId, Actor actor, IntentKey intent, CancellationToken ct)
    {
        var order = new Order(actor, $"withdraw/{caseId:N}", intent, Why: null, standing => standing.Case is { DecidedAtUtc: null } ? null : new Refusal("Follow.CannotWithdraw"));
        var answer = await host.ResumeAsync(caseId, new Stimulus.Cancelled(Outcomes.Withdrawn), order, ct);
        return answer.Refused is { Code: "BW1007" } ? new("Follow.CannotWithdraw") : answer.Refused;
    }

    /// <summary>The applicant takes back the consent to text messages; those not sent yet are not sent. Possible at any time.</summary>
    public async Task<Refusal?> StopTextsAsync(Guid caseId, Actor actor, IntentKey intent, CancellationToken ct)
    {
        var order = new Order(actor, $"texts/{caseId:N}", intent);
        var answer = await host.ResumeAsync(caseId, new Stimulus.TextsStopped(), order, ct);
        return answer.Refused is { Code: "BW1007" } ? await StopTextsOfEndedAsync(caseId, ct) : answer.Refused;
    }

    // A run that is over takes no step any more; the consent ends all the same.
    private async Task<Refusal?> StopTextsOfEndedAsync(Guid caseId, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        await Consents.StopTextsAsync(await db.Set<Case>().FirstAsync(c => c.Id == caseId, ct), db, time.NowUtc(), ct);
        await db.SaveChangesAsync(ct);
        return null;
    }

    public Task<(Stream Content, string ContentType)?> OpenFileAsync(Guid caseId, Guid fileId, CancellationToken ct) => drafts.OpenFileAsync(caseId, fileId, ct);

    private async Task<FollowView> ViewAsync(Case c, CancellationToken ct)
    {
        var run = await db.Set<Run>().AsNoTracking().FirstAsync(r => r.Id == c.Id, ct);
        var texts = await names.TextsAsync(run.DefinitionId, run.DefinitionVersion, ct);
        var open = await db.Set<WorkTask>().AsNoTracking().Where(t => t.RunId == c.Id && t.Status == WorkTaskStatus.Open).OrderBy(t => t.OpenedAtUtc).ToListAsync(ct);
        var asks = new List<AskView>();
        foreach (var t in open.Where(t => t.Kind == nameof(TaskKind.Applicant)))
        {
            asks.Add(new(t.Id, texts?.Task(t.Name) ?? new(t.Name, t.Name), texts?.Instructions(t.Name),
                t.Form, [.. t.Outcomes.Split(',').Select(o => new OutcomeChoice(o, texts?.Outcome(o) ?? new(o, o)))], t.DueAtUtc)
            { MayHaveMoreTime = !(await moreTime.OfferAsync(c.Id, t.Id, ct)).IsRefused });
        }


        var waits = WorkflowState.FromJson(run.State).Bookmarks;
        var reopen = waits.FirstOrDefault(b => b.Kind == BookmarkKind.Event && b.Name == ReopenEvent);
        var until = reopen is null ? null : waits.FirstOrDefault(b => b.Kind == BookmarkKind.Timer && b.ActivityId == reopen.ActivityId)?.DueAt ?? reopen.DueAt;
        var acts = asks.Count > 0 || open.Count == 0 ? null : await names.UnitAsync(open[0].Unit ?? c.Unit, ct);

        var files = (await drafts.FilesAsync(c.Id, ct)).Where(f => !f.ForStaff).ToList();
        var form = await published.VersionAsync<Form>(ContentKind.Form, c.FormKey, c.FormVersion, ct);
        var answers = form is null ? [] : await sheet.ReadAsync(form, JsonNode.Parse(c.Answers)!.AsObject(), [.. files.Where(f => f.TaskId is null)], ct);
        var outcome = c.Outcome is null || c.DecidedAtUtc is null ? null : new OutcomeView(c.Outcome, c.ReasonCode, await names.ReasonAsync(c.ReasonCode, ct), c.Reason, c.DecidedAtUtc.Value);
        return new(c.Id, c.Number, c.ServiceKey, await names.ServiceAsync(c.ServiceKey, ct), c.RegisteredAtUtc, c.DueAtUtc, await StagesAsync(c, texts, ct), acts, asks,
            reopen is not null && (until is null || until > time.GetUtcNow()), until?.UtcDateTime, c.DecidedAtUtc is null && c.ClosedAtUtc is null, c.ClosedAtUtc is null, outcome, c.ClosedAtUtc is not null, c.ErasedAtUtc is not null, answers, files)
        {
            GetsTexts = c.TextsAgreedAtUtc is not null,
        };
    }

    private async Task<List<StageView>> StagesAsync(Case c, DefinitionTexts? texts, CancellationToken ct) =>
        [.. (await db.Set<StageReached>().AsNoTracking().Where(s => s.CaseId == c.Id).OrderBy(s => s.Turn).ThenBy(s => s.Ordinal).ToListAsync(ct))
            .Select(s => new StageView(s.Stage, texts?.Stage(s.Stage) ?? new(s.Stage, s.Stage), s.AtUtc))];
}

using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Files;
using Batumi.Workflows.Application.Forms;
using Batumi.Workflows.Application.Keys;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Engine.Effects;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Requests;

/// <summary>Files of a task's form: sealed as soon as they are uploaded, they wait beside the open task and join the case in the step that ends it.</summary>
public sealed class TaskFiles(CityDb db, ServiceCatalog catalog, CaseKeys keys, FileVault vault, TimeProvider time)
{
    private const int MostAttempts = 40;

    /// <summary>What was uploaded for a task that is not ended yet.</summary>
    public async Task<IReadOnlyList<DraftFile>> WaitingAsync(Guid caseId, string taskId, CancellationToken ct)
    {
        var files = await Waiting(caseId, taskId).AsNoTracking().OrderBy(f => f.AtUtc).ToListAsync(ct);
        return files.Count == 0 || await keys.OpenAsync(caseId, CaseKey.Applicant, ct) is not { } key ? [] : files.ConvertAll(f => DraftFile.Of(f, key));
    }

    /// <summary>Fields of the form that have too few files yet.</summary>
    public async Task<IReadOnlyList<FieldError>> MissingAsync(Guid caseId, string taskId, Form form, JsonObject answers, string outcome, CancellationToken ct) =>
        form.Fields.Any(f => f.MinFiles > 0)
            ? FormCheck.MissingFiles(form, form.Fields, answers, await Waiting(caseId, taskId).Select(f => f.FieldKey).ToListAsync(ct), outcome) : [];

    /// <summary>Adds a file to an open task: an officer's own, or the applicant's (the page has checked that it is their case). The same file twice is there once.</summary>
    public async Task<Refusal?> AddAsync(Guid caseId, string taskId, Actor actor, string fieldKey, string fileName, Stream content, CancellationToken ct)
    {
        var task = await db.Set<WorkTask>().AsNoTracking().FirstOrDefaultAsync(t => t.Id == taskId && t.RunId == caseId, ct);
        if (Closed(task, actor) is { } closed) return closed;
        if (task!.Form is null || (await catalog.FormAsync(task.Form, ct))?.Field(fieldKey) is not { Kind: FieldKind.Files } field) return new("Desk.NotFound");
        if (await keys.OpenAsync(caseId, CaseKey.Applicant, ct) is not { } key) return new("Desk.NotFound");

        var now = time.NowUtc();
        var id = Ids.New(now);
        var stored = await vault.SaveAsync(id, content, key, field.Accept == FormField.Documents ? FileRule.Document : FileRule.Picture, ct);
        if (stored.IsRefused) return stored.Refused;

        var name = Drafts.NameOf(fileName, stored.Value!.ContentType);
        var file = new CaseFile
        {
            Id = id, CaseId = caseId, TaskId = taskId, FieldKey = fieldKey, NameCipher = key.Seal(name, $"file-name/{id:N}"), ContentType = stored.Value.ContentType,
            Size = stored.Value.Size, Sha256 = stored.Value.Sha256, AtUtc = now, WaitsSinceUtc = now, ByAccountId = actor.AccountId,
            ForStaff = !IsApplicants(task) && !field.ForApplicant,
        };
        var isKept = false;
        try
        {
            if (await IsThereAsync(file, key, ct)) return null;
            var refused = await ChangeAsync(caseId, taskId, actor, async () =>
            {
                if (await Waiting(caseId, taskId).CountAsync(f => f.FieldKey == fieldKey, ct) >= field.MaxFiles) return new("File.TooMany", $"{field.MaxFiles}");
                db.Add(file);
                return null;
            }, ct);
            isKept = refused is null;
            return refused;
        }
        finally
        {
            if (!isKept) vault.Remove(id);
        }
    }

    /// <summary>Takes a file away again, as long as its task is open.</summary>
    public async Task<Refusal?> RemoveAsync(Guid caseId, string taskId, Guid fileId, Actor actor, CancellationToken ct)
    {
        var isRemoved = false;
        var refused = await ChangeAsync(caseId, taskId, actor, async () =>
        {
            isRemoved = await Waiting(caseId, taskId).FirstOrDefaultAsync(f => f.Id == fileId, ct) is { } file && db.Remove(file).State == EntityState.Deleted;
            return null;
        }, ct);
        if (refused is null && isRemoved) vault.Remove(fileId);
        return refused;
    }

    /// <summary>Drops files whose task ended without them, or was taken back.</summary>
    public async Task<int> DropOldAsync(CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        var old = await db.Set<CaseFile>().Where(f => f.WaitsSinceUtc != null && f.RemovedAtUtc == null && !db.Set<WorkTask>().Any(t => t.Id == f.TaskId && t.Status == WorkTaskStatus.Open))
            .OrderBy(f => f.WaitsSinceUtc).Take(200).ToListAsync(ct);
        db.RemoveRange(old);
        await db.SaveChangesAsync(ct);
        foreach (var file in old) vault.Remove(file.Id);
        return old.Count;
    }

    private IQueryable<CaseFile> Waiting(Guid caseId, string taskId) => db.Set<CaseFile>().Where(f => f.CaseId == caseId && f.TaskId == taskId && f.WaitsSinceUtc != null && f.RemovedAtUtc == null);

    // The task counts its changes: whoever ends it, or adds to it at the same time, looks again.
    private async Task<Refusal?> ChangeAsync(Guid caseId, string taskId, Actor actor, Func<Task<Refusal?>> change, CancellationToken ct)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            db.ChangeTracker.Clear();
            var task = await db.Set<WorkTask>().FirstOrDefaultAsync(t => t.Id == taskId && t.RunId == caseId, ct);
            if (Closed(task, actor) is { } closed) return closed;
            if (await change() is { } refused) return refused;
            task!.FileChanges++;
            try
            {
                await db.SaveChangesAsync(ct);
                return null;
            }
            catch (DbUpdateConcurrencyException)
            {
                // Somebody was quicker: once more.
            }
        }

        return new("Case.Busy");
    }

    // A post that is sent twice brings the same bytes under the same name.
    private async Task<bool> IsThereAsync(CaseFile file, OpenKey key, CancellationToken ct)
    {
        var name = key.Open(file.NameCipher, file.NameLabel);
        foreach (var other in await Waiting(file.CaseId, file.TaskId!).AsNoTracking().Where(f => f.FieldKey == file.FieldKey && f.Size == file.Size).ToListAsync(ct))
        {
            if (key.Open(other.NameCipher, other.NameLabel) != name) continue;
            if (await vault.OpenAsync(other.Id, key, ct) is not MemoryStream there || await vault.OpenAsync(file.Id, key, ct) is not MemoryStream added) continue;
            if (there.ToArray().AsSpan().SequenceEqual(added.ToArray())) return true;
        }

        return false;
    }

    private static Refusal? Closed(WorkTask? task, Actor actor) => task switch
    {
        null => new("Desk.NotFound"),
        { Status: not WorkTaskStatus.Open } => new("File.TaskClosed"),
        _ when IsApplicants(task) => null,
        _ => task.OwnerId is { } owner && owner == actor.AccountId ? null : new("Desk.NotYours"),
    };

    private static bool IsApplicants(WorkTask task) => task.Kind == nameof(TaskKind.Applicant);
}

/// <summary>Binds the files of a task to the case, in the commit that ends the task.</summary>
public sealed class TaskFileKeeper : IStepKeeper
{
    public async Task KeepAsync(StepRows step, CancellationToken ct)
    {
        if (step.Entry.Kind != JournalKind.TaskCompleted || step.Db.Set<WorkTask>().Local.FirstOrDefault(t => t.Id == step.Entry.Subject) is not { FileChanges: > 1 } task) return;        // its end is one
        foreach (var file in await step.Db.Set<CaseFile>().Where(f => f.CaseId == step.Run.Id && f.TaskId == task.Id && f.WaitsSinceUtc != null).ToListAsync(ct)) file.WaitsSinceUtc = null;
    }
}

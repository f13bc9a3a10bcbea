using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Files;
using Batumi.Workflows.Application.Forms;
using Batumi.Workflows.Application.Keys;
using Batumi.Workflows.Application.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Requests;

/// <summary>Requests that people are still writing: kept on the server page by page, so that nothing typed is lost.</summary>
public sealed class Drafts(CityDb db, ServiceCatalog catalog, CaseKeys keys, FileVault vault, TimeProvider time)
{
    public static readonly TimeSpan Life = TimeSpan.FromDays(7);

    /// <summary>The pages count how much comes from whom.</summary>
    public static Refusal TooOften { get; } = new("Draft.TooOften");

    public Task<Answer<DraftView>> BeginAsync(string serviceKey, Actor actor, string language, CancellationToken ct) => BeginAsync(serviceKey, actor, language, isAtCounter: false, ct);

    /// <summary>A request that a clerk writes down for a person at the counter.</summary>
    public async Task<Answer<DraftView>> BeginAtCounterAsync(string serviceKey, Actor clerk, string language, CancellationToken ct) =>
        clerk.Holds(Roles.Registrar) ? await BeginAsync(serviceKey, clerk, language, isAtCounter: true, ct) : Requesting.NotAtCounter;

    private async Task<Answer<DraftView>> BeginAsync(string serviceKey, Actor actor, string language, bool isAtCounter, CancellationToken ct)
    {
        if (await catalog.GetAsync(serviceKey, ct) is not { } service) return new Refusal("Service.NotFound");
        if (service.IsPaused) return new Refusal("Service.Paused");
        if (!service.Entry.AnonymousAllowed && actor.AccountId is null) return new Refusal("Service.NeedsAccount");
        var now = time.NowUtc();
        var token = DrawToken();
        var draft = new Draft
        {
            Id = Ids.New(now), TokenHash = Hash(token), ServiceKey = serviceKey, FormKey = service.Entry.Form, FormVersion = service.FormVersion, Language = language,
            AccountId = actor.AccountId, IsAtCounter = isAtCounter, Answers = "{}", CreatedAtUtc = now, ExpiresAtUtc = now + Life, Revision = 0,
        };
        db.Add(draft);
        keys.Create(draft.Id, CaseKey.Applicant);
        await db.SaveChangesAsync(ct);
        return new DraftView(draft.Id, token, serviceKey, draft.FormKey, draft.FormVersion, [], [], isAtCounter);
    }

    /// <summary>The draft of this browser, unless it belongs to an account that is not the reader's. One begun before signing in becomes the account's.</summary>
    public async Task<DraftView?> FindAsync(string? token, Actor reader, CancellationToken ct)
    {
        if (token is not { Length: 32 }) return null;
        var (hash, now) = (Hash(token), time.NowUtc());
        var draft = await db.Set<Draft>().AsNoTracking().FirstOrDefaultAsync(d => d.TokenHash == hash && d.ExpiresAtUtc > now, ct);
        if (draft?.AccountId is null && draft is not null && reader.AccountId is { } account) await AdoptAsync(draft.Id, account, ct);
        else if (draft?.AccountId is not null && draft.AccountId != reader.AccountId) return null;
        return draft is null ? null : new(draft.Id, token, draft.ServiceKey, draft.FormKey, draft.FormVersion, await AnswersAsync(draft, ct), await FilesAsync(draft.Id, ct), draft.IsAtCounter);
    }

    /// <summary>What an account has begun and not sent, newest first; what a clerk writes for others is not among it.</summary>
    public async Task<IReadOnlyList<UnfinishedLine>> UnfinishedAsync(Actor actor, CancellationToken ct)
    {
        if (actor.AccountId is not { } account) return [];
        var now = time.NowUtc();
        var drafts = await db.Set<Draft>().AsNoTracking().Where(d => d.AccountId == account && !d.IsAtCounter && d.ExpiresAtUtc > now).OrderByDescending(d => d.CreatedAtUtc).Take(50).ToListAsync(ct);
        var lines = new List<UnfinishedLine>();
        foreach (var draft in drafts)
        {
            if (await catalog.GetAsync(draft.ServiceKey, ct) is { } service) lines.Add(new(draft.Id, draft.ServiceKey, service.Entry.Title, draft.CreatedAtUtc, draft.ExpiresAtUtc));
        }

        return lines;
    }

    /// <summary>Hands a draft to the browser that its account is at now; the one that it was begun in loses it.</summary>
    public async Task<DraftView?> TakeAsync(Guid draftId, Actor actor, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        if (await OwnAsync(draftId, actor, ct) is not { } draft) return null;
        var token = DrawToken();
        (draft.TokenHash, draft.Revision) = (Hash(token), draft.Revision + 1);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return null;        // being written, sent or taken elsewhere at this moment
        }

        return await FindAsync(token, actor, ct);
    }

    /// <summary>Throws an account's draft away, with what belongs to it.</summary>
    public async Task DropAsync(Guid draftId, Actor actor, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        if (await OwnAsync(draftId, actor, ct) is not { } draft) return;
        try
        {
            await DropAsync(draft, ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            db.ChangeTracker.Clear();       // sent meanwhile: it is a case now
        }
    }

    private async Task<Draft?> OwnAsync(Guid draftId, Actor actor, CancellationToken ct) => actor.AccountId is { } account
        ? await db.Set<Draft>().FirstOrDefaultAsync(d => d.Id == draftId && d.AccountId == account && !d.IsAtCounter, ct) : null;

    /// <summary>What was answered so far, with personal numbers to be read.</summary>
    internal async Task<JsonObject> AnswersAsync(Draft draft, CancellationToken ct) =>
        PersonalAnswers.Open(JsonNode.Parse(draft.Answers)!.AsObject(), await keys.OpenAsync(draft.Id, CaseKey.Applicant, ct), draft.Id);

    private async Task AdoptAsync(Guid draftId, Guid account, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        if (await db.Set<Draft>().FirstOrDefaultAsync(d => d.Id == draftId, ct) is not { AccountId: null } draft) return;
        (draft.AccountId, draft.Revision) = (account, draft.Revision + 1);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            db.ChangeTracker.Clear();       // another page of the same person was quicker; the next one adopts it
        }
    }

    /// <summary>Keeps a page's answers: they take the place of what those fields held.</summary>
    public async Task<Refusal?> SaveAsync(Guid draftId, JsonObject pageAnswers, IReadOnlyList<string> pageFieldKeys, CancellationToken ct)
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            db.ChangeTracker.Clear();
            var draft = await db.Set<Draft>().FirstOrDefaultAsync(d => d.Id == draftId, ct);
            if (draft is null) return new("Draft.NotFound");
            var answers = JsonNode.Parse(draft.Answers)!.AsObject();
            foreach (var key in pageFieldKeys) answers.Remove(key);
            foreach (var (key, value) in await SealedAsync(draft, pageAnswers, ct)) answers[key] = value?.DeepClone();
            draft.Answers = answers.ToJsonString(JsonSerializerOptions.Web);
            draft.ExpiresAtUtc = time.NowUtc() + Life;
            draft.Revision++;
            try
            {
                await db.SaveChangesAsync(ct);
                return null;
            }
            catch (DbUpdateConcurrencyException)
            {
                // The same person in two windows: take both pages' answers.
            }
        }

        return new("Draft.Busy");
    }

    private async Task<JsonObject> SealedAsync(Draft draft, JsonObject answers, CancellationToken ct) =>
        await catalog.FormAsync(draft.FormKey, draft.FormVersion, ct) is { } form && await keys.OpenAsync(draft.Id, CaseKey.Applicant, ct) is { } key
            ? PersonalAnswers.Seal(form, answers, key, draft.Id) : answers;

    /// <summary>Adds a file to a question of the draft's form, which says what it takes and how many.</summary>
    public async Task<Answer<DraftFile>> AddFileAsync(Guid draftId, string fieldKey, string fileName, Stream content, CancellationToken ct)
    {
        var draft = await db.Set<Draft>().AsNoTracking().FirstOrDefaultAsync(d => d.Id == draftId, ct);
        if (draft is null || await catalog.FormAsync(draft.FormKey, draft.FormVersion, ct) is not { } form) return new Refusal("Draft.NotFound");
        if (form.Field(fieldKey) is not { Kind: FieldKind.Files } field) return new Refusal("Draft.NotFound");
        if (await IsFullAsync(draftId, field, ct)) return TooMany(field);
        if (await keys.OpenAsync(draftId, CaseKey.Applicant, ct) is not { } key) return new Refusal("Draft.NotFound");

        var now = time.NowUtc();
        var id = Ids.New(now);
        var stored = await vault.SaveAsync(id, content, key, field.Accept == FormField.Documents ? FileRule.Document : FileRule.Picture, ct);
        if (stored.IsRefused) return stored.Refused!;

        var name = NameOf(fileName, stored.Value!.ContentType);
        var file = new CaseFile
        {
            Id = id, CaseId = draftId, FieldKey = fieldKey, NameCipher = key.Seal(name, $"file-name/{id:N}"), ContentType = stored.Value.ContentType,
            Size = stored.Value.Size, Sha256 = stored.Value.Sha256, AtUtc = now,
        };
        var isKept = false;
        try
        {
            if (await KeepAsync(file, field, ct) is { } refused) return refused;
            isKept = true;
            return new DraftFile(id, fieldKey, name, file.Size, file.ContentType);
        }
        finally
        {
            if (!isKept) vault.Remove(id);
        }
    }

    // The draft counts its changes: of many who add a file at once, one is quicker, and the others count the files again.
    private async Task<Refusal?> KeepAsync(CaseFile file, FormField field, CancellationToken ct)
    {
        for (var attempt = 0; attempt < 4 * field.MaxFiles; attempt++)
        {
            db.ChangeTracker.Clear();
            if (await db.Set<Draft>().FirstOrDefaultAsync(d => d.Id == file.CaseId, ct) is not { } draft) return new("Draft.NotFound");
            if (await IsFullAsync(file.CaseId, field, ct)) return TooMany(field);
            draft.Revision++;
            db.Add(file);
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

        return new("Draft.Busy");
    }

    private async Task<bool> IsFullAsync(Guid draftId, FormField field, CancellationToken ct) =>
        await db.Set<CaseFile>().CountAsync(f => f.CaseId == draftId && f.FieldKey == field.Key, ct) >= field.MaxFiles;

    private static Refusal TooMany(FormField field) => new("File.TooMany", $"{field.MaxFiles}");

    public async Task<Refusal?> RemoveFileAsync(Guid draftId, Guid fileId, CancellationToken ct)
    {
        if (!await db.Set<Draft>().AnyAsync(d => d.Id == draftId, ct)) return new("Draft.NotFound");
        var file = await db.Set<CaseFile>().FirstOrDefaultAsync(f => f.CaseId == draftId && f.Id == fileId, ct);
        if (file is null) return null;
        db.Remove(file);
        await db.SaveChangesAsync(ct);
        vault.Remove(fileId);
        return null;
    }

    /// <summary>Drops drafts that nobody went on with, with their files and keys.</summary>
    public async Task<int> DropOldAsync(CancellationToken ct)
    {
        var now = time.NowUtc();
        var old = await db.Set<Draft>().Where(d => d.ExpiresAtUtc < now).OrderBy(d => d.ExpiresAtUtc).Take(200).ToListAsync(ct);
        foreach (var draft in old) await DropAsync(draft, ct);
        return old.Count;
    }

    private async Task DropAsync(Draft draft, CancellationToken ct)
    {
        var files = await db.Set<CaseFile>().Where(f => f.CaseId == draft.Id).ToListAsync(ct);
        db.RemoveRange(files);
        db.RemoveRange(await db.Set<CaseKey>().Where(k => k.CaseId == draft.Id).ToListAsync(ct));
        db.Remove(draft);
        await db.SaveChangesAsync(ct);
        foreach (var file in files) vault.Remove(file.Id);
    }

    internal async Task<IReadOnlyList<DraftFile>> FilesAsync(Guid caseId, CancellationToken ct)
    {
        var files = await db.Set<CaseFile>().AsNoTracking().Where(f => f.CaseId == caseId && f.RemovedAtUtc == null && f.WaitsSinceUtc == null).OrderBy(f => f.AtUtc).ToListAsync(ct);
        if (files.Count == 0 || await keys.OpenAsync(caseId, CaseKey.Applicant, ct) is not { } key) return [];
        return files.ConvertAll(f => DraftFile.Of(f, key));
    }

    /// <summary>A file of a draft or case, decrypted; the caller has checked who may see it.</summary>
    public async Task<(Stream Content, string ContentType)?> OpenFileAsync(Guid caseId, Guid fileId, CancellationToken ct)
    {
        var file = await db.Set<CaseFile>().AsNoTracking().FirstOrDefaultAsync(f => f.CaseId == caseId && f.Id == fileId && f.RemovedAtUtc == null && f.WaitsSinceUtc == null, ct);
        if (file is null || await keys.OpenAsync(caseId, CaseKey.Applicant, ct) is not { } key) return null;
        return await vault.OpenAsync(fileId, key, ct) is { } content ? (content, file.ContentType) : null;
    }

    private static string DrawToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.ASCII.GetBytes(token));

    // Some names have nothing that can be shown: the file is then called after what it is.
    internal static string NameOf(string fileName, string contentType)
    {
        var name = PlainText.Line(Path.GetFileName(fileName.Replace('\\', '/')));
        if (name.Length > CaseFile.NameLength) name = PlainText.Line(name[..CaseFile.NameLength]);      // half a sign at the cut goes too
        return name.Length > 0 ? name : $"{(contentType == "application/pdf" ? "document" : "photo")}.{contentType[(contentType.IndexOf('/', StringComparison.Ordinal) + 1)..]}";
    }
}

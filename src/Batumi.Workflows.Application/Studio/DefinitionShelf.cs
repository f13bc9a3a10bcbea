using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Identity;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Engine.Definitions;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Studio;

/// <summary>A version of a definition as whoever edits it sees it.</summary>
/// <param name="Model">The definition's JSON, a copy of its own.</param>
public sealed record ShelvedDefinition(Guid Id, string DefinitionId, int Version, string? Name, JsonObject Model, bool IsLatest, bool IsPublished, DateTime AtUtc)
{
    /// <summary>SHA-256 of the text as it is stored, lower-case hexadecimal: names this very save.</summary>
    public required string Hash { get; init; }
}

/// <summary>What others have saved since somebody saw a definition.</summary>
/// <param name="By">Who was last; null: a file or a machine.</param>
/// <param name="Changes">What they did.</param>
public sealed record Meanwhile(string? By, IReadOnlyList<DefinitionChange> Changes)
{
    private const int Told = 8;

    public Refusal Refusal(string definitionId)
    {
        var what = string.Join(", ", Changes.Take(Told).Select(c => c.Step is null ? c.Name : $"{c.Step}.{c.Name}"));
        return By is null ? new("Publication.ChangedByFile", definitionId, what) : new("Publication.ChangedBy", By, definitionId, what);
    }
}

/// <summary>A save that met somebody else's and is kept aside.</summary>
/// <param name="Changes">What it changes in what is there now.</param>
public sealed record AsideDefinition(Guid Id, string DefinitionId, string By, bool IsMine, DateTime AtUtc, JsonObject Model, IReadOnlyList<DefinitionChange> Changes);

/// <param name="Warnings">What is doubtful in it: said, not refused.</param>
/// <param name="WasPublished">It was in force already, and nothing was changed.</param>
public sealed record SavedDefinition(ShelvedDefinition Definition, IReadOnlyList<DefinitionError> Warnings, bool WasPublished);

/// <param name="Search">Part of the name or id.</param>
public sealed record DefinitionQuery(VersionChoice Versions, IReadOnlyList<string>? DefinitionIds = null, IReadOnlyList<Guid>? Ids = null, string? Search = null);

/// <summary>
/// Versions of definitions as Elsa keeps them: one draft at most, the newest; one version at most in force; saving changes the draft, or begins one after
/// what is in force. A draft that has been run begins a new one too, so that what ran can be folded again.
/// </summary>
public sealed class DefinitionShelf(CityDb db, Published published, IEnumerable<IContentRule> rules, PublishingSettings settings, TimeProvider time)
{
    private static readonly PublicationStatus[] shelved = [PublicationStatus.Draft, PublicationStatus.Published, PublicationStatus.Retracted];

    private IQueryable<Publication> All => db.Set<Publication>().AsNoTracking().Where(p => p.Kind == ContentKind.Definition && shelved.Contains(p.Status));

    public async Task<(IReadOnlyList<ShelvedDefinition> Items, int Total)> ListAsync(DefinitionQuery query, string? orderBy, bool isDescending, int skip, int take, CancellationToken ct)
    {
        var rows = Choose(query.Versions);
        if (query.DefinitionIds is { } keys) rows = rows.Where(p => keys.Contains(p.Key));
        if (query.Ids is { } ids) rows = rows.Where(p => ids.Contains(p.Id));
        if (!string.IsNullOrWhiteSpace(query.Search))
        {
            var (text, folded) = (query.Search.Trim(), query.Search.Trim().ToLowerInvariant());
            rows = rows.Where(p => p.Key.Contains(text) || (p.Name != null && (p.Name.Contains(text) || CityDb.Folded(p.Name).Contains(folded))));
        }

        var total = await rows.CountAsync(ct);
        var ordered = (orderBy, isDescending) switch
        {
            ("Name", false) => rows.OrderBy(p => p.Name).ThenBy(p => p.Version),
            ("Name", true) => rows.OrderByDescending(p => p.Name).ThenBy(p => p.Version),
            ("Version", false) => rows.OrderBy(p => p.Version).ThenBy(p => p.Key),
            ("Version", true) => rows.OrderByDescending(p => p.Version).ThenBy(p => p.Key),
            (_, false) => rows.OrderBy(p => p.AtUtc).ThenBy(p => p.Key).ThenBy(p => p.Version),
            _ => rows.OrderByDescending(p => p.AtUtc).ThenBy(p => p.Key).ThenBy(p => p.Version),
        };
        return ([.. await ViewsAsync(ordered.Skip(skip).Take(take), ct)], total);
    }

    public async Task<ShelvedDefinition?> FindAsync(string definitionId, VersionChoice versions, CancellationToken ct) =>
        await ViewsAsync(Choose(versions).Where(p => p.Key == definitionId).OrderByDescending(p => p.Version).Take(1), ct) is [var found] ? found : null;

    public async Task<ShelvedDefinition?> FindAsync(Guid id, CancellationToken ct) => await ViewsAsync(All.Where(p => p.Id == id), ct) is [var found] ? found : null;

    public Task<int> CountAsync(CancellationToken ct) => All.Select(p => p.Key).Distinct().CountAsync(ct);

    public async Task<bool> IsNameFreeAsync(string name, string? definitionId, CancellationToken ct) => !await All.AnyAsync(p => p.Name == name && p.Key != definitionId, ct);

    /// <summary>Saves a model as the draft of its definition, and puts it in force if wanted.</summary>
    /// <param name="basis">Hash of the save that it was made from: if somebody else has saved since, it is refused with what they did, and kept aside. Null: whatever is there is replaced.</param>
    public async Task<Answer<SavedDefinition>> SaveAsync(JsonObject model, bool publish, Actor by, CancellationToken ct, string? basis = null)
    {
        var key = Text(model["definitionId"]) is { Length: > 0 } given ? given : Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        if (key.Length > Publication.KeyLength || key.Any(char.IsControl)) return new Refusal("Elsa.DefinitionId", $"{Publication.KeyLength}");
        if (await rules.RefusesAsync(ContentKind.Definition, key, by, ct) is { } notTheirs) return notTheirs;
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await TrySaveAsync(key, model, publish, basis, by, ct);
            }
            catch (DbUpdateException) when (attempt < 5)
            {
                db.ChangeTracker.Clear();       // somebody else saved at the same moment: look again
            }
        }
    }

    private async Task<Answer<SavedDefinition>> TrySaveAsync(string key, JsonObject model, bool publish, string? basis, Actor by, CancellationToken ct)
    {
        var newest = await db.Set<Publication>().Where(p => p.Kind == ContentKind.Definition && p.Key == key).OrderByDescending(p => p.Version).FirstOrDefaultAsync(ct);
        var version = newest?.Version ?? 0;
        var draft = newest is { Status: PublicationStatus.Draft } && !await db.Set<Run>().AnyAsync(r => r.DefinitionId == key && r.DefinitionVersion == version, ct) ? newest : null;
        var number = draft?.Version ?? version + 1;
        var text = await TextAsync(DefinitionModel.Normal(model, key, number), ct);
        var reading = WorkflowDefinition.Read(text, key);
        if (reading.Definition is null && (publish || reading.Errors.Any(e => DefinitionModel.IsNoDefinition(e.Code)))) return Broken(reading.Errors);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        var now = time.NowUtc();
        if (basis is not null && newest is not null && newest.ContentHash != hash && await MeanwhileAsync(newest, basis, by, ct) is { } met)
        {
            await KeepAsync(key, number, text, hash, now, by, isAside: true, ct);
            await db.SaveChangesAsync(ct);
            return met.Refusal(key);
        }

        if (publish && await rules.FlawsAsync(ContentKind.Definition, key, text, key, ct) is { Count: > 0 } flaws) return Broken(flaws);
        var mustWait = publish && settings.Refuses(by.AccountId, by) is not null;
        if (draft is null)
        {
            draft = new Publication
            {
                Id = Ids.New(now), Kind = ContentKind.Definition, Key = key, Version = number, Content = text, ContentHash = hash, Origin = PublicationOrigin.Admin,
                Status = PublicationStatus.Draft, FileName = newest?.FileName ?? FileOf(key), AtUtc = now, ByAccountId = by.AccountId,
            };
            db.Add(draft);
        }

        (draft.Content, draft.ContentHash, draft.ByAccountId, draft.WrittenByAccountId, draft.Notice) = (text, hash, by.AccountId, by.AccountId, mustWait ? Publications.SecondPersonAwaited : null);
        draft.Name = Text(model["name"]) is { } name ? name[..Math.Min(name.Length, Publication.NameLength)] : null;
        draft.Errors = reading.Errors.Count == 0 ? null : JsonSerializer.Serialize(reading.Errors);
        if (publish && !mustWait) (draft.Status, draft.PublishedAtUtc) = (PublicationStatus.Published, now);
        await KeepAsync(key, number, text, hash, now, by, isAside: false, ct);
        await db.SaveChangesAsync(ct);
        published.Refresh();
        if (mustWait) return new Refusal("Publication.SecondPerson");
        return new SavedDefinition((await FindAsync(draft.Id, ct))!, [.. reading.Errors, .. reading.Warnings], WasPublished: false);
    }

    /// <summary>What others have saved since this person saw the definition; null when nothing was, or only by the same person.</summary>
    /// <param name="basis">Hash of the save that they saw.</param>
    public async Task<Meanwhile?> MeanwhileAsync(string definitionId, string? basis, Actor by, CancellationToken ct) =>
        basis is { Length: > 0 } && await db.Set<Publication>().AsNoTracking().Where(p => p.Kind == ContentKind.Definition && p.Key == definitionId).OrderByDescending(p => p.Version).FirstOrDefaultAsync(ct) is { } newest
            ? await MeanwhileAsync(newest, basis, by, ct) : null;

    private async Task<Meanwhile?> MeanwhileAsync(Publication newest, string basis, Actor by, CancellationToken ct)
    {
        if (newest.ContentHash == basis) return null;
        var saves = await db.Set<PublicationEdit>().AsNoTracking().Where(e => e.Kind == ContentKind.Definition && e.Key == newest.Key && !e.IsAside).OrderBy(e => e.AtUtc).ThenBy(e => e.Id)
            .Select(e => new { e.ContentHash, e.Content, e.ByAccountId }).ToListAsync(ct);
        var seen = saves.FindLastIndex(e => e.ContentHash == basis);
        if (by.AccountId is { } me && newest.WrittenByAccountId == me && saves.Skip(seen + 1).All(e => e.ByAccountId == me)) return null;

        var before = seen >= 0 ? saves[seen].Content
            : await db.Set<Publication>().Where(p => p.Kind == ContentKind.Definition && p.Key == newest.Key && p.ContentHash == basis).Select(p => p.Content).FirstOrDefaultAsync(ct);
        var who = saves.LastOrDefault(e => e.ByAccountId != by.AccountId)?.ByAccountId ?? newest.WrittenByAccountId;
        var name = await db.Set<Account>().Where(a => a.Id == who).Select(a => a.DisplayName).FirstOrDefaultAsync(ct);
        return new(name, before is null ? [] : DefinitionDiff.Between(DefinitionModel.Shown(before), DefinitionModel.Shown(newest.Content)));
    }

    // Each save, so that whoever edited from an earlier one can be told what was done since; the oldest go.
    private async Task KeepAsync(string key, int version, string text, string hash, DateTime now, Actor by, bool isAside, CancellationToken ct)
    {
        db.Add(new PublicationEdit
        {
            Id = Ids.New(now), Kind = ContentKind.Definition, Key = key, Version = version, Content = text, ContentHash = hash, ByAccountId = by.AccountId, AtUtc = now, IsAside = isAside,
        });
        var edits = db.Set<PublicationEdit>().Where(e => e.Kind == ContentKind.Definition && e.Key == key);
        if (await edits.CountAsync(ct) is var count && count >= PublicationEdit.Most)
            db.RemoveRange(await edits.OrderBy(e => e.AtUtc).ThenBy(e => e.Id).Take(count - PublicationEdit.Most + 1).ToListAsync(ct));
    }

    /// <summary>Saves of this definition that met somebody else's, the newest first.</summary>
    public async Task<IReadOnlyList<AsideDefinition>> AsidesAsync(string definitionId, Actor reader, CancellationToken ct)
    {
        var rows = await (from e in db.Set<PublicationEdit>().AsNoTracking().Where(e => e.Kind == ContentKind.Definition && e.Key == definitionId && e.IsAside)
                          join a in db.Set<Account>() on e.ByAccountId equals a.Id into accounts
                          from a in accounts.DefaultIfEmpty()
                          orderby e.AtUtc descending
                          select new { Edit = e, a.DisplayName }).ToListAsync(ct);
        if (rows.Count == 0 || await FindAsync(definitionId, VersionChoice.Latest, ct) is not { } latest) return [];
        return rows.ConvertAll(r => new AsideDefinition(r.Edit.Id, definitionId, r.DisplayName ?? "", r.Edit.ByAccountId == reader.AccountId, r.Edit.AtUtc, DefinitionModel.Shown(r.Edit.Content),
            DefinitionDiff.Between(latest.Model, DefinitionModel.Shown(r.Edit.Content))));
    }

    /// <summary>Puts a save that was kept aside away for good.</summary>
    public async Task DropAsideAsync(string definitionId, Guid id, CancellationToken ct) =>
        await db.Set<PublicationEdit>().Where(e => e.Id == id && e.Key == definitionId && e.IsAside).ExecuteDeleteAsync(ct);

    /// <summary>What would keep it from being put in force, or is doubtful in it.</summary>
    public async Task<IReadOnlyList<DefinitionError>> FlawsAsync(ShelvedDefinition definition, CancellationToken ct)
    {
        var text = await db.Set<Publication>().Where(p => p.Id == definition.Id).Select(p => p.Content).FirstAsync(ct);
        var reading = WorkflowDefinition.Read(text, definition.DefinitionId);
        var refused = reading.Definition is null ? reading.Errors : await rules.FlawsAsync(ContentKind.Definition, definition.DefinitionId, text, definition.DefinitionId, ct);
        return refused.Count > 0 ? refused : reading.Warnings;
    }

    /// <summary>Puts the newest version in force.</summary>
    public async Task<Answer<SavedDefinition>> PublishAsync(string definitionId, Actor by, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        if (await rules.RefusesAsync(ContentKind.Definition, definitionId, by, ct) is { } notTheirs) return notTheirs;
        var newest = await db.Set<Publication>().Where(p => p.Kind == ContentKind.Definition && p.Key == definitionId && shelved.Contains(p.Status)).OrderByDescending(p => p.Version).FirstOrDefaultAsync(ct);
        if (newest is null) return new Refusal("Elsa.DefinitionNotFound", definitionId);
        var reading = WorkflowDefinition.Read(newest.Content, definitionId);
        if (newest.Status == PublicationStatus.Published) return new SavedDefinition((await FindAsync(newest.Id, ct))!, reading.Warnings, WasPublished: true);
        if (settings.Refuses(newest.WrittenByAccountId, by) is { } notAlone) return notAlone;
        if (reading.Definition is null) return Broken(reading.Errors);
        if (await rules.FlawsAsync(ContentKind.Definition, definitionId, newest.Content, definitionId, ct) is { Count: > 0 } flaws) return Broken(flaws);

        (newest.Status, newest.PublishedAtUtc, newest.ByAccountId, newest.Notice) = (PublicationStatus.Published, time.NowUtc(), by.AccountId, null);
        if (!await TrySaveAsync(ct)) return new Refusal("Publication.ChangedMeanwhile");
        return new SavedDefinition((await FindAsync(newest.Id, ct))!, reading.Warnings, WasPublished: false);
    }

    /// <summary>Takes a definition out of force: nothing new begins with it, what runs goes on.</summary>
    public async Task<Answer<SavedDefinition>> RetractAsync(string definitionId, Actor by, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        if (await ServiceOfAsync(definitionId, ct)) return new Refusal("Elsa.UsedByService", definitionId);
        var inForce = await db.Set<Publication>().Where(p => p.Kind == ContentKind.Definition && p.Key == definitionId && p.Status == PublicationStatus.Published).OrderBy(p => p.Version).ToListAsync(ct);
        if (inForce.Count == 0)
            return await FindAsync(definitionId, VersionChoice.Latest, ct) is { } never ? new SavedDefinition(never, [], WasPublished: false) : new Refusal("Elsa.DefinitionNotFound", definitionId);
        foreach (var version in inForce) (version.Status, version.ByAccountId) = (PublicationStatus.Retracted, by.AccountId);
        if (!await TrySaveAsync(ct)) return new Refusal("Publication.ChangedMeanwhile");
        return new SavedDefinition((await FindAsync(inForce[^1].Id, ct))!, [], WasPublished: true);
    }

    /// <summary>A copy of an earlier version as the newest draft.</summary>
    public async Task<Answer<SavedDefinition>> RevertAsync(string definitionId, int version, Actor by, CancellationToken ct) =>
        await FindAsync(definitionId, new(VersionKind.Number, version), ct) is { } earlier
            ? await SaveAsync(earlier.Model, publish: false, by, ct) : new Refusal("Elsa.DefinitionNotFound", definitionId);

    /// <summary>Puts a definition away, unless a service works by it or something of it still runs.</summary>
    public Task<Refusal?> DeleteAsync(string definitionId, Actor by, CancellationToken ct) => PutAwayAsync(definitionId, p => p.Key == definitionId, by, ct);

    /// <summary>Puts one version away: one that nothing runs by and that is not in force for a service.</summary>
    public async Task<Refusal?> DeleteVersionAsync(Guid id, Actor by, CancellationToken ct) =>
        await FindAsync(id, ct) is { } version ? await PutAwayAsync(version.DefinitionId, p => p.Id == id, by, ct) : new("Elsa.DefinitionNotFound", $"{id:N}");

    private async Task<Refusal?> PutAwayAsync(string definitionId, System.Linq.Expressions.Expression<Func<Publication, bool>> which, Actor by, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        var rows = await db.Set<Publication>().Where(p => p.Kind == ContentKind.Definition && p.Key == definitionId && shelved.Contains(p.Status)).Where(which).ToListAsync(ct);
        if (rows.Count == 0) return new("Elsa.DefinitionNotFound", definitionId);
        if (await ServiceOfAsync(definitionId, ct)) return new("Elsa.UsedByService", definitionId);
        var versions = rows.ConvertAll(r => r.Version);
        if (await db.Set<Run>().AnyAsync(r => r.DefinitionId == definitionId && versions.Contains(r.DefinitionVersion) && r.EndedAtUtc == null, ct)) return new("Elsa.StillRuns", definitionId);
        foreach (var row in rows) (row.Status, row.ByAccountId) = (PublicationStatus.Discarded, by.AccountId);
        return await TrySaveAsync(ct) ? null : new("Publication.ChangedMeanwhile");
    }

    /// <summary>A service works by it: cases depend on it.</summary>
    public async Task<bool> ServiceOfAsync(string definitionId, CancellationToken ct) => (await published.AllAsync<ServiceEntry>(ContentKind.Service, ct)).Any(s => s.Content.Workflow == definitionId);

    /// <summary>Definitions whose steps call this one as an activity or by its id.</summary>
    public async Task<IReadOnlyList<string>> ConsumersAsync(string definitionId, CancellationToken ct)
    {
        var quoted = $"\"{definitionId}\"";
        var candidates = await Choose(VersionChoice.Latest).Where(p => p.Key != definitionId && p.Content.Contains(quoted)).Select(p => new { p.Key, p.Content }).ToListAsync(ct);
        return [.. candidates.Where(c => DefinitionModel.Uses(JsonNode.Parse(c.Content)!.AsObject(), definitionId)).Select(c => c.Key)];
    }

    // Activities that are workflows themselves come along, so that a version can be run by itself for ever.
    private async Task<string> TextAsync(JsonObject model, CancellationToken ct)
    {
        var linked = new JsonObject();
        foreach (var issue in await CompositesAsync(ct))
        {
            if (!DefinitionModel.Types(model).Contains(issue.Type)) continue;
            linked[$"{issue.Type}@{issue.Version}"] = issue.Model.DeepClone();
        }

        if (linked.Count > 0) model["linked"] = linked;
        else model.Remove("linked");
        return DefinitionModel.Write(model);
    }

    /// <summary>Definitions in force that others may use as an activity, with the type they go by.</summary>
    public async Task<IReadOnlyList<(string Type, int Version, JsonObject Model)>> CompositesAsync(CancellationToken ct)
    {
        var found = new List<(string, int, JsonObject)>();
        var rows = await Choose(VersionChoice.Published).Where(p => p.Content.Contains("\"usableAsActivity\": true")).OrderBy(p => p.Key).ToListAsync(ct);
        foreach (var row in rows)
        {
            var model = JsonNode.Parse(row.Content)!.AsObject();        // with what is linked to it in turn
            if (DefinitionModel.IsUsableAsActivity(model) && row.Name is { Length: > 0 } name) found.Add((DefinitionModel.TypeName(name), row.Version, model));
        }

        return found;
    }

    private IQueryable<Publication> Choose(VersionChoice choice)
    {
        var kind = ContentKind.Definition;
        IQueryable<Publication> Newest(IQueryable<Publication> rows) =>
            rows.Where(p => !db.Set<Publication>().Any(q => q.Kind == kind && q.Key == p.Key && q.Version > p.Version && shelved.Contains(q.Status)));
        IQueryable<Publication> InForce(IQueryable<Publication> rows) => rows.Where(p => p.Status == PublicationStatus.Published
            && !db.Set<Publication>().Any(q => q.Kind == kind && q.Key == p.Key && q.Version > p.Version && q.Status == PublicationStatus.Published));
        return choice.Kind switch
        {
            VersionKind.Latest => Newest(All),
            VersionKind.Published => InForce(All),
            VersionKind.Draft => Newest(All).Where(p => p.Status == PublicationStatus.Draft),
            VersionKind.Number => All.Where(p => p.Version == choice.Number),
            VersionKind.LatestOrPublished or VersionKind.LatestAndPublished => All.Where(p =>
                !db.Set<Publication>().Any(q => q.Kind == kind && q.Key == p.Key && q.Version > p.Version && shelved.Contains(q.Status))
                || (p.Status == PublicationStatus.Published && !db.Set<Publication>().Any(q => q.Kind == kind && q.Key == p.Key && q.Version > p.Version && q.Status == PublicationStatus.Published))),
            _ => All,
        };
    }

    private async Task<IReadOnlyList<ShelvedDefinition>> ViewsAsync(IQueryable<Publication> rows, CancellationToken ct)
    {
        var found = await rows.Select(p => new
        {
            Row = p,
            IsLatest = !db.Set<Publication>().Any(q => q.Kind == p.Kind && q.Key == p.Key && q.Version > p.Version && shelved.Contains(q.Status)),
            IsPublished = p.Status == PublicationStatus.Published
                && !db.Set<Publication>().Any(q => q.Kind == p.Kind && q.Key == p.Key && q.Version > p.Version && q.Status == PublicationStatus.Published),
        }).ToListAsync(ct);
        return found.ConvertAll(f => new ShelvedDefinition(f.Row.Id, f.Row.Key, f.Row.Version, f.Row.Name, DefinitionModel.Shown(f.Row.Content), f.IsLatest, f.IsPublished, f.Row.AtUtc) { Hash = f.Row.ContentHash });
    }

    private async Task<bool> TrySaveAsync(CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
            published.Refresh();
            return true;
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            return false;
        }
    }

    private static Refusal Broken(IReadOnlyList<DefinitionError> errors) => new("Elsa.Broken", [.. errors.Select(e => $"{e.Code} {e.Message}")]);

    private static string FileOf(string key) => $"definitions/{string.Concat(key.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-'))}.json";

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}

/// <summary>Which versions of a definition are meant, in Elsa's words.</summary>
public sealed record VersionChoice(VersionKind Kind, int Number = 0)
{
    public static VersionChoice Latest { get; } = new(VersionKind.Latest);
    public static VersionChoice Published { get; } = new(VersionKind.Published);

    /// <returns>Null: the text says none.</returns>
    public static VersionChoice? Read(string? text) => text switch
    {
        null or "" => null,
        _ when int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) && number > 0 => new(VersionKind.Number, number),
        _ => Enum.TryParse<VersionKind>(text, ignoreCase: true, out var kind) && kind != VersionKind.Number && Enum.IsDefined(kind) ? new(kind) : null,
    };
}

public enum VersionKind { Latest, Published, Draft, LatestOrPublished, LatestAndPublished, AllVersions, Number }

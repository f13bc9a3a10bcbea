using System.Text.Json;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Engine.Definitions;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Publishing;

/// <summary>One thing of <c>workflows/</c> as the admin's list shows it.</summary>
/// <param name="NeedsAttention">A newer version is broken, or waits as a draft.</param>
public sealed record PublicationLine(
    string Kind, string Key, int? PublishedVersion, int LatestVersion, PublicationStatus LatestStatus, PublicationOrigin LatestOrigin, DateTime AtUtc, string? Notice,
    bool NeedsAttention);

public sealed record PublicationDetail(string Kind, string Key, IReadOnlyList<PublicationVersion> Versions, IReadOnlyList<DiffLine> Diff);

public sealed record PublicationVersion(
    int Version, PublicationStatus Status, PublicationOrigin Origin, string FileName, DateTime AtUtc, DateTime? PublishedAtUtc, string? Notice,
    string Content, IReadOnlyList<DefinitionError> Errors);

/// <summary>The register of everything a municipality edits: what is in force, what waits, what is broken.</summary>
public sealed class Publications(CityDb db, IEnumerable<ContentKind> kinds, Published published, TimeProvider time)
{
    public async Task<IReadOnlyList<PublicationLine>> ListAsync(CancellationToken ct)
    {
        var rows = await db.Set<Publication>().AsNoTracking()
            .Select(p => new { p.Kind, p.Key, p.Version, p.Status, p.Origin, p.AtUtc, p.Notice }).ToListAsync(ct);
        return [.. rows.GroupBy(r => (r.Kind, r.Key)).OrderBy(g => g.Key.Kind, StringComparer.Ordinal).ThenBy(g => g.Key.Key, StringComparer.Ordinal).Select(g =>
        {
            var last = g.MaxBy(r => r.Version)!;
            var inForce = g.Where(r => r.Status == PublicationStatus.Published).Max(r => (int?)r.Version);
            return new PublicationLine(g.Key.Kind, g.Key.Key, inForce, last.Version, last.Status, last.Origin, last.AtUtc, last.Notice,
                last.Status is PublicationStatus.Draft or PublicationStatus.Broken);
        })];
    }

    public async Task<PublicationDetail?> GetAsync(string kind, string key, CancellationToken ct)
    {
        var rows = await db.Set<Publication>().AsNoTracking().Where(p => p.Kind == kind && p.Key == key).OrderByDescending(p => p.Version).ToListAsync(ct);
        if (rows.Count == 0) return null;

        var versions = rows.ConvertAll(r => new PublicationVersion(r.Version, r.Status, r.Origin, r.FileName, r.AtUtc, r.PublishedAtUtc, r.Notice, r.Content,
            r.Errors is null ? [] : JsonSerializer.Deserialize<List<DefinitionError>>(r.Errors) ?? []));
        var inForce = versions.Find(v => v.Status == PublicationStatus.Published);
        var waiting = versions[0].Status is PublicationStatus.Draft or PublicationStatus.Broken ? versions[0] : null;
        return new(kind, key, versions, inForce is null || waiting is null ? [] : LineDiff.Between(inForce.Content, waiting.Content));
    }

    /// <summary>An admin's own text: checked, and published as the next version.</summary>
    public async Task<Refusal?> PublishAsync(string kind, string key, string content, Actor by, CancellationToken ct)
    {
        var reader = kinds.FirstOrDefault(k => k.Name == kind);
        if (reader is null) return new("Publication.UnknownKind", kind);
        var versions = await db.Set<Publication>().AsNoTracking().Where(p => p.Kind == kind && p.Key == key).OrderBy(p => p.Version).ToListAsync(ct);
        var fileName = versions.LastOrDefault()?.FileName ?? $"{reader.Folder}/{key}{Path.GetExtension(reader.Pattern)}";
        var text = content.ReplaceLineEndings("\n");
        var (read, errors) = reader.Read(text, fileName);
        if (read is null) return new("Publication.Broken", errors.Count == 0 ? "" : errors[0].Message);

        var now = time.NowUtc();
        db.Add(new Publication
        {
            Id = Ids.New(now), Kind = kind, Key = key, Version = (versions.LastOrDefault()?.Version ?? 0) + 1, Content = text,
            ContentHash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text))),
            Origin = PublicationOrigin.Admin, Status = PublicationStatus.Published, FileName = fileName, AtUtc = now, PublishedAtUtc = now, ByAccountId = by.AccountId,
        });
        return await SaveAsync(ct);
    }

    /// <summary>Puts a waiting draft in force. A draft older than what is in force is refused.</summary>
    public async Task<Refusal?> PublishDraftAsync(string kind, string key, int version, CancellationToken ct)
    {
        var rows = await db.Set<Publication>().Where(p => p.Kind == kind && p.Key == key).OrderByDescending(p => p.Version).ToListAsync(ct);
        var draft = rows.Find(r => r.Version == version);
        if (draft is null) return new("Publication.NotFound", key);
        if (draft.Status != PublicationStatus.Draft || rows[0].Version != version) return new("Publication.NotADraft", key);
        draft.Status = PublicationStatus.Published;
        draft.PublishedAtUtc = time.NowUtc();
        draft.Notice = null;
        return await SaveAsync(ct);
    }

    /// <summary>Puts a waiting draft aside; its file is not taken again until its content changes.</summary>
    public async Task<Refusal?> DiscardDraftAsync(string kind, string key, int version, CancellationToken ct)
    {
        var draft = await db.Set<Publication>().FirstOrDefaultAsync(p => p.Kind == kind && p.Key == key && p.Version == version, ct);
        if (draft is null) return new("Publication.NotFound", key);
        if (draft.Status is not (PublicationStatus.Draft or PublicationStatus.Broken)) return new("Publication.NotADraft", key);
        draft.Status = PublicationStatus.Discarded;
        return await SaveAsync(ct);
    }

    private async Task<Refusal?> SaveAsync(CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            return new("Publication.ChangedMeanwhile");
        }

        published.Refresh();
        return null;
    }
}

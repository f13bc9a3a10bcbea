using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Engine.Definitions;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Publishing;

/// <summary>
/// Brings the files of <c>workflows/</c> into the register at start. A file is published only if it changed since it was taken and the version in
/// force came from a file; after an admin's publication it becomes a draft with a notice. A broken file is kept with its errors and stops nothing else.
/// </summary>
public sealed class WorkflowFolder(CityDb db, IEnumerable<ContentKind> kinds, IEnumerable<IContentRule> rules, Published published, TimeProvider time)
{
    public const string MetAdminsVersion = "Publication.Notice.AdminPublishedSince";
    public const string IsBroken = "Publication.Notice.Broken";

    /// <returns>How many versions were added.</returns>
    public async Task<int> ImportAsync(string folder, CancellationToken ct)
    {
        var added = 0;
        foreach (var kind in kinds)
        {
            var directory = Path.Combine(folder, kind.Folder);
            if (!Directory.Exists(directory)) continue;
            var known = (await db.Set<Publication>().AsNoTracking().Where(p => p.Kind == kind.Name).Select(p => new Known(p.Key, p.Version, p.ContentHash, p.Origin, p.Status))
                .ToListAsync(ct)).ToLookup(k => k.Key);
            foreach (var file in Directory.GetFiles(directory, kind.Pattern).Order(StringComparer.Ordinal))
            {
                if (await AddAsync(kind, folder, file, known, ct)) added++;
            }
        }

        if (added > 0) await db.SaveChangesAsync(ct);
        db.ChangeTracker.Clear();
        published.Refresh();
        return added;
    }

    private async Task<bool> AddAsync(ContentKind kind, string folder, string file, ILookup<string, Known> known, CancellationToken ct)
    {
        var key = Path.GetFileNameWithoutExtension(file);
        var name = Path.GetRelativePath(folder, file).Replace('\\', '/');
        var content = (await File.ReadAllTextAsync(file, ct)).ReplaceLineEndings("\n");
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

        var versions = known[key].OrderBy(k => k.Version).ToList();
        var latestPublished = versions.LastOrDefault(v => v.Status == PublicationStatus.Published);
        var isInForce = latestPublished?.Hash == hash && versions[^1].Status != PublicationStatus.Broken;
        if (isInForce || versions.LastOrDefault(v => v.Origin == PublicationOrigin.File)?.Hash == hash) return false;     // the file did not change since it was taken

        var (read, errors) = kind.Read(content, name);
        if (read is not null && await rules.FlawsAsync(kind.Name, key, content, name, ct) is { Count: > 0 } flaws) (read, errors) = (null, flaws);
        var isFree = latestPublished is null or { Origin: PublicationOrigin.File };
        var status = read is null ? PublicationStatus.Broken : isFree ? PublicationStatus.Published : PublicationStatus.Draft;

        var now = time.NowUtc();
        db.Add(new Publication
        {
            Id = Ids.New(now), Kind = kind.Name, Key = key, Version = (versions.LastOrDefault()?.Version ?? 0) + 1, Content = content, ContentHash = hash,
            Origin = PublicationOrigin.File, Status = status, FileName = name, AtUtc = now,
            PublishedAtUtc = status == PublicationStatus.Published ? now : null,
            Notice = status switch { PublicationStatus.Broken => IsBroken, PublicationStatus.Draft => MetAdminsVersion, _ => null },
            Errors = errors.Count == 0 ? null : JsonSerializer.Serialize<IReadOnlyList<DefinitionError>>(errors),
        });
        return true;
    }

    private sealed record Known(string Key, int Version, string Hash, PublicationOrigin Origin, PublicationStatus Status);
}

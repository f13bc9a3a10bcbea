using System.Collections.Concurrent;
using Batumi.Workflows.Application.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Batumi.Workflows.Application.Publishing;

/// <summary>A published thing with the version it has.</summary>
public sealed record Issue<T>(string Key, int Version, T Content);

/// <summary>
/// What is in force. Versions never change, so they are kept for good once read; which one is the latest is asked again after
/// <see cref="Freshness"/>, so that every node follows a publication within that time.
/// </summary>
public sealed class Published(IServiceScopeFactory scopes, IEnumerable<ContentKind> kinds, TimeProvider time)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, ContentKind> kindsByName = kinds.ToDictionary(k => k.Name);
    private readonly ConcurrentDictionary<(string Kind, string Key, int Version), object?> versions = new();
    private readonly ConcurrentDictionary<string, (long At, IReadOnlyDictionary<string, int> Latest, IReadOnlySet<string> Broken)> latest = new();

    /// <summary>The version in force; null when none is, or when it can no longer be read.</summary>
    public async Task<Issue<T>?> LatestAsync<T>(string kind, string? key, CancellationToken ct) where T : class =>
        key is not null && (await LatestVersionsAsync(kind, ct)).TryGetValue(key, out var version) && await VersionAsync<T>(kind, key, version, ct) is { } content
            ? new(key, version, content)
            : null;

    /// <summary>Every thing of a kind that is in force, by key.</summary>
    public async Task<IReadOnlyList<Issue<T>>> AllAsync<T>(string kind, CancellationToken ct) where T : class
    {
        var issues = new List<Issue<T>>();
        foreach (var (key, version) in await LatestVersionsAsync(kind, ct))
        {
            if (await VersionAsync<T>(kind, key, version, ct) is { } content) issues.Add(new(key, version, content));
        }

        return issues;
    }

    /// <summary>One version, whether or not it is the latest: what a run keeps to.</summary>
    public async Task<T?> VersionAsync<T>(string kind, string key, int version, CancellationToken ct) where T : class
    {
        if (versions.TryGetValue((kind, key, version), out var known)) return (T?)known;

        await using var scope = scopes.CreateAsyncScope();
        var row = await scope.ServiceProvider.GetRequiredService<CityDb>().Set<Publication>().AsNoTracking()
            .FirstOrDefaultAsync(p => p.Kind == kind && p.Key == key && p.Version == version, ct);
        if (row is null) return null;

        var content = kindsByName[kind].Read(row.Content, row.FileName).Content;
        if (row.Status is PublicationStatus.Published or PublicationStatus.Retracted) versions[(kind, key, version)] = content;
        return (T?)content;
    }

    /// <summary>The newest file of this name cannot be read: what depends on it is paused until somebody looks.</summary>
    public async Task<bool> IsBrokenAsync(string kind, string key, CancellationToken ct)
    {
        await LatestVersionsAsync(kind, ct);
        return latest.TryGetValue(kind, out var known) && known.Broken.Contains(key);
    }

    /// <summary>Forgets which versions are the latest: after a publication on this node.</summary>
    public void Refresh() => latest.Clear();

    private async Task<IReadOnlyDictionary<string, int>> LatestVersionsAsync(string kind, CancellationToken ct)
    {
        if (latest.TryGetValue(kind, out var known) && time.GetElapsedTime(known.At) < Freshness) return known.Latest;

        await using var scope = scopes.CreateAsyncScope();
        var rows = await scope.ServiceProvider.GetRequiredService<CityDb>().Set<Publication>().AsNoTracking().Where(p => p.Kind == kind)
            .Select(p => new { p.Key, p.Version, p.Status }).ToListAsync(ct);
        var fresh = rows.Where(r => r.Status == PublicationStatus.Published).GroupBy(r => r.Key).OrderBy(g => g.Key, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Max(r => r.Version));
        var broken = rows.GroupBy(r => r.Key).Where(g => g.MaxBy(r => r.Version)!.Status == PublicationStatus.Broken).Select(g => g.Key).ToHashSet();
        latest[kind] = (time.GetTimestamp(), fresh, broken);
        return fresh;
    }
}

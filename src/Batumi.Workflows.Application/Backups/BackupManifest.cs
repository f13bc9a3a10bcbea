using System.Security.Cryptography;
using System.Text.Json;
using Batumi.Workflows.Application.Data;

namespace Batumi.Workflows.Application.Backups;

/// <summary>What a backup says of itself.</summary>
/// <param name="Schema">The newest migration of the database in it.</param>
/// <param name="Files">SHA-256 by path within the backup.</param>
public sealed record BackupManifest(DateTime AtUtc, DatabaseProvider Provider, string Schema, IReadOnlyDictionary<string, string> Files)
{
    public const string FileName = "manifest.json";

    private static readonly JsonSerializerOptions format = new() { WriteIndented = true, Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() } };

    /// <summary>Written last: a folder without it is no backup.</summary>
    internal Task WriteAsync(string folder, CancellationToken ct) => File.WriteAllTextAsync(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, format), ct);

    /// <summary>Null when there is none or when it cannot be read.</summary>
    internal static async Task<BackupManifest?> ReadAsync(string folder, CancellationToken ct)
    {
        try
        {
            return JsonSerializer.Deserialize<BackupManifest>(await File.ReadAllTextAsync(Path.Combine(folder, FileName), ct), format) is { Files: not null, Schema: not null } read ? read : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or IOException)
        {
            return null;
        }
    }

    /// <summary>The hash of every file that lies in the folder, the manifest apart.</summary>
    internal static async Task<SortedDictionary<string, string>> HashAsync(string folder, CancellationToken ct)
    {
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(folder, file).Replace('\\', '/');
            if (name == FileName) continue;
            await using var content = File.OpenRead(file);
            hashes[name] = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, ct));
        }

        return hashes;
    }
}

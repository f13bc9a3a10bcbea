using Batumi.Workflows.Application.Files;
using Batumi.Workflows.Application.Primitives;

namespace Batumi.Workflows.Application.Backups;

/// <summary>Puts a backup where nothing is yet. Everything is proven before the first byte is written; the database comes last, so that half a restore is no city.</summary>
public sealed class CityRestore(DatabaseCopy database, CitySettings city, FileSettings files)
{
    /// <param name="keysFolder">Where the keys were put apart; null when the site's keys are in their place already.</param>
    public async Task<Answer<BackupManifest>> RunAsync(string folder, string? keysFolder, CancellationToken ct)
    {
        if (await BackupManifest.ReadAsync(folder, ct) is not { } manifest) return new Refusal("Backup.NoManifest", folder);
        if (await DifferenceAsync(folder, manifest, ct) is { } file) return new Refusal("Backup.Damaged", file);
        if (manifest.Provider != city.Database.Provider) return new Refusal("Backup.OtherProvider", manifest.Provider.ToString(), city.Database.Provider.ToString());
        if (!database.Knows(manifest.Schema)) return new Refusal("Backup.Newer", manifest.Schema);
        if (CityBackup.IsFilled(city.DataFolder)) return new Refusal("Backup.NotEmpty", city.DataFolder);
        if (await database.IsFilledAsync(ct)) return new Refusal("Backup.DatabaseNotEmpty");
        if (keysFolder is not null && !CityBackup.IsFilled(keysFolder)) return new Refusal("Backup.NoKeys", keysFolder);
        if (keysFolder is not null && CityBackup.IsFilled(city.Keys.Folder)) return new Refusal("Backup.NotEmpty", city.Keys.Folder);

        if (keysFolder is not null) CityBackup.CopyAll(keysFolder, city.Keys.Folder);
        CityBackup.CopyAll(Path.Combine(folder, CityBackup.Files), files.Folder);
        return await database.LoadAsync(Path.Combine(folder, DatabaseCopy.FileName), ct) is { } refused ? refused : manifest;
    }

    private static async Task<string?> DifferenceAsync(string folder, BackupManifest manifest, CancellationToken ct)
    {
        var found = await BackupManifest.HashAsync(folder, ct);
        return manifest.Files.Keys.Union(found.Keys).Append(DatabaseCopy.FileName).FirstOrDefault(file => !found.TryGetValue(file, out var hash) || manifest.Files.GetValueOrDefault(file) != hash);
    }
}

using Batumi.Workflows.Application.Files;
using Batumi.Workflows.Application.Keys;
using Batumi.Workflows.Application.Primitives;

namespace Batumi.Workflows.Application.Backups;

/// <summary>
/// Takes a whole city while it runs: the database first, then the files, so that every file the copied database names was there when they were copied. Keys
/// go to a folder of their own: a backup with its keys beside it would protect nobody.
/// </summary>
public sealed class CityBackup(DatabaseCopy database, CitySettings city, FileSettings files, TimeProvider time)
{
    internal const string Files = "files";

    /// <param name="keysFolder">Null leaves the keys out; they change by a rotation only.</param>
    public async Task<Answer<BackupManifest>> MakeAsync(string folder, string? keysFolder, CancellationToken ct)
    {
        foreach (var target in new[] { folder, keysFolder }.OfType<string>().Where(IsFilled)) return new Refusal("Backup.NotEmpty", target);
        if (keysFolder is not null && (MasterKeys.IsSameOrInside(keysFolder, folder) || MasterKeys.IsSameOrInside(folder, keysFolder))) return new Refusal("Backup.KeysInside", keysFolder);
        if (await database.SchemaAsync(ct) is not { } schema) return new Refusal("Backup.NoDatabase");

        MakePrivate(folder);
        if (await database.SaveAsync(Path.Combine(folder, DatabaseCopy.FileName), ct) is { } refused) return refused;
        CopyAll(files.Folder, Path.Combine(folder, Files));
        if (keysFolder is not null) CopyAll(city.Keys.Folder, keysFolder);

        var manifest = new BackupManifest(time.NowUtc(), city.Database.Provider, schema, await BackupManifest.HashAsync(folder, ct));
        await manifest.WriteAsync(folder, ct);
        return manifest;
    }

    internal static bool IsFilled(string folder) => File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any());

    internal static void MakePrivate(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    internal static void CopyAll(string from, string to)
    {
        MakePrivate(to);
        if (!Directory.Exists(from)) return;
        foreach (var file in Directory.GetFiles(from).Where(file => !file.EndsWith(".part", StringComparison.Ordinal)))
        {
            try
            {
                File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
            }
            catch (FileNotFoundException)
            {
                // Erased since the folder was read: it shall not be in the backup either.
            }
        }
    }
}

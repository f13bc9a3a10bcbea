using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Batumi.Workflows.Application.Keys;
using Batumi.Workflows.Application.Primitives;

namespace Batumi.Workflows.Application.Files;

/// <summary>Where the bytes of files lie: below the data folder, or on storage that all nodes share.</summary>
public sealed record FileSettings(string Folder);

/// <summary>What one upload may be.</summary>
/// <param name="MaxBytes">Largest size in bytes.</param>
/// <param name="Types">Media types taken.</param>
/// <param name="WrongType">Says which, when another comes.</param>
public sealed record FileRule(long MaxBytes, IReadOnlyList<string> Types, Refusal WrongType)
{
    public static FileRule Picture { get; } = new(10 * 1024 * 1024, ["image/jpeg", "image/png", "image/webp", "image/heic"], new Refusal("File.WrongType"));
    public static FileRule Document { get; } = new(10 * 1024 * 1024, ["application/pdf", "image/jpeg", "image/png"], new Refusal("File.WrongDocument"));
}

/// <summary>
/// Encrypted files on disk. Bytes stream through in chunks of 64 KiB, each sealed with its number and whether it is the last, so that no chunk can be
/// moved, dropped or cut off unseen, and no upload is ever held whole in memory.
/// </summary>
public sealed class FileVault(FileSettings settings)
{
    private const int ChunkLength = 64 * 1024;

    /// <returns>Size, type and hash of what was stored; or why it was not, and then nothing is left behind.</returns>
    public async Task<Answer<Stored>> SaveAsync(Guid fileId, Stream content, OpenKey key, FileRule rule, CancellationToken ct)
    {
        Directory.CreateDirectory(settings.Folder);
        var unfinished = PathOf(fileId) + ".part";
        try
        {
            var answer = await WriteAsync(unfinished, fileId, content, key, rule, ct);
            if (!answer.IsRefused) File.Move(unfinished, PathOf(fileId));
            return answer;
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    /// <summary>The file as it was uploaded; null when it is not there any more.</summary>
    /// <exception cref="CryptographicException">The stored bytes were changed.</exception>
    public async Task<Stream?> OpenAsync(Guid fileId, OpenKey key, CancellationToken ct)
    {
        if (!File.Exists(PathOf(fileId))) return null;
        await using var stored = File.OpenRead(PathOf(fileId));
        var plain = new MemoryStream();         // at most FileRule.MaxBytes
        var length = new byte[4];
        for (var number = 0; ; number++)
        {
            await stored.ReadExactlyAsync(length, ct);
            var box = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
            await stored.ReadExactlyAsync(box, ct);
            var isLast = stored.Position == stored.Length;
            plain.Write(key.OpenBytes(box, Label(fileId, number, isLast)));
            if (isLast) break;
        }

        plain.Position = 0;
        return plain;
    }

    public void Remove(Guid fileId) => File.Delete(PathOf(fileId));

    private static async Task<Answer<Stored>> WriteAsync(string path, Guid fileId, Stream content, OpenKey key, FileRule rule, CancellationToken ct)
    {
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (current, next) = (new byte[ChunkLength], new byte[ChunkLength]);
        var filled = await content.ReadAtLeastAsync(current, ChunkLength, throwOnEndOfStream: false, ct);
        if (filled == 0) return new Refusal("File.Empty");

        var type = FileTypes.Detect(current.AsSpan(0, Math.Min(filled, FileTypes.BytesNeeded)));
        if (type is null || !rule.Types.Contains(type)) return rule.WrongType;

        long size = 0;
        for (var number = 0; filled > 0; number++)
        {
            size += filled;
            if (size > rule.MaxBytes) return new Refusal("File.TooLarge", $"{rule.MaxBytes / 1024 / 1024}");
            var following = filled < ChunkLength ? 0 : await content.ReadAtLeastAsync(next, ChunkLength, throwOnEndOfStream: false, ct);
            var box = key.Seal(current.AsSpan(0, filled), Label(fileId, number, isLast: following == 0));
            var length = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, box.Length);
            foreach (var part in new[] { length, box })
            {
                hash.AppendData(part);
                await file.WriteAsync(part, ct);
            }

            (current, next) = (next, current);
            filled = following;
        }

        await file.FlushAsync(ct);
        file.Flush(flushToDisk: true);
        return new Stored(size, type, hash.GetHashAndReset());
    }

    private static string Label(Guid fileId, int number, bool isLast) => new StringBuilder("file/").Append(fileId.ToString("N")).Append('/').Append(number)
        .Append(isLast ? "/last" : "/more").ToString();

    private string PathOf(Guid fileId) => Path.Combine(settings.Folder, fileId.ToString("N"));
}

/// <param name="Size">Bytes as uploaded.</param>
/// <param name="Sha256">Of the ciphertext.</param>
public sealed record Stored(long Size, string ContentType, byte[] Sha256);

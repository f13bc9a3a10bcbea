using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Batumi.Workflows.Application.Primitives;

namespace Batumi.Workflows.Application.Keys;

/// <summary>Where the master key lives: outside the database and outside the data folder, so that a copy of either opens nothing.</summary>
public sealed record KeySettings(string Folder, bool CreateIfMissing);

/// <summary>
/// The keys that wrap every other key, read once from files <c>master-N.key</c>; the highest number wraps, all unwrap, so a rotation needs no
/// stop. The number index uses a separate key, <c>lookup.key</c>.
/// </summary>
public sealed class MasterKeys
{
    private const int KeyLength = 32, NonceLength = 12, TagLength = 16, HeaderLength = 4;
    private readonly SortedDictionary<int, byte[]> keys;
    private readonly byte[] lookup;

    private MasterKeys(SortedDictionary<int, byte[]> keys, byte[] lookup)
    {
        this.keys = keys;
        this.lookup = lookup;
    }

    public int CurrentVersion => keys.Keys.Last();

    /// <exception cref="SettingsException">No key, a damaged key, or a key folder inside the data folder: the site must not start.</exception>
    public static MasterKeys Open(KeySettings settings, string dataFolder)
    {
        var folder = Path.GetFullPath(settings.Folder);
        if (IsSameOrInside(folder, Path.GetFullPath(dataFolder)))
            throw new SettingsException($"Keys:Folder ({folder}) lies in Data:Folder ({dataFolder}). A copy of the data folder would carry the key that opens it. Set Keys:Folder to a folder outside.");

        if (settings.CreateIfMissing && !Directory.Exists(folder)) Directory.CreateDirectory(folder);
        if (settings.CreateIfMissing && Directory.GetFiles(folder, "master-*.key").Length == 0)
        {
            WriteNew(Path.Combine(folder, "master-1.key"));
            if (!File.Exists(Path.Combine(folder, "lookup.key"))) WriteNew(Path.Combine(folder, "lookup.key"));
        }

        var keys = new SortedDictionary<int, byte[]>();
        foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder, "master-*.key") : [])
            keys.Add(int.Parse(Path.GetFileNameWithoutExtension(file)["master-".Length..], CultureInfo.InvariantCulture), Read(file));
        if (keys.Count == 0) throw new SettingsException($"No master key found in Keys:Folder ({folder}). Set Keys:Folder to the folder that holds master-1.key and lookup.key; for a new installation set Keys:Create to true once.");

        return new(keys, Read(Path.Combine(folder, "lookup.key")));
    }

    private static bool IsSameOrInside(string inner, string outer)
    {
        var path = Path.GetRelativePath(outer, inner);
        return path == "." || (path != ".." && !path.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal) && !Path.IsPathRooted(path));
    }

    /// <summary>Adds the next master key to the folder; the caller then wraps the stored keys anew.</summary>
    public static int AddNext(string folder)
    {
        var next = 1 + Directory.GetFiles(folder, "master-*.key")
            .Max(file => int.Parse(Path.GetFileNameWithoutExtension(file)["master-".Length..], CultureInfo.InvariantCulture));
        WriteNew(Path.Combine(folder, $"master-{next}.key"));
        return next;
    }

    /// <summary>Layout: master version (4 bytes), nonce, tag, ciphertext. The label is authenticated: a value moved to another place does not open.</summary>
    public byte[] Wrap(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> label)
    {
        var sealedBytes = new byte[HeaderLength + NonceLength + TagLength + plain.Length];
        BinaryPrimitives.WriteInt32BigEndian(sealedBytes, CurrentVersion);
        AesGcmBox.Seal(keys[CurrentVersion], plain, label, sealedBytes.AsSpan(HeaderLength));
        return sealedBytes;
    }

    /// <exception cref="CryptographicException">Wrong key, wrong label or changed bytes.</exception>
    public byte[] Unwrap(ReadOnlySpan<byte> wrapped, ReadOnlySpan<byte> label)
    {
        var version = VersionOf(wrapped);
        if (!keys.TryGetValue(version, out var key)) throw new CryptographicException($"Master key {version} is not in the key folder.");
        return AesGcmBox.Open(key, wrapped[HeaderLength..], label);
    }

    public static int VersionOf(ReadOnlySpan<byte> wrapped) => BinaryPrimitives.ReadInt32BigEndian(wrapped);

    /// <summary>Finds equal values without telling them: HMAC-SHA-256 under the lookup key.</summary>
    public byte[] Index(ReadOnlySpan<byte> value) => HMACSHA256.HashData(lookup, value);

    private static byte[] Read(string file)
    {
        if (!File.Exists(file)) throw new SettingsException($"The key file {Path.GetFileName(file)} is missing from Keys:Folder.");
        var key = new byte[KeyLength];
        var text = File.ReadAllText(file).Trim();
        if (!Convert.TryFromBase64String(text, key, out var length) || length != KeyLength)
            throw new SettingsException($"The key file {Path.GetFileName(file)} does not hold 32 bytes in base 64.");
        return key;
    }

    private static void WriteNew(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(new FileStream(file, options));
        writer.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyLength)));
    }
}

/// <summary>AES-256-GCM with a random nonce; layout nonce, tag, ciphertext.</summary>
internal static class AesGcmBox
{
    private const int NonceLength = 12, TagLength = 16;
    public const int Overhead = NonceLength + TagLength;

    public static void Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> label, Span<byte> into)
    {
        RandomNumberGenerator.Fill(into[..NonceLength]);
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(into[..NonceLength], plain, into[Overhead..], into[NonceLength..Overhead], label);
    }

    public static byte[] Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> box, ReadOnlySpan<byte> label)
    {
        if (box.Length < Overhead) throw new CryptographicException("The encrypted value is cut short.");
        var plain = new byte[box.Length - Overhead];
        using var aes = new AesGcm(key, TagLength);
        aes.Decrypt(box[..NonceLength], box[Overhead..], box[NonceLength..Overhead], plain, label);
        return plain;
    }
}

using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Batumi.Workflows.Application.Primitives;

namespace Batumi.Workflows.Application.Keys;

/// <summary>Where the master key lives: outside the database and outside the data folder, so that a copy of either opens nothing.</summary>
public sealed record KeySettings(string Folder, bool CreateIfMissing);

/// <summary>
/// The keys that wrap every other key, read from files <c>master-N.key</c>; the highest number wraps, all unwrap. A key that is added while the site runs
/// is taken up by itself, so a rotation needs no stop. The number index uses a separate key, <c>lookup.key</c>.
/// </summary>
public sealed class MasterKeys
{
    private const int KeyLength = 32, NonceLength = 12, TagLength = 16, HeaderLength = 4;
    private readonly string folder;
    private readonly byte[] lookup;
    private volatile SortedDictionary<int, byte[]> keys;       // never changed, only replaced

    private MasterKeys(string folder)
    {
        this.folder = folder;
        keys = ReadAll(folder);
        lookup = Read(Path.Combine(folder, "lookup.key"));
    }

    public int CurrentVersion => Newest().Version;

    /// <exception cref="SettingsException">No key, a damaged key, or a key folder inside the data folder: the site must not start.</exception>
    public static MasterKeys Open(KeySettings settings, string dataFolder)
    {
        var folder = Path.GetFullPath(settings.Folder);
        if (IsSameOrInside(folder, Path.GetFullPath(dataFolder)))
            throw new SettingsException($"Keys:Folder ({folder}) lies in Data:Folder ({dataFolder}). A copy of the data folder would carry the key that opens it. Set Keys:Folder to a folder outside.");

        if (settings.CreateIfMissing && !Directory.Exists(folder)) Directory.CreateDirectory(folder);
        if (settings.CreateIfMissing && Versions(folder).Count == 0)
        {
            WriteNew(KeyFile(folder, 1));
            if (!File.Exists(Path.Combine(folder, "lookup.key"))) WriteNew(Path.Combine(folder, "lookup.key"));
        }

        return new(folder);
    }

    private static SortedDictionary<int, byte[]> ReadAll(string folder)
    {
        var keys = new SortedDictionary<int, byte[]>(Versions(folder).ToDictionary(version => version, version => Read(KeyFile(folder, version))));
        if (keys.Count == 0) throw new SettingsException($"No master key found in Keys:Folder ({folder}). Set Keys:Folder to the folder that holds master-1.key and lookup.key; for a new installation set Keys:Create to true once.");
        return keys;
    }

    private static List<int> Versions(string folder) => !Directory.Exists(folder) ? [] :
    [
        .. Directory.GetFiles(folder, "master-*.key").Select(file => Path.GetFileNameWithoutExtension(file)["master-".Length..])
            .Where(number => number.All(char.IsAsciiDigit)).Select(number => int.Parse(number, CultureInfo.InvariantCulture)),
    ];

    private static string KeyFile(string folder, int version) => Path.Combine(folder, $"master-{version}.key");

    // The folder is asked each time: a site that went on wrapping by the key before would leave values behind that a finished rotation never sees.
    private (int Version, byte[] Key) Newest()
    {
        var known = keys;
        if (Versions(folder).Any(version => version > known.Keys.Last())) known = keys = ReadAll(folder);
        var newest = known.Last();
        return (newest.Key, newest.Value);
    }

    /// <param name="inner">A whole path, as the other.</param>
    internal static bool IsSameOrInside(string inner, string outer)
    {
        var path = Path.GetRelativePath(outer, inner);
        return path == "." || (path != ".." && !path.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal) && !Path.IsPathRooted(path));
    }

    /// <summary>Adds the next master key to the folder; the caller then wraps the stored keys anew.</summary>
    public static int AddNext(string folder)
    {
        var next = 1 + Versions(folder).Max();
        WriteNew(KeyFile(folder, next));
        return next;
    }

    /// <summary>Layout: master version (4 bytes), nonce, tag, ciphertext. The label is authenticated: a value moved to another place does not open.</summary>
    public byte[] Wrap(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> label)
    {
        var (version, key) = Newest();
        var sealedBytes = new byte[HeaderLength + NonceLength + TagLength + plain.Length];
        BinaryPrimitives.WriteInt32BigEndian(sealedBytes, version);
        AesGcmBox.Seal(key, plain, label, sealedBytes.AsSpan(HeaderLength));
        return sealedBytes;
    }

    /// <exception cref="CryptographicException">Wrong key, wrong label or changed bytes.</exception>
    public byte[] Unwrap(ReadOnlySpan<byte> wrapped, ReadOnlySpan<byte> label)
    {
        var (version, known) = (VersionOf(wrapped), keys);
        if (!known.ContainsKey(version)) known = keys = ReadAll(folder);
        if (!known.TryGetValue(version, out var key)) throw new CryptographicException($"Master key {version} is not in the key folder.");
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

    // Written beside and moved, so that a running site never reads half a key.
    private static void WriteNew(string file)
    {
        var unfinished = file + ".part";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(new FileStream(unfinished, options))) writer.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyLength)));
        File.Move(unfinished, file);
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

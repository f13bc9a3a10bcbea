using System.Security.Cryptography;
using System.Text;
using Batumi.Workflows.Application.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Batumi.Workflows.Application.Keys;

/// <summary>The key of one person's data in one case, wrapped by the master key. Erasing the person from the case destroys it.</summary>
public sealed class CaseKey
{
    public const int PersonLength = 40;

    /// <summary>The person the case is about.</summary>
    public const string Applicant = "applicant";

    /// <summary>The person of an account, in letters about it; the account stands in the place of the case.</summary>
    public const string AccountHolder = "account";

    public required Guid CaseId { get; init; }
    public required string Person { get; init; }

    /// <summary>Null once destroyed.</summary>
    public byte[]? Wrapped { get; set; }

    public required DateTime CreatedAtUtc { get; init; }
    public DateTime? DestroyedAtUtc { get; set; }
}

internal sealed class CaseKeyMapping : IEntityTypeConfiguration<CaseKey>
{
    public void Configure(EntityTypeBuilder<CaseKey> key)
    {
        key.ToTable("case_keys");
        key.HasKey(k => new { k.CaseId, k.Person });
        key.Property(k => k.Person).HasMaxLength(CaseKey.PersonLength);
        key.Property(k => k.Wrapped).HasMaxLength(128).IsConcurrencyToken();   // a rotation never brings back a key that was destroyed meanwhile
    }
}

/// <summary>Opens and closes what append-only rows hold of a person: journal payloads, letters, files.</summary>
public sealed class CaseKeys(CityDb db, MasterKeys master, TimeProvider time)
{
    /// <summary>The person's key in the case; null when there is none or when it was destroyed.</summary>
    public async Task<OpenKey?> OpenAsync(Guid caseId, string person, CancellationToken ct)
    {
        var row = db.Set<CaseKey>().Local.FirstOrDefault(k => k.CaseId == caseId && k.Person == person)
            ?? await db.Set<CaseKey>().AsNoTracking().FirstOrDefaultAsync(k => k.CaseId == caseId && k.Person == person, ct);
        return Open(row);
    }

    /// <summary>A key that was loaded with other rows; null when there is none or when it was destroyed.</summary>
    public OpenKey? Open(CaseKey? row) => row?.Wrapped is null ? null : new OpenKey(master.Unwrap(row.Wrapped, Label(row.CaseId, row.Person)));

    /// <summary>A new key, saved with the caller's step.</summary>
    public OpenKey Create(Guid caseId, string person)
    {
        var key = RandomNumberGenerator.GetBytes(32);
        db.Add(new CaseKey { CaseId = caseId, Person = person, Wrapped = master.Wrap(key, Label(caseId, person)), CreatedAtUtc = Primitives.Clock.NowUtc(time) });
        return new OpenKey(key);
    }

    /// <summary>Destroys every key of the case, with the caller's save: what they sealed can never be read again.</summary>
    public async Task DestroyAsync(Guid caseId, CancellationToken ct)
    {
        foreach (var key in await db.Set<CaseKey>().Where(k => k.CaseId == caseId && k.Wrapped != null).ToListAsync(ct))
        {
            key.Wrapped = null;
            key.DestroyedAtUtc = Primitives.Clock.NowUtc(time);
        }
    }

    internal static byte[] Label(Guid caseId, string person) => Encoding.UTF8.GetBytes($"case-key/{caseId:N}/{person}");
}

/// <summary>An unwrapped key, for the length of one step.</summary>
public sealed class OpenKey(byte[] key)
{
    /// <param name="label">Where the value belongs, such as <c>journal/RUN/3</c>; opening elsewhere fails.</param>
    public byte[] Seal(string plain, string label) => Seal(Encoding.UTF8.GetBytes(plain), label);

    public byte[] Seal(ReadOnlySpan<byte> plain, string label)
    {
        var box = new byte[plain.Length + AesGcmBox.Overhead];
        AesGcmBox.Seal(key, plain, Encoding.UTF8.GetBytes(label), box);
        return box;
    }

    /// <exception cref="CryptographicException">Another key, another place, or changed bytes.</exception>
    public string Open(ReadOnlySpan<byte> box, string label) => Encoding.UTF8.GetString(OpenBytes(box, label));

    public byte[] OpenBytes(ReadOnlySpan<byte> box, string label) => AesGcmBox.Open(key, box, Encoding.UTF8.GetBytes(label));
}

using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Batumi.Workflows.Application.Register;

/// <summary>A decision that the city gave out, and the code by which anybody who holds it can check it. Says nothing of the person, and outlives them.</summary>
public sealed class IssuedDocument
{
    public required Guid CaseId { get; init; }

    /// <summary>The step that decided.</summary>
    public required int Turn { get; init; }

    public required string Outcome { get; init; }
    public required DateTime IssuedAtUtc { get; init; }

    /// <summary>The end of its validity, when it has one.</summary>
    public DateTime? ValidUntilUtc { get; init; }

    /// <summary>When the case was opened again, so that the document holds no longer.</summary>
    public DateTime? EndedAtUtc { get; set; }

    /// <summary>HMAC of number and code under the lookup key, which no rotation changes.</summary>
    public required byte[] CodeHash { get; init; }

    /// <summary>The code, sealed by the case's key: shown again to who may read the case, unreadable once the person is erased.</summary>
    public required byte[] CodeCipher { get; init; }
}

internal sealed class IssuedDocumentMapping : IEntityTypeConfiguration<IssuedDocument>
{
    public void Configure(EntityTypeBuilder<IssuedDocument> document)
    {
        document.ToTable("issued_documents");
        document.HasKey(d => new { d.CaseId, d.Turn });
        document.Property(d => d.Outcome).HasMaxLength(40);
        document.Property(d => d.CodeHash).HasMaxLength(32);
        document.Property(d => d.CodeCipher).HasMaxLength(100);
        document.HasIndex(d => d.CodeHash).IsUnique();        // the page that checks
    }
}

/// <summary>Codes printed on documents: 10 signs of an alphabet of 31 without look-alikes, 49 bits, tried no faster than the page allows. They open no case.</summary>
public static class CheckCodes
{
    private const string Alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    private const int Length = 10;

    /// <summary>Such as <c>7KD3P-XM4RT</c>.</summary>
    public static string Draw() => RandomNumberGenerator.GetString(Alphabet, Length).Insert(Length / 2, "-");

    /// <summary>The code as it is printed, whatever spaces, dashes or small letters it was typed with; null when it cannot be one.</summary>
    public static string? Read(string? typed)
    {
        var plain = new string([.. (typed ?? "").ToUpperInvariant().Where(char.IsLetterOrDigit)]);
        return plain.Length == Length && plain.All(Alphabet.Contains) ? plain.Insert(Length / 2, "-") : null;
    }
}

using Batumi.Workflows.Application.Keys;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Batumi.Workflows.Application.Notifications;

/// <param name="PublicUrl">Address of the site as citizens type it, for links in letters; without a slash at the end.</param>
public sealed record SiteSettings(string PublicUrl);

/// <summary>A letter to be sent, written in the commit of the step that wants it; a worker sends it later. What it says is sealed by the key of its case or account.</summary>
public sealed class Letter
{
    public const int IdLength = 60;

    /// <summary>Begins the number of a letter that belongs to the case's term rather than to its definition.</summary>
    public const string OfTerm = "term";

    /// <summary>Begins the number of an e-mail whose words the definition has.</summary>
    public const string OfMail = "mail";

    /// <summary>Begins the id of a letter that belongs to an account and to no case.</summary>
    public const string OfAccount = "account/";

    /// <summary>Ends the id of a text message: the letter that it stands beside, and this.</summary>
    public const string OfText = "/sms";

    /// <summary>Run, turn and number within the turn: a second delivery carries the same key.</summary>
    public required string Id { get; init; }

    /// <summary>The case; of a letter of an account, the account.</summary>
    public required Guid CaseId { get; init; }

    public LetterChannel Channel { get; init; }
    public required string Template { get; init; }
    public required int TemplateVersion { get; init; }
    public required string Language { get; init; }

    /// <summary>Who it is for, without a name: <c>applicant</c>, <c>unit:MSA</c>.</summary>
    public required string To { get; init; }

    public required byte[]? AddressCipher { get; init; }
    public required byte[] SubjectCipher { get; init; }
    public required byte[] BodyCipher { get; init; }
    public required LetterStatus Status { get; set; }
    public int Attempts { get; set; }
    public required DateTime CreatedAtUtc { get; init; }

    /// <summary>When the worker shall try it next.</summary>
    public required DateTime DueAtUtc { get; set; }

    public Guid? ClaimedBy { get; set; }
    public DateTime? ClaimedUntilUtc { get; set; }
    public DateTime? SentAtUtc { get; set; }

    /// <summary>The server's answer, without addresses.</summary>
    public string? LastError { get; set; }

    public bool IsOfAccount => Id.StartsWith(OfAccount, StringComparison.Ordinal);

    /// <summary>Whose key seals it.</summary>
    internal string Person => IsOfAccount ? CaseKey.AccountHolder : CaseKey.Applicant;

    internal string Label(string part) => $"letter/{Id}/{part}";
}

/// <summary>Waiting to be sent; sent; refused for good; nobody to send it to (it can be read on the case's page); a text message that the applicant no longer wants.</summary>
public enum LetterStatus { Waiting, Sent, Failed, NoAddress, Stopped }

public enum LetterChannel { Mail, Text }

internal sealed class LetterMapping : IEntityTypeConfiguration<Letter>
{
    public void Configure(EntityTypeBuilder<Letter> letter)
    {
        letter.ToTable("letters");
        letter.Ignore(l => l.IsOfAccount).Ignore(l => l.Person);
        letter.Property(l => l.Id).HasMaxLength(Letter.IdLength);
        letter.Property(l => l.Channel).HasDefaultValue(LetterChannel.Mail);
        letter.Property(l => l.Template).HasMaxLength(100);
        letter.Property(l => l.Language).HasMaxLength(2);
        letter.Property(l => l.To).HasMaxLength(60);
        letter.Property(l => l.LastError).HasMaxLength(500);
        letter.HasIndex(l => new { l.Status, l.DueAtUtc });     // the worker: due first
        letter.HasIndex(l => l.CaseId);                         // the case page
    }
}

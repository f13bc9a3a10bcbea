using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Identity;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Engine.Definitions;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Publishing;

/// <summary>One thing of <c>workflows/</c> as the admin's list shows it.</summary>
/// <param name="By">Who published the latest version or put it aside; null when nobody did.</param>
/// <param name="NeedsAttention">A newer version is broken, or waits as a draft.</param>
public sealed record PublicationLine(
    string Kind, string Key, int? PublishedVersion, int LatestVersion, PublicationStatus LatestStatus, PublicationOrigin LatestOrigin, string? By, DateTime AtUtc, string? Notice,
    bool NeedsAttention);

public sealed record PublicationDetail(string Kind, string Key, IReadOnlyList<PublicationVersion> Versions, IReadOnlyList<DiffLine> Diff, IReadOnlyList<RemarkView> Remarks);

/// <param name="WrittenBy">Whoever wrote its content last; null: a file, a machine.</param>
/// <param name="By">Whoever put it in force or aside.</param>
public sealed record PublicationVersion(
    int Version, PublicationStatus Status, PublicationOrigin Origin, string? WrittenBy, string? By, string FileName, DateTime AtUtc, DateTime? PublishedAtUtc, string? Notice,
    string? Reason, string Content, IReadOnlyList<DefinitionError> Errors);

public sealed record RemarkView(int Version, string By, DateTime AtUtc, string Text);

/// <summary>A text that an administrator wants in force.</summary>
/// <param name="BasedOn">The newest version when the page was opened: if there is a newer one by now, the text is refused.</param>
/// <param name="Reason">Why, in their words.</param>
/// <param name="Intent">Of the form: sent twice, it publishes once.</param>
public sealed record NewVersion(string Kind, string Key, int BasedOn, string Content, string? Reason, IntentKey Intent);

/// <param name="Errors">What is wrong with the text; a text that can be read has none.</param>
/// <param name="Diff">What it changes in the version in force.</param>
/// <param name="Newest">Number of the newest version there is.</param>
public sealed record TextCheck(IReadOnlyList<DefinitionError> Errors, IReadOnlyList<DiffLine> Diff, int Newest);

/// <summary>The register of everything a municipality edits: what is in force, what waits, what is broken.</summary>
public sealed class Publications(CityDb db, IEnumerable<ContentKind> kinds, IEnumerable<IContentRule> rules, PublishingSettings settings, Published published, TimeProvider time)
{
    public async Task<IReadOnlyList<PublicationLine>> ListAsync(CancellationToken ct)
    {
        var rows = await db.Set<Publication>().AsNoTracking()
            .Select(p => new { p.Kind, p.Key, p.Version, p.Status, p.Origin, p.ByAccountId, p.AtUtc, p.Notice }).ToListAsync(ct);
        var people = await PeopleAsync(rows.Select(r => r.ByAccountId), ct);
        return [.. rows.GroupBy(r => (r.Kind, r.Key)).OrderBy(g => g.Key.Kind, StringComparer.Ordinal).ThenBy(g => g.Key.Key, StringComparer.Ordinal).Select(g =>
        {
            var last = g.MaxBy(r => r.Version)!;
            var inForce = g.Where(r => r.Status == PublicationStatus.Published).Max(r => (int?)r.Version);
            return new PublicationLine(g.Key.Kind, g.Key.Key, inForce, last.Version, last.Status, last.Origin, people(last.ByAccountId), last.AtUtc, last.Notice,
                last.Status is PublicationStatus.Draft or PublicationStatus.Broken);
        })];
    }

    public async Task<PublicationDetail?> GetAsync(string kind, string key, CancellationToken ct)
    {
        var rows = await db.Set<Publication>().AsNoTracking().Where(p => p.Kind == kind && p.Key == key).OrderByDescending(p => p.Version).ToListAsync(ct);
        if (rows.Count == 0) return null;

        var remarks = await db.Set<PublicationRemark>().AsNoTracking().Where(r => r.Kind == kind && r.Key == key).OrderBy(r => r.AtUtc).ToListAsync(ct);
        var people = await PeopleAsync(rows.SelectMany(r => new[] { r.ByAccountId, r.WrittenByAccountId }).Concat(remarks.Select(r => (Guid?)r.ByAccountId)), ct);
        var versions = rows.ConvertAll(r => new PublicationVersion(r.Version, r.Status, r.Origin, people(r.WrittenByAccountId), people(r.ByAccountId), r.FileName, r.AtUtc, r.PublishedAtUtc, r.Notice, r.Reason, r.Content,
            r.Errors is null ? [] : JsonSerializer.Deserialize<List<DefinitionError>>(r.Errors) ?? []));
        var inForce = versions.Find(v => v.Status == PublicationStatus.Published);
        var waiting = versions[0].Status is PublicationStatus.Draft or PublicationStatus.Broken ? versions[0] : null;
        return new(kind, key, versions, inForce is null || waiting is null ? [] : LineDiff.Between(inForce.Content, waiting.Content),
            remarks.ConvertAll(r => new RemarkView(r.Version, people(r.ByAccountId) ?? "", r.AtUtc, r.Text)));
    }

    /// <summary>Reads a text as it would be read if it were published; null when there is no such publication.</summary>
    public async Task<TextCheck?> CheckAsync(string kind, string key, string content, CancellationToken ct)
    {
        if (await GetAsync(kind, key, ct) is not { Versions: [var newest, ..] versions }) return null;
        var text = content.ReplaceLineEndings("\n");
        var (read, errors) = Read(kind, text, newest.FileName);
        var inForce = versions.FirstOrDefault(v => v.Status == PublicationStatus.Published) ?? newest;
        if (read is not null) errors = await rules.FlawsAsync(kind, key, text, newest.FileName, ct);
        return new(errors, LineDiff.Between(inForce.Content, text), newest.Version);
    }

    /// <summary>An admin's own text: checked, and published as the next version or, where another person must do that, kept as a draft.</summary>
    /// <returns>What it is now.</returns>
    public async Task<Answer<PublicationStatus>> PublishAsync(NewVersion wanted, Actor by, CancellationToken ct)
    {
        if (!wanted.Intent.IsValid) return new Refusal("Intent.Invalid");
        if (Reason(wanted.Reason) is { IsRefused: true } unreasoned) return unreasoned.Refused!;
        if (await rules.RefusesAsync(wanted.Kind, wanted.Key, by, ct) is { } notTheirs) return notTheirs;
        var id = Guid.ParseExact(wanted.Intent.Value, "N");         // a version carries the key of the form that made it
        var versions = await db.Set<Publication>().AsNoTracking().Where(p => p.Kind == wanted.Kind && p.Key == wanted.Key).OrderBy(p => p.Version).ToListAsync(ct);
        if (versions is not [.., var newest]) return new Refusal("Publication.NotFound", wanted.Key);

        var status = settings.SecondPerson ? PublicationStatus.Draft : PublicationStatus.Published;
        var text = wanted.Content.ReplaceLineEndings("\n");
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        if (versions.Exists(v => v.Id == id && v.ContentHash == hash)) return status;
        if (newest.Version != wanted.BasedOn) return Stale(newest.Version);
        if (newest.Status == PublicationStatus.Published && newest.ContentHash == hash) return new Refusal("Publication.Unchanged");
        var (read, errors) = Read(wanted.Kind, text, newest.FileName);
        if (read is not null) errors = await rules.FlawsAsync(wanted.Kind, wanted.Key, text, newest.FileName, ct);
        if (errors.Count > 0) return new Refusal("Publication.Broken", errors[0].Message);

        var now = time.NowUtc();
        db.Add(new Publication
        {
            Id = id, Kind = wanted.Kind, Key = wanted.Key, Version = newest.Version + 1, Content = text, ContentHash = hash, Origin = PublicationOrigin.Admin,
            Status = status, FileName = newest.FileName, AtUtc = now, PublishedAtUtc = status == PublicationStatus.Published ? now : null, ByAccountId = by.AccountId,
            WrittenByAccountId = by.AccountId, Reason = wanted.Reason!.Trim(), Name = newest.Name, Notice = settings.SecondPerson ? SecondPersonAwaited : null,
        });
        if (await SaveAsync(ct) is null) return status;
        var winner = await db.Set<Publication>().AsNoTracking().FirstAsync(p => p.Kind == wanted.Kind && p.Key == wanted.Key && p.Version == newest.Version + 1, ct);
        return winner.Id == id && winner.ContentHash == hash ? status : Stale(winner.Version);
    }

    /// <summary>Puts a waiting draft in force. A draft older than what is in force is refused.</summary>
    /// <param name="reason">Why; may stay empty when whoever wrote it has said so.</param>
    public async Task<Refusal?> PublishDraftAsync(string kind, string key, int version, string? reason, Actor by, CancellationToken ct)
    {
        if (await rules.RefusesAsync(kind, key, by, ct) is { } notTheirs) return notTheirs;
        var rows = await db.Set<Publication>().Where(p => p.Kind == kind && p.Key == key).OrderByDescending(p => p.Version).ToListAsync(ct);
        var draft = rows.Find(r => r.Version == version);
        if (draft is null) return new("Publication.NotFound", key);
        if (draft.Status != PublicationStatus.Draft || rows[0].Version != version) return new("Publication.NotADraft", key);
        if (settings.Refuses(draft.WrittenByAccountId, by) is { } notAlone) return notAlone;
        if (Reason(string.IsNullOrWhiteSpace(reason) ? draft.Reason : reason) is var said && said.IsRefused) return said.Refused;
        var (read, errors) = Read(kind, draft.Content, draft.FileName);
        if (read is null) return new("Publication.Broken", errors[0].Message);
        var flaws = await rules.FlawsAsync(kind, key, draft.Content, draft.FileName, ct);
        if (flaws.Count > 0) return new("Publication.Broken", flaws[0].Message);
        draft.Status = PublicationStatus.Published;
        (draft.PublishedAtUtc, draft.ByAccountId) = (time.NowUtc(), by.AccountId);
        (draft.Notice, draft.Reason) = (null, said.Value);
        return await SaveAsync(ct);
    }

    /// <summary>Puts a waiting draft aside; its file is not taken again until its content changes.</summary>
    public async Task<Refusal?> DiscardDraftAsync(string kind, string key, int version, Actor by, CancellationToken ct)
    {
        if (await rules.RefusesAsync(kind, key, by, ct) is { } notTheirs) return notTheirs;
        var draft = await db.Set<Publication>().FirstOrDefaultAsync(p => p.Kind == kind && p.Key == key && p.Version == version, ct);
        if (draft is null) return new("Publication.NotFound", key);
        if (draft.Status is not (PublicationStatus.Draft or PublicationStatus.Broken)) return new("Publication.NotADraft", key);
        (draft.Status, draft.ByAccountId) = (PublicationStatus.Discarded, by.AccountId);
        return await SaveAsync(ct);
    }

    /// <summary>Says afterwards why a version was made: what was put in force from the designer has no reason yet.</summary>
    public async Task<Refusal?> ExplainAsync(string kind, string key, int version, string? reason, Actor by, CancellationToken ct)
    {
        if (await rules.RefusesAsync(kind, key, by, ct) is { } notTheirs) return notTheirs;
        if (Reason(reason) is var said && said.IsRefused) return said.Refused;
        var row = await db.Set<Publication>().FirstOrDefaultAsync(p => p.Kind == kind && p.Key == key && p.Version == version, ct);
        if (row is null) return new("Publication.NotFound", key);
        if (row.Reason is { } before && before != said.Value) return new("Publication.Explained", before);
        row.Reason = said.Value;
        return await SaveAsync(ct);
    }

    /// <summary>Says something of a version to the other administrators.</summary>
    public async Task<Refusal?> RemarkAsync(string kind, string key, int version, string? text, IntentKey intent, Actor by, CancellationToken ct)
    {
        if (!intent.IsValid) return new("Intent.Invalid");
        if (string.IsNullOrWhiteSpace(text)) return new("Publication.NoRemark");
        if (text.Trim().Length > PublicationRemark.TextLength) return new("Publication.RemarkLength", $"{PublicationRemark.TextLength}");
        if (by.AccountId is not { } account || !await db.Set<Publication>().AnyAsync(p => p.Kind == kind && p.Key == key && p.Version == version, ct)) return new("Publication.NotFound", key);
        var id = Guid.ParseExact(intent.Value, "N");
        if (await db.Set<PublicationRemark>().AnyAsync(r => r.Id == id, ct)) return null;
        db.Add(new PublicationRemark { Id = id, Kind = kind, Key = key, Version = version, ByAccountId = account, AtUtc = time.NowUtc(), Text = text.Trim().ReplaceLineEndings("\n") });
        return await SaveAsync(ct);
    }

    /// <summary>A draft that another person may put in force.</summary>
    public const string SecondPersonAwaited = "Publication.Notice.SecondPerson";

    private static Answer<string> Reason(string? text) => text?.Trim() switch
    {
        null or "" => new Refusal("Publication.NoReason"),
        { Length: > Publication.ReasonLength } => new Refusal("Publication.ReasonLength", $"{Publication.ReasonLength}"),
        var said => said,
    };

    private static Refusal Stale(int newest) => new("Publication.Stale", newest.ToString(CultureInfo.InvariantCulture));

    private (object? Content, IReadOnlyList<DefinitionError> Errors) Read(string kind, string text, string fileName) => kinds.First(k => k.Name == kind).Read(text, fileName);

    private async Task<Func<Guid?, string?>> PeopleAsync(IEnumerable<Guid?> accounts, CancellationToken ct)
    {
        var ids = accounts.OfType<Guid>().Distinct().ToList();
        var names = await db.Set<Account>().Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.DisplayName, ct);
        return id => id is { } known ? names.GetValueOrDefault(known) : null;
    }

    private async Task<Refusal?> SaveAsync(CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            return new("Publication.ChangedMeanwhile");
        }

        published.Refresh();
        return null;
    }
}

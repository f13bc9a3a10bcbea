using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Calendar;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Files;
using Batumi.Workflows.Application.Forms;
using Batumi.Workflows.Application.Keys;
using Batumi.Workflows.Application.Notifications;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Register;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Engine;
using Batumi.Workflows.Engine.State;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Requests;

/// <summary>A case that may be erased, without anything of its person.</summary>
public sealed record ErasableCase(
    Guid CaseId, string Number, LocalizedText ServiceTitle, LocalizedText Stage, DateTime RegisteredAtUtc, DateTime? ClosedAtUtc, bool IsErased);

/// <summary>
/// Erases the person from a closed case: overwrites what lies plainly, destroys the key of what lies sealed, removes the files. The register, the
/// figures and the journal's chain stay whole.
/// </summary>
public sealed class Erasing(CityDb db, CaseKeys keys, FileVault vault, Published published, Names names, TimeProvider time)
{
    /// <summary>What an administrator sees of a case before erasing it: nothing of the person.</summary>
    public async Task<ErasableCase?> FindAsync(string? number, CancellationToken ct)
    {
        if (CaseNumbers.Read(number) is not { } read) return null;
        var c = await db.Set<Case>().AsNoTracking().FirstOrDefaultAsync(x => x.Number == read, ct);
        if (c is null) return null;
        var run = await db.Set<Run>().AsNoTracking().FirstAsync(r => r.Id == c.Id, ct);
        var texts = await names.TextsAsync(run.DefinitionId, run.DefinitionVersion, ct);
        return new(c.Id, c.Number, await names.ServiceAsync(c.ServiceKey, ct), texts?.Stage(c.Stage) ?? new(c.Stage, c.Stage), c.RegisteredAtUtc, c.ClosedAtUtc, c.ErasedAtUtc is not null);
    }

    public async Task<Refusal?> EraseAsync(Guid caseId, Actor actor, string why, CancellationToken ct)
    {
        var reason = PlainText.Lines(why);
        if (reason.Length == 0) return new("Erase.Why");
        if (reason.Length > JournalEntry.WhyLength) return new("Erase.WhyTooLong", $"{JournalEntry.WhyLength}");
        return await CarryOutAsync(caseId, actor, reason, ct);
    }

    /// <param name="why">Null: the time of keeping is over.</param>
    private async Task<Refusal?> CarryOutAsync(Guid caseId, Actor actor, string? why, CancellationToken ct)
    {
        for (var attempt = 0; attempt < 5; attempt++)
        {
            db.ChangeTracker.Clear();
            var c = await db.Set<Case>().FirstOrDefaultAsync(x => x.Id == caseId, ct);
            if (c is null) return new("Case.NotFound");
            if (c.ErasedAtUtc is not null) return null;
            if (c.ClosedAtUtc is null) return new("Erase.StillOpen");

            var files = await OverwriteAsync(c, actor, why, ct);
            try
            {
                await db.SaveChangesAsync(ct);
                foreach (var file in files) vault.Remove(file.Id);
                return null;
            }
            catch (DbUpdateConcurrencyException)
            {
                // A step of the same case was first: look again.
            }
        }

        return new("Case.Busy");
    }

    /// <summary>Erases cases whose retention has ended.</summary>
    /// <returns>How many.</returns>
    public async Task<int> EraseDueAsync(CancellationToken ct)
    {
        var now = time.NowUtc();
        var due = await db.Set<Case>().AsNoTracking().Where(c => c.RetainUntilUtc <= now && c.ErasedAtUtc == null).OrderBy(c => c.RetainUntilUtc).Select(c => c.Id).Take(100)
            .ToListAsync(ct);
        var erased = 0;
        foreach (var id in due)
        {
            if (await CarryOutAsync(id, Actor.System, why: null, ct) is null) erased++;
        }

        return erased;
    }

    private async Task<List<CaseFile>> OverwriteAsync(Case c, Actor actor, string? why, CancellationToken ct)
    {
        var now = time.NowUtc();
        var run = await db.Set<Run>().FirstAsync(r => r.Id == c.Id, ct);
        var structure = WorkflowState.FromJson(run.State).WithoutValues();
        run.State = structure.ToJson();
        run.IsErased = true;
        run.Turn++;
        run.Revision++;
        var entry = new JournalEntry
        {
            RunId = run.Id, Sequence = run.Turn, AtUtc = now, ActorKind = actor.Kind, ActorId = actor.AccountId, Kind = JournalKind.Erased, DefinitionId = run.DefinitionId,
            DefinitionVersion = run.DefinitionVersion, SemanticsVersion = Interpreter.SemanticsVersion,
            CalendarVersion = (await published.LatestAsync<WorkCalendar>(ContentKind.Calendar, WorkflowHost.CalendarKey, ct))?.Version ?? 0, Seed = 0, Events = "",
            PayloadCipher = null, ErasedBecause = why, StructureHash = SHA256.HashData(Encoding.UTF8.GetBytes(structure.Structure())), PreviousHash = run.LastHash,
        };
        run.LastHash = entry.Hash = entry.ComputeHash();
        db.Add(entry);

        var form = await published.VersionAsync<Form>(ContentKind.Form, c.FormKey, c.FormVersion, ct);
        var kept = form?.Facts(JsonNode.Parse(c.Answers)!.AsObject()) ?? [];
        c.Answers = kept.ToJsonString(JsonSerializerOptions.Web);
        (c.ApplicantAccountId, c.ApplicantName, c.ApplicantPhone, c.ApplicantEmail) = (null, null, null, null);
        c.TextsAgreedAtUtc = null;
        (c.Lat, c.Lon, c.Reason, c.SecretHash, c.SecretCipher, c.RetainUntilUtc) = (null, null, null, null, null, null);
        c.ErasedAtUtc = now;

        foreach (var task in await db.Set<WorkTask>().Where(t => t.RunId == c.Id && t.Payload != null).ToListAsync(ct)) task.Payload = null;
        foreach (var letter in await db.Set<Letter>().Where(l => l.CaseId == c.Id && l.Status == LetterStatus.Waiting).ToListAsync(ct)) letter.Status = LetterStatus.NoAddress;
        foreach (var incident in await db.Set<Incidents.Incident>().Where(i => i.CaseId == c.Id).ToListAsync(ct)) (incident.Detail, incident.SettledWhy) = ("", null);
        var files = await db.Set<CaseFile>().Where(f => f.CaseId == c.Id && f.RemovedAtUtc == null).ToListAsync(ct);
        foreach (var file in files) file.RemovedAtUtc = now;
        await keys.DestroyAsync(c.Id, ct);
        return files;
    }
}

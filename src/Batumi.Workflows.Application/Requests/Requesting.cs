using System.Text.Json;
using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Forms;
using Batumi.Workflows.Application.Keys;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Register;
using Batumi.Workflows.Application.Running;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Requests;

/// <summary>An unfinished request, kept on the server while a person answers page by page.</summary>
/// <param name="Id">Becomes the case's id when the request is filed.</param>
/// <param name="Token">What the browser's cookie holds; only its hash is stored.</param>
/// <param name="Answers">Answers so far, by field key.</param>
/// <param name="FormVersion">The version the draft began with; a form published meanwhile asks later drafts only.</param>
/// <param name="IsAtCounter">A clerk writes it for somebody else.</param>
public sealed record DraftView(Guid Id, string Token, string ServiceKey, string FormKey, int FormVersion, JsonObject Answers, IReadOnlyList<DraftFile> Files, bool IsAtCounter);

/// <summary>A draft in the list of its account.</summary>
public sealed record UnfinishedLine(Guid Id, string ServiceKey, LocalizedText ServiceTitle, DateTime BegunAtUtc, DateTime KeptUntilUtc);

/// <summary>A picture or paper of a draft, a task or a case.</summary>
public sealed record DraftFile(Guid Id, string FieldKey, string Name, long Size, string ContentType)
{
    public DateTime AtUtc { get; init; }

    /// <summary>The task that it was added in; null: it came with the request.</summary>
    public string? TaskId { get; init; }

    public bool ForStaff { get; init; }
    public Guid? ByAccountId { get; init; }

    /// <summary>Who of the staff added it; null: the applicant.</summary>
    public string? By { get; init; }

    internal static DraftFile Of(Files.CaseFile f, Keys.OpenKey key) =>
        new(f.Id, f.FieldKey, key.Open(f.NameCipher, f.NameLabel), f.Size, f.ContentType) { AtUtc = f.AtUtc, TaskId = f.TaskId, ForStaff = f.ForStaff, ByAccountId = f.ByAccountId };
}

/// <summary>What the receipt shows.</summary>
/// <param name="Secret">The code that, with the number, opens the case without an account.</param>
/// <param name="DueAtUtc">By when the city promises the next answer; null when the service sets no term.</param>
/// <param name="IsAtCounter">To be handed over by the clerk who filed it.</param>
public sealed record Receipt(Guid CaseId, string Number, string Secret, DateTime RegisteredAtUtc, DateTime? DueAtUtc, bool HasEmail, bool IsAtCounter);

/// <summary>Files requests: checks the whole form once more, gives the case its number and secret, and starts its workflow in one commit.</summary>
public sealed class Requesting(CityDb db, ServiceCatalog catalog, Drafts drafts, CaseKeys keys, WorkflowHost host, AnswerSheet sheet, TimeProvider time)
{
    // As long as it takes to print the receipt and hand it over.
    private static readonly TimeSpan handOver = TimeSpan.FromHours(1);

    internal static Refusal NotAtCounter { get; } = new("Counter.NotYours");

    /// <summary>The answers of a draft, for checking before it is filed.</summary>
    public async Task<IReadOnlyList<AnswerView>> AnswersAsync(Guid draftId, CancellationToken ct)
    {
        var draft = await db.Set<Draft>().AsNoTracking().FirstOrDefaultAsync(d => d.Id == draftId, ct);
        if (draft is null || await catalog.FormAsync(draft.FormKey, draft.FormVersion, ct) is not { } form) return [];
        return await sheet.ReadAsync(form, await drafts.AnswersAsync(draft, ct), await drafts.FilesAsync(draftId, ct), ct);
    }

    /// <summary>Files a draft. The same intent, or the same draft, gives the first receipt again.</summary>
    public async Task<Answer<Receipt>> FileAsync(Guid draftId, Actor actor, IntentKey intent, CancellationToken ct)
    {
        if (await ReceiptAsync(draftId, actor, ct) is { } earlier) return earlier;
        var draft = await db.Set<Draft>().AsNoTracking().FirstOrDefaultAsync(d => d.Id == draftId, ct);
        if (draft is null) return await ReceiptAsync(draftId, actor, ct) is { } justFiled ? justFiled : new Refusal("Draft.NotFound");
        if (draft.AccountId is { } writer && writer != actor.AccountId) return new Refusal("Draft.NotFound");
        if (draft.IsAtCounter && !actor.Holds(Roles.Registrar)) return NotAtCounter;
        if (await catalog.GetAsync(draft.ServiceKey, ct) is not { } service) return new Refusal("Service.NotFound");
        if (service.IsPaused) return new Refusal("Service.Paused");
        if (!service.Entry.AnonymousAllowed && actor.AccountId is null) return new Refusal("Service.NeedsAccount");
        if (await catalog.FormAsync(draft.FormKey, draft.FormVersion, ct) is not { } form) return new Refusal("Service.Paused");

        var (answers, errors) = FormCheck.Whole(form, await drafts.AnswersAsync(draft, ct));
        var files = await drafts.FilesAsync(draftId, ct);
        IReadOnlyList<FieldError> wrong = [.. errors, .. FormCheck.MissingFiles(form, form.Fields, answers, files.Select(f => f.FieldKey))];
        if (wrong.Count > 0) return new Refusal("Draft.Incomplete", wrong[0].FieldKey);
        await DropHiddenFilesAsync(form, draftId, answers, files, ct);
        await KeepToTheMapAsync(answers, ct);

        var filing = new Filing(draft, service, form, answers, actor, time.NowUtc());
        var step = await host.StartAsync(new(draft.Id, service.Entry.Workflow, Input(filing), CorrelationId: draft.Id.ToString("N"), (key, stop) => RegisterAsync(filing, key, stop)),
            new Order(actor, $"file/{draft.Id:N}", intent), ct);
        if (step.IsRefused) return await ReceiptAsync(draftId, actor, ct) is { } meanwhile ? meanwhile : step.Refused!;
        return await ReceiptAsync(step.Value!.RunId, actor, ct) is { } receipt ? receipt : new Refusal("Draft.NotFound");
    }

    // What belongs to a question that is not asked any more is not kept.
    private async Task DropHiddenFilesAsync(Form form, Guid draftId, JsonObject answers, IReadOnlyList<DraftFile> files, CancellationToken ct)
    {
        foreach (var file in files.Where(f => form.Field(f.FieldKey) is not { } field || !FormCheck.Applies(form, field, answers))) await drafts.RemoveFileAsync(draftId, file.Id, ct);
    }

    // Districts are counted in public, and a point outside the city helps nobody: what our map does not offer is not taken.
    private async Task KeepToTheMapAsync(JsonObject answers, CancellationToken ct)
    {
        if (answers["place"] is not JsonObject place || await catalog.DistrictsAsync(ct) is not { } city) return;
        if (city.Districts.All(d => d.Key != (string?)place["district"])) place.Remove("district");
        if (place["lat"] is not null && !city.Covers((double)place["lat"]!, (double)place["lon"]!)) foreach (var part in new[] { "lat", "lon" }) place.Remove(part);
    }

    /// <summary>The receipt of a filed draft, as long as its secret can be read. A case filed with an account has it for that account only, one filed at the counter for its clerk and an hour only.</summary>
    public async Task<Receipt?> ReceiptAsync(Guid caseId, Actor reader, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        var c = await db.Set<Case>().AsNoTracking().FirstOrDefaultAsync(x => x.Id == caseId, ct);
        if (c?.ApplicantAccountId is { } owner && owner != reader.AccountId) return null;
        if (c?.Channel == Channels.ServiceCentre && !await HandsOverAsync(c, reader, ct)) return null;
        if (c?.SecretCipher is null || await keys.OpenAsync(caseId, CaseKey.Applicant, ct) is not { } key) return null;
        return new(c.Id, c.Number, key.Open(c.SecretCipher, SecretLabel(c.Id)), c.RegisteredAtUtc, c.DueAtUtc, c.ApplicantEmail is not null, c.Channel == Channels.ServiceCentre);
    }

    private async Task<bool> HandsOverAsync(Case c, Actor reader, CancellationToken ct) => reader.AccountId is { } clerk && time.NowUtc() < c.RegisteredAtUtc + handOver
        && await db.Set<JournalEntry>().AnyAsync(e => e.RunId == c.Id && e.Kind == JournalKind.Started && e.ActorId == clerk, ct);

    internal static string SecretLabel(Guid caseId) => $"secret/{caseId:N}";

    // What the workflow may know: nothing that names a person.
    private static JsonObject Input(Filing f) => new()
    {
        ["serviceKey"] = f.Draft.ServiceKey, ["answers"] = f.Form.WithoutPersonal(f.Answers), ["danger"] = f.Answers["danger"]?.ToString() is "yes" or "true",
        ["district"] = (f.Answers["place"] as JsonObject)?["district"]?.DeepClone(), ["hasContact"] = Text(f.Answers, "email") is not null, ["unit"] = f.Service.Entry.Unit,
    };

    private async Task<Answer<Case?>> RegisterAsync(Filing f, OpenKey key, CancellationToken ct)
    {
        var draft = await db.Set<Draft>().FirstOrDefaultAsync(d => d.Id == f.Draft.Id, ct);
        if (draft is null) return new Refusal("Draft.NotFound");
        if (draft.Revision != f.Draft.Revision) return new Refusal("Draft.Changed");        // another window of the same person: what was checked is not what would be filed
        var number = CaseNumbers.Draw(f.Service.Entry.NumberPrefix, TbilisiTime.ToLocal(f.Now).Year);
        var secret = CaseSecrets.Draw();
        var place = f.Answers["place"] as JsonObject;
        var c = new Case
        {
            Id = f.Draft.Id, Number = number, ServiceKey = f.Draft.ServiceKey, ServiceVersion = f.Service.Version, FormKey = f.Draft.FormKey,
            FormVersion = f.Draft.FormVersion, Unit = f.Service.Entry.Unit, Language = f.Draft.Language, Channel = f.Draft.IsAtCounter ? Channels.ServiceCentre : Channels.Online,
            ApplicantAccountId = !f.Draft.IsAtCounter && f.Actor.Kind is ActorKind.Citizen or ActorKind.Staff ? f.Actor.AccountId : null,
            ApplicantName = Text(f.Answers, "name"), ApplicantPhone = Text(f.Answers, "phone"), ApplicantEmail = Text(f.Answers, "email"),
            TextsAgreedAtUtc = Consents.ToTexts(f.Answers) ? f.Now : null,
            Answers = PersonalAnswers.Seal(f.Form, f.Answers, key, f.Draft.Id).ToJsonString(JsonSerializerOptions.Web), District = (string?)place?["district"], Lat = (double?)place?["lat"], Lon = (double?)place?["lon"],
            Facts = f.Form.Facts(f.Answers).ToJsonString(JsonSerializerOptions.Web), SecretHash = CaseSecrets.Hash(secret),
            SecretCipher = key.Seal(secret, SecretLabel(f.Draft.Id)), RegisteredAtUtc = f.Now, Stage = "received", StageSinceUtc = f.Now,
        };
        db.Add(c);
        db.Remove(draft);
        return c;
    }

    private static string? Text(JsonObject answers, string key) => answers[key]?.ToString() is { Length: > 0 } text ? text : null;

    private sealed record Filing(Draft Draft, ServicePage Service, Form Form, JsonObject Answers, Actor Actor, DateTime Now);
}

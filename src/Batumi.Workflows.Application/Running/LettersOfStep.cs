using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Identity;
using Batumi.Workflows.Application.Incidents;
using Batumi.Workflows.Application.Keys;
using Batumi.Workflows.Application.Letters;
using Batumi.Workflows.Application.Notifications;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Register;
using Batumi.Workflows.Engine;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Effects;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Running;

/// <summary>Writes the letters that a step wishes for, rendered and sealed, as rows of the step's own commit.</summary>
public sealed class LettersOfStep(Published published, SiteSettings site, LettersOfTerms ofTerms, ISmsSender texts)
{
    private const string Applicant = "applicant";
    private const int MostReceivers = 50;

    public async Task WriteAsync(StepRows step, OpenKey key, CancellationToken ct)
    {
        var number = 0;
        foreach (var wish in step.Turn.Effects.OfType<Effect.SendLetter>()) await WriteAsync($"{step.Run.Id:N}/{step.Run.Turn}/{++number}", wish, step, key, ct);
        number = 0;
        foreach (var (mail, address) in MailsOf(step.Turn)) WriteMail($"{step.Run.Id:N}/{step.Run.Turn}/{Letter.OfMail}{++number}", mail, address, step, key);
        number = 0;
        foreach (var wish in await ofTerms.WishesAsync(step, ct)) await WriteAsync($"{step.Run.Id:N}/{step.Run.Turn}/{Letter.OfTerm}{++number}", wish, step, key, ct);
    }

    /// <summary>E-mails with words of their own: one for each receiver, so that no address is shown to the others.</summary>
    internal static IEnumerable<(Effect.SendMail Mail, string Address)> MailsOf(Turn turn) =>
        from mail in turn.Effects.OfType<Effect.SendMail>()
        from address in mail.To.Concat(mail.Cc).Concat(mail.Bcc).Distinct(StringComparer.OrdinalIgnoreCase).Take(MostReceivers)
        select (mail, address);

    // The sender is the municipality's, whatever the definition says: another is taken for a forgery.
    private static void WriteMail(string id, Effect.SendMail mail, string to, StepRows step, OpenKey key)
    {
        var now = step.Entry.AtUtc;
        if (EmailAddress.Read(to) is not { } address)
        {
            step.Db.Add(Incident.OfLetter(id, step.Run.Id, "Elsa.SendEmail", "no address", now));
            return;
        }

        step.Db.Add(new Letter
        {
            Id = id, CaseId = step.Run.Id, Template = "Elsa.SendEmail", TemplateVersion = 1, Language = step.Case?.Language ?? Languages.Georgian, To = mail.ActivityId.Length <= 60 ? mail.ActivityId : mail.ActivityId[..60],
            AddressCipher = key.Seal(address, $"letter/{id}/address"), SubjectCipher = key.Seal(PlainText.Line(mail.Subject) is { Length: > 0 } subject ? subject : "–", $"letter/{id}/subject"),
            BodyCipher = key.Seal(MailText.Of(mail.Body), $"letter/{id}/body"), Status = LetterStatus.Waiting, CreatedAtUtc = now, DueAtUtc = now,
        });
    }

    private async Task WriteAsync(string id, Effect.SendLetter wish, StepRows step, OpenKey key, CancellationToken ct)
    {
        if (await published.LatestAsync<LetterTemplate>(ContentKind.Letter, wish.Template, ct) is { } template)
        {
            step.Db.Add(await LetterAsync(id, wish, template, step, key, ct));
            if (wish.To == Applicant && TextOf(id, template, step, key) is { } text) step.Db.Add(text);
        }
        else step.Db.Add(Incident.OfLetter(id, step.Run.Id, wish.Template, "no such template", step.Entry.AtUtc));
    }

    private async Task<Letter> LetterAsync(string id, Effect.SendLetter wish, Issue<LetterTemplate> template, StepRows step, OpenKey key, CancellationToken ct)
    {
        var isForApplicant = wish.To == Applicant;
        var language = isForApplicant ? step.Case?.Language ?? Languages.Georgian : Languages.Georgian;
        var values = await ValuesAsync(wish, step, key, language, isForApplicant, ct);
        var rendered = template.Content.Render(language, values);
        var address = isForApplicant ? step.Case?.ApplicantEmail : await AddressAsync(step, wish.To, ct);
        var now = step.Entry.AtUtc;
        return new()
        {
            Id = id, CaseId = step.Run.Id, Template = template.Key, TemplateVersion = template.Version, Language = language, To = wish.To,
            AddressCipher = address is null ? null : key.Seal(address, $"letter/{id}/address"),
            SubjectCipher = key.Seal(rendered.Subject, $"letter/{id}/subject"), BodyCipher = key.Seal(rendered.Body, $"letter/{id}/body"),
            Status = address is null ? LetterStatus.NoAddress : LetterStatus.Waiting, CreatedAtUtc = now, DueAtUtc = now,
        };
    }

    // The same news on the phone, for whoever agreed to it: the case's number and nothing else, for it travels in the open.
    private Letter? TextOf(string ofLetter, Issue<LetterTemplate> template, StepRows step, OpenKey key)
    {
        if (!texts.IsSet || step.Case is not { TextsAgreedAtUtc: not null, ApplicantPhone: { } phone } c || template.Content.RenderText(c.Language, c.Number) is not { } text) return null;
        var (id, now) = (ofLetter + Letter.OfText, step.Entry.AtUtc);
        return new()
        {
            Id = id, CaseId = step.Run.Id, Channel = LetterChannel.Text, Template = template.Key, TemplateVersion = template.Version, Language = c.Language, To = Applicant,
            AddressCipher = key.Seal(phone, $"letter/{id}/address"), SubjectCipher = key.Seal(text, $"letter/{id}/subject"), BodyCipher = key.Seal(text, $"letter/{id}/body"),
            Status = LetterStatus.Waiting, CreatedAtUtc = now, DueAtUtc = now,
        };
    }

    // What every letter may say of its case; the definition's own values win.
    private async Task<JsonObject> ValuesAsync(Effect.SendLetter wish, StepRows step, OpenKey key, string language, bool isForApplicant, CancellationToken ct)
    {
        var values = new JsonObject();
        if (step.Case is { } c)
        {
            var service = await published.VersionAsync<ServiceEntry>(ContentKind.Service, c.ServiceKey, c.ServiceVersion, ct);
            values["caseNumber"] = c.Number;
            values["serviceTitle"] = service?.Title.In(language);
            values["registeredDate"] = Day(c.RegisteredAtUtc);
            values["dueDate"] = c.DueAtUtc is { } due ? Day(due) : null;
            values["appealDate"] = Day(LastDayToAppeal(step));
            values["answerDate"] = step.Turn.Effects.OfType<Effect.OpenTask>().LastOrDefault(t => t.Kind == TaskKind.Applicant)?.DueAt is { } asked ? Day(asked.UtcDateTime) : null;
            values["name"] = c.ApplicantName;
            values["link"] = !isForApplicant ? $"{site.PublicUrl}/officer/cases/{c.Id}"
                : c.SecretCipher is null ? $"{site.PublicUrl}/" : $"{site.PublicUrl}/follow/{c.Number}/{key.Open(c.SecretCipher, $"secret/{c.Id:N}")}";
        }

        if (isForApplicant) await DocumentKeeper.FillAsync(values, step, key, site, ct);
        foreach (var (name, value) in wish.Values) values[name] = value?.DeepClone();
        return values;
    }

    // One month from the notice (General Administrative Code, art. 180), counted as any term in days: from the next day, ending on a working day.
    private static DateTime LastDayToAppeal(StepRows step) => step.Calendar.Content.Due(new(1, DueUnit.Months), step.Entry.AtUtc.AsOffset()).UtcDateTime;

    // A person of the staff, a unit, or the unit that owns the service.
    private static async Task<string?> AddressAsync(StepRows step, string to, CancellationToken ct)
    {
        if (LettersOfTerms.AccountOf(to) is { } account) return await step.Db.Set<Account>().Where(a => a.Id == account && a.IsActive).Select(a => a.Email).FirstOrDefaultAsync(ct);
        var code = to.StartsWith("unit:", StringComparison.Ordinal) ? to["unit:".Length..] : step.Case?.Unit;
        return code is null ? null : await step.Db.Set<Unit>().Where(u => u.Code == code && u.IsActive).Select(u => u.Email).FirstOrDefaultAsync(ct);
    }

    private static string Day(DateTime utc) => TbilisiTime.ToLocal(utc).ToString("yyyy-MM-dd'T'HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
}

using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Identity;
using Batumi.Workflows.Application.Incidents;
using Batumi.Workflows.Application.Keys;
using Batumi.Workflows.Application.Letters;
using Batumi.Workflows.Application.Notifications;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.People;

/// <summary>Letters about an account. They are saved with the change that causes them and go out with the letters of cases.</summary>
public sealed class AccountLetters(CityDb db, CaseKeys keys, Published published, SiteSettings site, TimeProvider time)
{
    public const string Confirm = "account-confirm", Exists = "account-exists", Reset = "account-reset";

    private const int MostAnHour = 3;

    /// <summary>Writes a letter for the caller's save.</summary>
    /// <param name="path">Where its link leads.</param>
    /// <returns>False: nobody is written to more often than that within an hour.</returns>
    public async Task<bool> AddAsync(Account account, string template, string path, CancellationToken ct)
    {
        var now = time.NowUtc();
        var since = now.AddHours(-1);
        if (await db.Set<Letter>().CountAsync(l => l.CaseId == account.Id && l.CreatedAtUtc > since, ct) >= MostAnHour) return false;

        var id = $"{Letter.OfAccount}{account.Id:N}/{RandomNumberGenerator.GetHexString(16, lowercase: true)}";
        if (await published.LatestAsync<LetterTemplate>(ContentKind.Letter, template, ct) is { } issue) db.Add(await LetterAsync(id, account, issue, path, now, ct));
        else db.Add(Incident.OfLetter(id, account.Id, template, "no such template", now));
        return true;
    }

    private async Task<Letter> LetterAsync(string id, Account account, Issue<LetterTemplate> template, string path, DateTime now, CancellationToken ct)
    {
        var key = await keys.OpenAsync(account.Id, CaseKey.AccountHolder, ct) ?? keys.Create(account.Id, CaseKey.AccountHolder);
        var rendered = template.Content.Render(account.Language, new JsonObject { ["name"] = account.DisplayName, ["link"] = site.PublicUrl + path });
        return new()
        {
            Id = id, CaseId = account.Id, Template = template.Key, TemplateVersion = template.Version, Language = account.Language, To = CaseKey.AccountHolder,
            AddressCipher = key.Seal(account.Email!, $"letter/{id}/address"), SubjectCipher = key.Seal(rendered.Subject, $"letter/{id}/subject"),
            BodyCipher = key.Seal(rendered.Body, $"letter/{id}/body"), Status = LetterStatus.Waiting, CreatedAtUtc = now, DueAtUtc = now,
        };
    }
}

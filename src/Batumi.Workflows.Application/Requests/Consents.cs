using System.Text.Json;
using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Incidents;
using Batumi.Workflows.Application.Notifications;
using Batumi.Workflows.Application.Register;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Requests;

/// <summary>What an applicant agreed to, beside the phone that it is about.</summary>
internal static class Consents
{
    /// <summary>The form's field of the tick: checkboxes with the one option <c>yes</c>.</summary>
    private const string Texts = "sms", Yes = "yes";

    /// <summary>Text messages may be sent: the tick stands, and there is a phone.</summary>
    public static bool ToTexts(JsonObject answers) => answers["phone"]?.ToString() is { Length: > 0 } && answers[Texts] is JsonArray ticks && ticks.Any(t => t?.ToString() == Yes);

    /// <summary>Takes the tick back, with the caller's save: what was not sent yet is not sent.</summary>
    public static async Task StopTextsAsync(Case c, DbContext db, DateTime now, CancellationToken ct)
    {
        c.TextsAgreedAtUtc = null;
        var answers = JsonNode.Parse(c.Answers)!.AsObject();
        if (answers.Remove(Texts)) c.Answers = answers.ToJsonString(JsonSerializerOptions.Web);

        var unsent = await db.Set<Letter>().Where(l => l.CaseId == c.Id && l.Channel == LetterChannel.Text && (l.Status == LetterStatus.Waiting || l.Status == LetterStatus.Failed)).ToListAsync(ct);
        foreach (var text in unsent) text.Status = LetterStatus.Stopped;
        var ids = unsent.ConvertAll(l => l.Id);
        foreach (var incident in await db.Set<Incident>().Where(i => i.LetterId != null && ids.Contains(i.LetterId) && i.Status == IncidentStatus.Open).ToListAsync(ct))
            (incident.Status, incident.SettledAtUtc) = (IncidentStatus.Closed, now);
    }
}

using System.Text;
using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Keys;
using Batumi.Workflows.Application.Notifications;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Register;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Running;

/// <summary>Gives every decision its check code, in the decision's own commit, and ends the document when the decision falls.</summary>
public sealed class DocumentKeeper(CaseKeys keys, MasterKeys master) : IStepKeeper
{
    /// <summary>The fact of a case that says for how many months its decision holds.</summary>
    private const string Months = "months";

    public async Task KeepAsync(StepRows step, CancellationToken ct)
    {
        if (step.Case is not { } c) return;
        var before = step.Run.Turn == 1 ? null : step.Db.Entry(c).OriginalValues.GetValue<DateTime?>(nameof(Case.DecidedAtUtc));
        if (c.DecidedAtUtc == before) return;

        if (before is not null)
            foreach (var fallen in await step.Db.Set<IssuedDocument>().Where(d => d.CaseId == c.Id && d.EndedAtUtc == null).ToListAsync(ct)) fallen.EndedAtUtc = step.Entry.AtUtc;
        if (c.DecidedAtUtc is not { } decided || c.Outcome is not { } outcome || outcome is Outcomes.Withdrawn or Outcomes.Terminated) return;
        if (await keys.OpenAsync(c.Id, CaseKey.Applicant, ct) is not { } key) return;

        var code = CheckCodes.Draw();
        step.Db.Add(new IssuedDocument
        {
            CaseId = c.Id, Turn = step.Run.Turn, Outcome = outcome, IssuedAtUtc = decided, ValidUntilUtc = Outcomes.Group(outcome) == "positive" ? ValidUntil(c, decided) : null,
            CodeHash = Hash(master, c.Number, code), CodeCipher = key.Seal(code, Label(c.Id, step.Run.Turn)),
        });
    }

    /// <summary>Adds number, code and address of the decision that holds, for a letter about it.</summary>
    internal static async Task FillAsync(JsonObject values, StepRows step, OpenKey key, SiteSettings site, CancellationToken ct)
    {
        if (step.Case is not { DecidedAtUtc: not null } c) return;
        var document = step.Db.Set<IssuedDocument>().Local.FirstOrDefault(d => d.CaseId == c.Id && d.EndedAtUtc is null)
            ?? await step.Db.Set<IssuedDocument>().AsNoTracking().Where(d => d.CaseId == c.Id && d.EndedAtUtc == null).OrderByDescending(d => d.Turn).FirstOrDefaultAsync(ct);
        if (document is null) return;
        var code = key.Open(document.CodeCipher, Label(document));
        (values["documentNumber"], values["checkCode"], values["checkLink"]) = (c.Number, code, Address(site, c.Number, code));
    }

    internal static byte[] Hash(MasterKeys master, string number, string code) => master.Index(Encoding.ASCII.GetBytes($"document/{number}/{code}"));

    internal static string Label(IssuedDocument document) => Label(document.CaseId, document.Turn);

    internal static string Address(SiteSettings site, string number, string code) => $"{site.PublicUrl}/check?number={number}&code={code}";

    private static string Label(Guid caseId, int turn) => $"document/{caseId:N}/{turn}";

    // To the end of the day, months later, on which it was issued.
    private static DateTime? ValidUntil(Case c, DateTime decided)
    {
        if (!int.TryParse(JsonNode.Parse(c.Facts)?[Months]?.ToString(), out var months) || months is < 1 or > 1200) return null;
        return TbilisiTime.ToUtc(TbilisiTime.ToLocal(decided).Date.AddMonths(months).AddDays(1).AddSeconds(-1));
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Identity;
using Batumi.Workflows.Application.People;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Register;
using Batumi.Workflows.Engine;
using Batumi.Workflows.Engine.Effects;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Running;

/// <summary>
/// Letters that no definition has to ask for: of messages, and of terms that run out, are extended, or end because the applicant withdrew. At 50 % who has the task is told,
/// at 80 % the heads of the unit too, at 100 % also the applicant where silence may be complained of, at 120 % the auditors.
/// </summary>
public sealed class LettersOfTerms(Published published)
{
    public const string Reminder = "term-reminder", Passed = "term-passed", Extended = "term-extended", Withdrawn = "withdrawn", Granted = "granted-by-silence", Message = "message", Answer = "message-received",
        Reminded = "answer-reminder", Left = "task-free", ToAssign = "task-unassigned", Given = "task-given", Prolonged = "more-time";

    /// <summary>What is told of a task that waits: applicants that their term ends soon, heads that nobody has taken it, and that they shall give it to somebody.</summary>
    public const string Remind = "reminder", Free = "free", Unassigned = "unassigned";

    private const string Person = "account:";

    /// <summary>The account that an addressee such as <c>account:…</c> names; null: another kind of addressee.</summary>
    public static Guid? AccountOf(string to) => to.StartsWith(Person, StringComparison.Ordinal) ? Guid.ParseExact(to[Person.Length..], "N") : null;

    internal async Task<IReadOnlyList<Effect.SendLetter>> WishesAsync(StepRows step, CancellationToken ct) => step.Entry.Kind switch
    {
        JournalKind.TermReached => await OfMarkAsync(step, int.Parse(step.Entry.Subject!, CultureInfo.InvariantCulture), ct),
        JournalKind.TermExtended => [ToApplicant(Extended, new() { ["reason"] = step.Why })],
        JournalKind.Message when step.Entry.Subject == StimulusRecord.Staff => [ToApplicant(Message, new() { ["text"] = step.Why })],
        JournalKind.Message when step.Case is { } c => [.. (await WorkersAsync(step, c, ct)).Select(to => new Effect.SendLetter("", Answer, to, []))],
        JournalKind.Cancelled when step.Entry.Outcome == Outcomes.Withdrawn => [ToApplicant(Withdrawn)],
        JournalKind.Cancelled when step.Entry.Outcome == Outcomes.Positive => [ToApplicant(Granted)],
        JournalKind.TaskReminded => await OfTaskAsync(step, ct),
        JournalKind.TaskProlonged => [ToApplicant(Prolonged, new() { ["until"] = Moment(Task(step).DueAtUtc) })],
        JournalKind.TaskAssigned => [new Effect.SendLetter("", Given, To(Guid.ParseExact(step.Entry.Outcome!, "N")), OfTask(step))],
        _ => [],
    };

    private static async Task<IReadOnlyList<Effect.SendLetter>> OfTaskAsync(StepRows step, CancellationToken ct)
    {
        var task = Task(step);
        if (step.Entry.Outcome == Remind) return [ToApplicant(Reminded, new() { ["until"] = Moment(task.DueAtUtc) })];
        var unit = task.Unit ?? step.Case!.Unit;
        var heads = (await HoldersAsync(step, Roles.UnitHead, unit, ct)).ToList();
        if (heads.Count == 0) heads.Add($"unit:{unit}");
        return [.. heads.Select(to => new Effect.SendLetter("", step.Entry.Outcome == Free ? Left : ToAssign, to, OfTask(step)))];
    }

    private static WorkTask Task(StepRows step) => step.Db.Set<WorkTask>().Local.First(t => t.Id == step.Entry.Subject);

    private static JsonObject OfTask(StepRows step)
    {
        var task = Task(step);
        return new() { ["task"] = new DefinitionTexts(step.Definition).Task(task.Name)?.Ka ?? task.Name, ["until"] = Moment(task.DueAtUtc), ["why"] = step.Why };
    }

    private static string? Moment(DateTime? utc) => utc is { } at ? TbilisiTime.ToLocal(at).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) : null;

    private async Task<IReadOnlyList<Effect.SendLetter>> OfMarkAsync(StepRows step, int percent, CancellationToken ct)
    {
        if (step.Case is not { } c) return [];
        var told = await WorkersAsync(step, c, ct);
        if (percent >= 80) told.AddRange(await HoldersAsync(step, Roles.UnitHead, c.Unit, ct));
        if (percent > 100) told.AddRange(await HoldersAsync(step, Roles.Auditor, unit: null, ct));

        var letters = told.Distinct().Select(to => new Effect.SendLetter("", Reminder, to, new JsonObject { ["percent"] = percent }));
        return [.. percent == 100 && await SilenceAsync(c, ct) == SilenceRule.Appealable ? letters.Append(ToApplicant(Passed)) : letters];
    }

    // Whoever has an open task in hand, or the unit that somebody of it shall take it.
    private static async Task<List<string>> WorkersAsync(StepRows step, Case c, CancellationToken ct)
    {
        var open = await step.Db.Set<WorkTask>().AsNoTracking().Where(t => t.RunId == c.Id && t.Status == WorkTaskStatus.Open && t.Kind == nameof(TaskKind.Staff)).ToListAsync(ct);
        var substitutes = await Absences.SubstitutesAsync(step.Db, [.. open.Select(t => t.OwnerId).OfType<Guid>()], step.Entry.AtUtc, ct);
        return [.. open.Select(t => t.OwnerId is { } owner ? To(owner) : $"unit:{t.Unit ?? c.Unit}").Concat(substitutes.Select(To)).Distinct()];
    }

    private async Task<SilenceRule?> SilenceAsync(Case c, CancellationToken ct) =>
        (await published.VersionAsync<ServiceEntry>(ContentKind.Service, c.ServiceKey, c.ServiceVersion, ct))?.Silence;

    private static async Task<IEnumerable<string>> HoldersAsync(StepRows step, string role, string? unit, CancellationToken ct) =>
        (await step.Db.Set<PostHeld>().Where(p => p.Role == role && (unit == null || p.UnitCode == unit)).OrderBy(p => p.AccountId).Select(p => p.AccountId).Distinct().ToListAsync(ct)).Select(To);

    private static string To(Guid account) => $"{Person}{account:N}";

    private static Effect.SendLetter ToApplicant(string template, JsonObject? values = null) => new("", template, "applicant", values ?? []);
}

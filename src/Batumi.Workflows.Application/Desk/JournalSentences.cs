using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Running;

namespace Batumi.Workflows.Application.Desk;

/// <summary>Journal entries as sentences.</summary>
internal static class JournalSentences
{
    public static LocalizedText For(JournalEntry entry, WorkTask? task, DefinitionTexts? texts, string? assignee = null)
    {
        var name = task is null ? null : texts?.Task(task.Name) ?? new(task.Name, task.Name);
        var outcome = entry.Outcome is null ? null : texts?.Outcome(entry.Outcome) ?? new(entry.Outcome, entry.Outcome);
        return entry.Kind switch
        {
            JournalKind.Started => new("მიმართვა დარეგისტრირდა", "The request was registered"),
            JournalKind.TaskCompleted when name is not null && outcome is not null => new($"„{name.Ka}“ დასრულდა: {outcome.Ka}", $"“{name.En}” ended: {outcome.En}"),
            JournalKind.TaskCompleted => new("დავალება დასრულდა", "A task ended"),
            JournalKind.TimerElapsed => new("ვადა გავიდა და საქმე გაგრძელდა", "A term ran out and the case went on"),
            JournalKind.EventReceived when entry.Subject == Requests.Following.ReopenEvent => new("განმცხადებელმა საქმე ხელახლა გახსნა", "The applicant reopened the case"),
            JournalKind.EventReceived => new($"მოხდა მოვლენა „{entry.Subject}“", $"The event “{entry.Subject}” arrived"),
            JournalKind.TermReached => new($"ვადის {entry.Subject} % გავიდა", $"{entry.Subject} % of the term is used up"),
            JournalKind.RunEnded => new("დასრულდა პროცესი, რომელსაც საქმე ელოდა", "A process that the case waited for ended"),
            JournalKind.RunRefused => new("პროცესი, რომელსაც საქმე ელოდა, ვერ დაიწყო", "A process that the case waited for could not begin"),
            JournalKind.HttpAnswered => new($"სხვა სისტემის პასუხი: {entry.Outcome}", $"Answer of another system: {entry.Outcome}"),
            JournalKind.TermExtended => new("ვადა გაგრძელდა", "The term was extended"),
            JournalKind.Message when entry.Subject == StimulusRecord.Applicant => new("განმცხადებელმა მოგვწერა", "The applicant wrote"),
            JournalKind.Message => new("განმცხადებელს მივწერეთ", "We wrote to the applicant"),
            JournalKind.TextsStopped => new("განმცხადებელმა SMS შეტყობინებებზე უარი თქვა", "The applicant stopped text messages"),
            JournalKind.Recounted => new("კალენდარი შეიცვალა და ვადები თავიდან დაითვალა", "The calendar changed and the terms were counted anew"),
            JournalKind.TaskProlonged => new("განმცხადებელმა პასუხისთვის მეტი დრო ითხოვა", "The applicant asked for more time to answer"),
            JournalKind.TaskReminded when entry.Outcome == LettersOfTerms.Remind => new("განმცხადებელს ვადის ახლოს ყოფნა შევახსენეთ", "The applicant was reminded that the term ends soon"),
            JournalKind.TaskReminded when entry.Outcome == LettersOfTerms.Free => new($"„{name?.Ka}“ არავის აუღია: ხელმძღვანელს ვაცნობეთ", $"Nobody took “{name?.En}”: the head of the unit was told"),
            JournalKind.TaskReminded => new($"„{name?.Ka}“ ისევ თავისუფალია: ხელმძღვანელს ვთხოვეთ, ვინმეს დაავალოს", $"“{name?.En}” is still free: the head of the unit was asked to assign it"),
            JournalKind.TaskAssigned => new($"„{name?.Ka}“ დაევალა: {assignee ?? "–"}", $"“{name?.En}” was assigned to {assignee ?? "–"}"),
            JournalKind.Cancelled when entry.Outcome == Outcomes.Withdrawn => new("განმცხადებელმა მოთხოვნა უკან გაიხმო", "The applicant withdrew the request"),
            JournalKind.Cancelled when entry.Outcome == Outcomes.Positive => new("ვადა პასუხის გარეშე გავიდა და მოთხოვნა დაკმაყოფილებულად ითვლება", "The term ended without an answer, so the request counts as granted"),
            JournalKind.Cancelled => new("საქმე შეწყდა", "The case was cancelled"),
            JournalKind.IncidentRetried => new("შეფერხებული ნაბიჯი თავიდან გაეშვა", "A failed step was tried again"),
            JournalKind.IncidentSkipped => new("შეფერხებული ნაბიჯი გამოტოვეს", "A failed step was passed over"),
            JournalKind.Erased => new("პირადი მონაცემები წაიშალა", "Personal data was erased"),
            _ => new(entry.Kind.ToString(), entry.Kind.ToString()),
        };
    }
}

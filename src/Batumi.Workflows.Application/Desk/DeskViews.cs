using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Requests;

namespace Batumi.Workflows.Application.Desk;

/// <summary>Which tasks a list shows; every part comes from the address of the page.</summary>
public sealed record TaskFilter(bool Mine, string? ServiceKey = null, string? Stage = null, bool OverdueOnly = false, string? Search = null, int Page = 1)
{
    /// <summary>Instead of what is for the reader's posts: what nobody has taken in the units that the reader heads.</summary>
    public bool Free { get; init; }

    public const int PageSize = 50, MostPages = 10_000;
}

public sealed record TaskList(IReadOnlyList<TaskLine> Lines, int Total, int Page);

/// <param name="Applicant">Name as given, or null when the report is anonymous.</param>
/// <param name="OwnerName">Who has claimed it; null: free.</param>
public sealed record TaskLine(
    string TaskId, Guid CaseId, string CaseNumber, LocalizedText ServiceTitle, LocalizedText Title, string? Applicant, LocalizedText Stage,
    string? Priority, DateTime OpenedAtUtc, DateTime? DueAtUtc, bool IsOverdue, Guid? OwnerId, string? OwnerName, LocalizedText? Unit);

/// <summary>A case as the staff who work it see it: facts and answers, the clock, the next acts, the journal.</summary>
public sealed record CaseView(
    Guid CaseId, string Number, string ServiceKey, LocalizedText ServiceTitle, long Revision, LocalizedText Stage, DateTime RegisteredAtUtc, DateTime? DueAtUtc,
    bool IsOverdue, DateTime? ClockStoppedAtUtc, ApplicantView? Applicant, IReadOnlyList<AnswerView> Answers, IReadOnlyList<DraftFile> Files,
    IReadOnlyDictionary<string, string> Facts, IReadOnlyList<TaskView> OpenTasks, IReadOnlyList<JournalLine> Journal, IReadOnlyList<IncidentLine> Incidents,
    OutcomeView? Outcome, double? Lat, double? Lon, LocalizedText? District, bool IsErased);

public sealed record ApplicantView(string? Name, string? Phone, string? Email, string Language, bool HasAccount);

/// <param name="MayClaim">The reader holds the task's role in its unit and nobody has it, or somebody whom the reader stands in for.</param>
/// <param name="MayComplete">The reader has claimed it.</param>
/// <param name="MayRelease">The reader has claimed it, or is head of its unit and somebody has.</param>
public sealed record TaskView(
    string TaskId, string Name, LocalizedText Title, LocalizedText? Instructions, string? FormKey, IReadOnlyList<OutcomeChoice> Outcomes, string? Role,
    LocalizedText? Unit, DateTime OpenedAtUtc, DateTime? DueAtUtc, bool IsOverdue, Guid? OwnerId, string? OwnerName, bool MayClaim, bool MayComplete, bool MayRelease, bool IsApplicants, bool IsOpen)
{
    /// <summary>The reader is head of its unit and may give it to somebody.</summary>
    public bool MayAssign { get; init; }
}

/// <param name="Who">Name of the account; null: none, <paramref name="By"/> says who it was.</param>
/// <param name="What">What happened, as a sentence in both languages.</param>
public sealed record JournalLine(int Sequence, DateTime AtUtc, ActorKind By, string? Who, LocalizedText What, string? Why, IReadOnlyList<AnswerView> Details, int DefinitionVersion);

/// <summary>Something that went wrong, in plain words.</summary>
/// <param name="What">What failed.</param>
/// <param name="Consequence">What has happened since, and what waits.</param>
public sealed record IncidentLine(
    string IncidentId, Guid? CaseId, string? CaseNumber, LocalizedText What, LocalizedText Consequence, string Code, string Detail, DateTime AtUtc,
    string Status, IReadOnlyList<string> SkipOutcomes, bool IsLetter);

public sealed record IncidentPage(IReadOnlyList<IncidentLine> Lines, int Total, int Page);

/// <summary>A task's completion as the officer posts it.</summary>
/// <param name="Revision">The page's revision of the case: when somebody else has moved it since, the officer is told who and what.</param>
public sealed record Completion(string TaskId, string Outcome, JsonObject Answers, IntentKey Intent, long Revision);

/// <param name="CaseNumber">Null: the letter is about an account, which stands in the place of the case.</param>
public sealed record LetterLine(string Id, Guid CaseId, string? CaseNumber, string Template, string To, string Status, int Attempts, DateTime CreatedAtUtc, DateTime? SentAtUtc, DateTime DueAtUtc, string? LastError)
{
    /// <summary>A text message to the applicant's phone.</summary>
    public bool IsText { get; init; }
}

public sealed record LetterPage(IReadOnlyList<LetterLine> Lines, int Total, int Page);

using Batumi.Workflows.Application.Primitives;

namespace Batumi.Workflows.Application.Requests;

/// <summary>A case as its applicant sees it.</summary>
/// <param name="Stages">The line of stages that were reached, oldest first; the last is where it is now.</param>
/// <param name="Asks">What is asked of the applicant now.</param>
/// <param name="WhoActs">Unit that has the next act; null when it is the applicant or nobody.</param>
public sealed record FollowView(
    Guid CaseId, string Number, string ServiceKey, LocalizedText ServiceTitle, DateTime RegisteredAtUtc, DateTime? DueAtUtc,
    IReadOnlyList<StageView> Stages, LocalizedText? WhoActs, IReadOnlyList<AskView> Asks, bool MayReopen, DateTime? ReopenUntilUtc, bool MayWithdraw, bool MayWrite,
    OutcomeView? Outcome, bool IsClosed, bool IsErased, IReadOnlyList<AnswerView> Answers, IReadOnlyList<DraftFile> Files)
{
    /// <summary>Agreed to text messages, and may take that back.</summary>
    public bool GetsTexts { get; init; }
}

public sealed record StageView(string Key, LocalizedText Title, DateTime SinceUtc);

/// <summary>A task of the applicant, such as saying whether the fault is fixed.</summary>
public sealed record AskView(string TaskId, LocalizedText Title, LocalizedText? Instructions, string? FormKey, IReadOnlyList<OutcomeChoice> Outcomes, DateTime? DueAtUtc)
{
    /// <summary>The applicant may still ask for more time for it.</summary>
    public bool MayHaveMoreTime { get; init; }
}

public sealed record OutcomeChoice(string Key, LocalizedText Title);

/// <param name="Outcome">One of <see cref="Outcomes"/>.</param>
public sealed record OutcomeView(string Outcome, string? ReasonCode, LocalizedText? ReasonTitle, string? Reason, DateTime DecidedAtUtc);

/// <summary>One answer as the person reads it; what is stored is what is shown.</summary>
public sealed record AnswerView(string FieldKey, LocalizedText Label, LocalizedText Value);

/// <summary>A line in "my requests" and in lists of staff.</summary>
public sealed record RequestLine(Guid CaseId, string Number, LocalizedText ServiceTitle, LocalizedText Stage, DateTime RegisteredAtUtc, DateTime? DueAtUtc, string? Outcome);

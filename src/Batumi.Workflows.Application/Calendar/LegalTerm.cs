using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Engine.Definitions;

namespace Batumi.Workflows.Application.Calendar;

/// <summary>A term as law and events have made it.</summary>
/// <param name="FromUtc">The event that starts it, as a rule the registration.</param>
/// <param name="StandStills">Times in which it did not run, such as from the delivery of a shortcoming notice to the answer; in order, not overlapping.</param>
/// <param name="Extension">What one extension with reasons has added; null: not extended.</param>
public sealed record LegalTerm(DueRule Rule, DateTime FromUtc, IReadOnlyList<StandStill> StandStills, DueRule? Extension = null)
{
    public LegalTerm(DueRule rule, DateTime fromUtc) : this(rule, fromUtc, [])
    {
    }
}

/// <param name="UntilUtc">Null: it stands still now; no date can be told before it runs again.</param>
public sealed record StandStill(DateTime FromUtc, DateTime? UntilUtc);

/// <summary>Why a day of a derivation counts or does not.</summary>
public enum DayKind
{
    /// <summary>The day of the event itself, which is not counted.</summary>
    Event,

    Counted,

    /// <summary>Not a day of the working week.</summary>
    Weekend,

    Holiday,

    /// <summary>The term stood still.</summary>
    StoodStill,

    /// <summary>The last day was not a working day: this is the next one.</summary>
    MovedTo,
}

/// <summary>One line of a derivation.</summary>
/// <param name="Number">How many days have been counted with this one; null for terms in hours and minutes, and on days that do not count.</param>
/// <param name="Holiday">The holiday's name where the calendar gives one.</param>
/// <param name="Counted">For terms in hours and minutes: how much of this day was counted.</param>
public sealed record DerivedDay(DateOnly Day, DayKind Kind, int? Number = null, LocalizedText? Holiday = null, TimeSpan? Counted = null);

/// <summary>A date with every day that led to it.</summary>
/// <param name="DueUtc">Last moment of the term; null while it stands still.</param>
public sealed record Derivation(LegalTerm Term, IReadOnlyList<DerivedDay> Days, DateTime? DueUtc);

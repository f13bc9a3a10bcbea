using Batumi.Workflows.Engine.Activities;

namespace Batumi.Workflows.Engine.Definitions;

/// <summary>Something that begins a run of a published definition without a person: an activity that may start the workflow.</summary>
/// <param name="Value">Name of the event, cron expression, interval or moment; null when it is not fixed in the definition.</param>
public sealed record Trigger(string ActivityId, string ActivityType, string? Value)
{
    /// <summary>It begins runs at moments: Elsa.StartAt, Elsa.Timer, Elsa.Cron.</summary>
    public bool IsSchedule => Schedule.Types.Contains(ActivityType);

    /// <summary>When Elsa.StartAt, Elsa.Timer or Elsa.Cron begins the next run after this moment; null for other triggers and when there is none.</summary>
    public DateTimeOffset? NextAfter(DateTimeOffset moment) => Schedule.Next(ActivityType, Value, moment) is { } next && next > moment ? next : null;
}

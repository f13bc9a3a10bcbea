namespace Batumi.Workflows.Engine.Definitions;

/// <summary>Something that begins a run of a published definition without a person: an activity that may start the workflow.</summary>
/// <param name="Value">Name of the event, cron expression, interval or moment; null when it is not fixed in the definition.</param>
public sealed record Trigger(string ActivityId, string ActivityType, string? Value);

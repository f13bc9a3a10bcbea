using Batumi.Workflows.Engine.Running;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>Waits for an interval; the wait of a Delay under the name that Elsa gives its trigger.</summary>
internal sealed class Timer : ActivityType
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of(
        "Elsa.Timer", "Scheduling", "Waits for an interval.", [new("interval", "TimeSpan", "The interval, such as 00:30:00.")]);

    public override void Execute(Walk walk, Frame frame) => Delay.For(walk, frame, "interval");
}

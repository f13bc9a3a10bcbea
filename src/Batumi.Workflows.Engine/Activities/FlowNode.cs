using Batumi.Workflows.Engine.Running;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>A point of a flowchart that does nothing but run what is embedded in it.</summary>
internal sealed class FlowNode : ActivityType
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of("Elsa.FlowNode", "Flow", "A point of a flowchart.", embedded: ["body"]);

    public override void Execute(Walk walk, Frame frame)
    {
        if (frame.Activity.Embedded.TryGetValue("body", out var body)) walk.Schedule(body, frame);
        else walk.Complete(frame, "Done");
    }
}

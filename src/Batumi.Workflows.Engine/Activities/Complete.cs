using Batumi.Workflows.Engine.Running;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>Ends the workflow around it. Its outcomes matter only to Elsa's workflow-as-activity, which is not run here.</summary>
internal sealed class Complete : ActivityType
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of(
        "Elsa.Complete", "Composition", "Ends the workflow.", [new("outcomes", "Object", "Outcomes of the workflow.")]);

    public override void Execute(Walk walk, Frame frame)
    {
        walk.Evaluate(frame, "outcomes");
        walk.Complete(frame, Signals.Complete);
    }
}

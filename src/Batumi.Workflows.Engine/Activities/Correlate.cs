using Batumi.Workflows.Engine.Running;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>Sets what ties the run to others.</summary>
internal sealed class Correlate : ActivityType
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of(
        "Elsa.Correlate", "Primitives", "Sets what ties the run to others.", [new("correlationId", "String", "The correlation.")]);

    public override void Execute(Walk walk, Frame frame)
    {
        walk.CorrelationId = walk.Text(frame, "correlationId");
        walk.Complete(frame, "Done");
    }
}

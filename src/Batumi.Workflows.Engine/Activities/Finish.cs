using Batumi.Workflows.Engine.Running;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>Ends the whole run at once; everything that is open is dropped.</summary>
internal sealed class Finish : ActivityType
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of("Elsa.Finish", "Flow", "Ends the whole run at once.");

    public override void Execute(Walk walk, Frame frame) => walk.Finish(frame);
}

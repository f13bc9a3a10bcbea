using Batumi.Workflows.Engine.Errors;
using Batumi.Workflows.Engine.Running;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>Sets an output of the workflow.</summary>
internal sealed class SetOutput : ActivityType
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of(
        "Elsa.SetOutput", "Primitives", "Sets an output of the workflow.",
        [new("outputName", "String", "Name of the output."), new("outputValue", "Object", "Its value.")]);

    public override void Execute(Walk walk, Frame frame)
    {
        var name = walk.Text(frame, "outputName");
        if (string.IsNullOrEmpty(name)) throw new ActivityFault(IncidentCodes.BadExpression, "The output has no name.");
        walk.SetOutput(frame, name, walk.Evaluate(frame, "outputValue"));
        walk.Complete(frame, "Done");
    }
}

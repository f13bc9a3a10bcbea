using Batumi.Workflows.Engine.Errors;
using Batumi.Workflows.Engine.Running;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>Faults on purpose: the definition says that something is wrong.</summary>
internal sealed class Fault : ActivityType
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of(
        "Elsa.Fault", "Primitives", "Faults on purpose.",
        [
            new("code", "String", "Code for the people who look into it."), new("category", "String", "Category."),
            new("faultType", "String", "Kind of fault."), new("message", "String", "What went wrong."),
        ]);

    public override void Execute(Walk walk, Frame frame) =>
        throw new ActivityFault(IncidentCodes.Fault, walk.Text(frame, "message") ?? walk.Text(frame, "code") ?? "Fault");
}

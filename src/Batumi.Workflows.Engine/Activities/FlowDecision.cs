using Batumi.Workflows.Engine.Running;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>Goes on by the port True or False.</summary>
internal sealed class FlowDecision : ActivityType
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of(
        "Elsa.FlowDecision", "Branching", "Goes on by True or False.", [new("condition", "Boolean", "The condition.")], ports: ["True", "False"]);

    public override void Execute(Walk walk, Frame frame) => walk.Complete(frame, walk.Truth(frame, "condition") ? "True" : "False");
}

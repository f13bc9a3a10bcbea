using Batumi.Workflows.Engine.Errors;
using Batumi.Workflows.Engine.Running;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>Sets a variable, found by its id in the scopes around.</summary>
internal sealed class SetVariable : ActivityType
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of(
        "Elsa.SetVariable", "Primitives", "Sets a variable.", [new("value", "Object", "The value; the variable is named in the raw property 'variable'.")]);

    public override void Execute(Walk walk, Frame frame)
    {
        if (frame.Activity.VariableId is not { } id) throw new ActivityFault(IncidentCodes.VariableNotFound, "The activity names no variable.");
        walk.Note(frame, "variable", frame.Activity.Variable);
        walk.Set(frame, id, walk.Evaluate(frame, "value"));
        walk.Complete(frame, "Done");
    }
}

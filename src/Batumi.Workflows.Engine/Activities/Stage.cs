using Batumi.Workflows.Engine.Effects;
using Batumi.Workflows.Engine.Errors;
using Batumi.Workflows.Engine.Running;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>The case enters a stage that the public sees, and may set facts that statistics and lists show.</summary>
internal sealed class Stage : ActivityType
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of(
        "Municipal.Stage", "Municipal", "The case enters a stage.",
        [new("stage", "String", "Key of the stage."), new("facts", "Object", "Facts of the case: an object.")]);

    public override void Execute(Walk walk, Frame frame)
    {
        var stage = walk.Text(frame, "stage");
        if (string.IsNullOrWhiteSpace(stage)) throw new ActivityFault(IncidentCodes.BadExpression, "The stage has no key.");
        var facts = Letter.Fields(walk, frame, "facts");
        walk.Emit(new Effect.EnterStage(frame.Activity.Id, stage));
        if (facts.Count > 0) walk.Emit(new Effect.SetFacts(frame.Activity.Id, facts));
        walk.Complete(frame, "Done");
    }
}

using Batumi.Workflows.Engine.Effects;
using Batumi.Workflows.Engine.Errors;
using Batumi.Workflows.Engine.Expressions;
using Batumi.Workflows.Engine.Running;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>Publishes a named event; the host brings it to the runs that wait for it, after this step is written.</summary>
internal sealed class PublishEvent : ActivityType
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of(
        "Elsa.PublishEvent", "Primitives", "Publishes a named event.",
        [
            new("eventName", "String", "Name of the event."), new("correlationId", "String", "Only for runs with this correlation."),
            new("isLocalEvent", "Boolean", "Only for this run."), new("payload", "Object", "What it carries."),
        ]);

    public override void Execute(Walk walk, Frame frame)
    {
        var name = walk.Text(frame, "eventName");
        if (string.IsNullOrEmpty(name)) throw new ActivityFault(IncidentCodes.BadExpression, "The event has no name.");
        walk.Emit(new Effect.PublishEvent(
            frame.Activity.Id, name, Values.Own(walk.Evaluate(frame, "payload")), walk.Text(frame, "correlationId"), walk.Truth(frame, "isLocalEvent")));
        walk.Complete(frame, "Done");
    }
}

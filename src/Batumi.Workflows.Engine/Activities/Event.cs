using System.Text.Json.Nodes;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Errors;
using Batumi.Workflows.Engine.Expressions;
using Batumi.Workflows.Engine.Running;
using Batumi.Workflows.Engine.State;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>
/// Waits for a named event. As the trigger that starts a run it does not wait: its result is then the run's input <c>payload</c>, or the
/// whole input when there is none.
/// </summary>
internal sealed class Event : ActivityType
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of(
        "Elsa.Event", "Primitives", "Waits for a named event.", [new("eventName", "String", "Name of the event.")], ["result"]);

    public override bool MayWait => true;

    public override string? TriggeredBy => "eventName";

    public override void Execute(Walk walk, Frame frame)
    {
        if (walk.TriggerActivityId == frame.Activity.Id && frame.Activity.CanStart && !frame.Again)
        {
            Done(walk, frame, walk.Input.TryGetPropertyValue("payload", out var payload) || walk.Input.TryGetPropertyValue("Payload", out payload) ? payload : walk.Input);
            return;
        }
        var name = walk.Text(frame, "eventName");
        if (string.IsNullOrEmpty(name)) throw new ActivityFault(IncidentCodes.BadExpression, "The event has no name.");
        walk.Suspend(frame, walk.Event(frame, name));
    }

    public override void Resume(Walk walk, Frame frame, Bookmark bookmark, Stimulus stimulus) =>
        Done(walk, frame, ((Stimulus.EventReceived)stimulus).Payload);

    private static void Done(Walk walk, Frame frame, JsonNode? payload)
    {
        walk.Result(frame, Values.Own(payload));
        walk.Complete(frame, "Done");
    }

    public override void Check(Activity activity, DefinitionChecks checks) => checks.Needs(activity, "eventName", DefinitionCodes.NobodyAnswers, "the name of an event, without which nobody can send it");
}

using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Errors;
using Batumi.Workflows.Engine.Expressions;
using Batumi.Workflows.Engine.Running;
using Batumi.Workflows.Engine.State;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>Waits until a term is over, or until a named event comes before it.</summary>
internal sealed class Wait : ActivityType
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of(
        "Municipal.Wait", "Municipal", "Waits for a term or an event.",
        [new("for", "String", "The term, such as '10 working-days'."), new("event", "String", "Event that ends the wait early.")], ["result"], ports: ["Done", "Event"]);

    public override bool MayWait => true;

    public override IReadOnlyList<string> PortsOf(Activity activity) => activity.Inputs.ContainsKey("event") ? ["Done", "Event"] : ["Done"];

    public override void Execute(Walk walk, Frame frame)
    {
        var due = Due(walk, frame, "for");
        var name = walk.Text(frame, "event");
        if (due is { } term && !string.IsNullOrWhiteSpace(name)) walk.Suspend(frame, term.Rule, walk.Timer(frame, term.At), walk.Event(frame, name));
        else if (due is { } only) walk.Suspend(frame, only.Rule, walk.Timer(frame, only.At));
        else if (!string.IsNullOrWhiteSpace(name)) walk.Suspend(frame, walk.Event(frame, name));
        else throw new ActivityFault(IncidentCodes.BadDueRule, "The wait says neither a term ('for') nor an event.");
    }

    public override void Resume(Walk walk, Frame frame, Bookmark bookmark, Stimulus stimulus)
    {
        if (stimulus is Stimulus.EventReceived received)
        {
            walk.Result(frame, Values.Own(received.Payload));
            walk.Complete(frame, "Event");
        }
        else
        {
            walk.Complete(frame, "Done");
        }
    }

    public override void Check(Activity activity, DefinitionChecks checks)
    {
        checks.DueRule(activity, "for");
        if (!activity.Inputs.ContainsKey("for")) checks.Needs(activity, "event", DefinitionCodes.NobodyAnswers, "a term ('for') or an event that ends the wait");
        checks.PortsConnected(activity);
    }
}

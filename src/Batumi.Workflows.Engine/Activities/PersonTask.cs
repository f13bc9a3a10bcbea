using System.Text.Json.Nodes;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Effects;
using Batumi.Workflows.Engine.Errors;
using Batumi.Workflows.Engine.Expressions;
using Batumi.Workflows.Engine.Running;
using Batumi.Workflows.Engine.State;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>
/// What the municipal tasks have in common: somebody has something to do, it ends by one of its outcomes, and if it may expire, by Expired when
/// its term is over. The result is what was filled in, with <c>outcome</c> added.
/// </summary>
internal abstract class PersonTask : ActivityType
{
    public const string Expired = "Expired";

    protected static readonly InputDescriptor Due_ = new("due", "String", "How long it may take, such as '3 working-days'.");
    protected static readonly InputDescriptor Expires_ = new("expires", "Boolean", "Whether the task ends by itself, at port Expired, when its term is over.");

    protected abstract TaskKind Kind { get; }
    protected abstract IReadOnlyList<string> Usual { get; }

    public override bool MayWait => true;

    protected virtual string? Role(Walk walk, Frame frame) => walk.Text(frame, "role");

    protected virtual JsonNode? Payload(Walk walk, Frame frame) => walk.Evaluate(frame, "payload");

    public override IReadOnlyList<string> PortsOf(Activity activity)
    {
        var outcomes = activity.Inputs.TryGetValue("outcomes", out var given) ? given.IsFixed ? Values.Names(given.Value) : null : Usual;
        if (outcomes is null) return [];
        var expires = activity.Inputs.TryGetValue("expires", out var may) && (!may.IsFixed || Values.Truth(may.Value));
        return expires ? [.. outcomes, Expired] : outcomes;
    }

    public override void Execute(Walk walk, Frame frame)
    {
        var activity = frame.Activity;
        var name = walk.Text(frame, "name") is { Length: > 0 } given ? given : activity.Name is { Length: > 0 } own ? own : activity.Id;
        var outcomes = Outcomes(walk, frame);
        var due = Due(walk, frame, "due");
        var expires = walk.Truth(frame, "expires");
        if (expires && due is null) throw new ActivityFault(IncidentCodes.BadDueRule, "The task expires but says no term ('due').");

        var task = new Effect.OpenTask(
            "", activity.Id, Kind, name, Role(walk, frame), walk.Text(frame, "unit"), walk.Text(frame, "form"), outcomes, due?.Rule, due?.At, Payload(walk, frame));
        var id = walk.Chance.Id();
        walk.Emit(task with { TaskId = id, NotBy = Values.Names(walk.Evaluate(frame, "notBy")) ?? [] });
        var open = new Bookmark(id, BookmarkKind.Task, activity.Id, activity.Type, name, outcomes, due?.At);
        if (expires) walk.Suspend(frame, due!.Value.Rule, open, walk.Timer(frame, due.Value.At));
        else walk.Suspend(frame, open);
    }

    public override void Resume(Walk walk, Frame frame, Bookmark bookmark, Stimulus stimulus)
    {
        if (stimulus is Stimulus.TaskCompleted done)
        {
            walk.Emit(new Effect.CloseTask(bookmark.Id, frame.Activity.Id, done.Outcome));
            End(walk, frame, done.Outcome!, done.Result);
        }
        else
        {
            End(walk, frame, Expired, null);
        }
    }

    private static void End(Walk walk, Frame frame, string outcome, JsonNode? given)
    {
        var result = given switch
        {
            JsonObject found => Values.OwnObject(found),
            null => [],
            _ => new JsonObject { ["value"] = Values.Own(given) },
        };
        result["outcome"] = outcome;
        walk.Result(frame, result);
        walk.Complete(frame, outcome);
    }

    private IReadOnlyList<string> Outcomes(Walk walk, Frame frame)
    {
        var given = walk.Evaluate(frame, "outcomes");
        var outcomes = given is null ? Usual : Values.Names(given) ?? [];
        if (outcomes.Count == 0 || outcomes.Distinct(StringComparer.Ordinal).Count() != outcomes.Count || outcomes.Contains(Expired))
            throw new ActivityFault(IncidentCodes.BadOutcomes, $"'{Values.Text(given)}' is not a list of different outcomes (Expired is the term's).");
        return outcomes;
    }

    public override void Check(Activity activity, DefinitionChecks checks)
    {
        checks.DueRule(activity, "due");
        if (Kind == TaskKind.Staff) checks.Needs(activity, "role", DefinitionCodes.TaskIncomplete, "the role of those who may do it");
        checks.Needs(activity, "due", DefinitionCodes.TaskIncomplete, "how long it may take, such as '3 working-days'");
        checks.PortsConnected(activity);
    }
}

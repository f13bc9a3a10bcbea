using System.Text.Json.Nodes;
using Batumi.Workflows.Engine.Effects;
using Batumi.Workflows.Engine.Errors;
using Batumi.Workflows.Engine.Expressions;
using Batumi.Workflows.Engine.Running;
using Batumi.Workflows.Engine.State;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>Starts a run of another definition; when it waits for it, the result is that run's output.</summary>
internal class DispatchWorkflow : ActivityType
{
    protected static readonly InputDescriptor[] Common =
    [
        new("workflowDefinitionId", "String", "The definition to run."), new("correlationId", "String", "Correlation of the new run."),
        new("input", "ObjectDictionary", "Its input."), new("waitForCompletion", "Boolean", "Whether to wait for its end."),
    ];

    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of(
        "Elsa.DispatchWorkflow", "Composition", "Starts a run of another definition.", [.. Common, new("channelName", "String", "Accepted; there is one channel.")], ["result"]);

    public override bool MayWait => true;

    public override void Execute(Walk walk, Frame frame)
    {
        var definition = Definition(walk, frame);
        var input = Letter.Fields(walk, frame, "input");
        var correlation = walk.Text(frame, "correlationId");
        var waits = walk.Truth(frame, "waitForCompletion");
        var run = Start(walk, frame, definition, input, correlation, waits);
        if (waits) walk.Suspend(frame, run);
        else GoOn(walk, frame, run.Name!);
    }

    public override void Resume(Walk walk, Frame frame, Bookmark bookmark, Stimulus stimulus)
    {
        var ended = (Stimulus.RunEnded)stimulus;
        walk.Result(frame, Result(bookmark.Name!, ended));
        walk.Complete(frame, "Done");
    }

    /// <summary>Nobody waits for the run.</summary>
    protected virtual void GoOn(Walk walk, Frame frame, string runId) => walk.Complete(frame, "Done");

    protected virtual JsonNode? Result(string runId, Stimulus.RunEnded ended) => Values.OwnObject(ended.Output);

    public static string Definition(Walk walk, Frame frame)
    {
        var definition = walk.Text(frame, "workflowDefinitionId");
        if (string.IsNullOrWhiteSpace(definition)) throw new ActivityFault(IncidentCodes.BadExpression, "The activity names no workflow definition.");
        if (walk.Context.Unpublished?.Contains(definition) == true)
            throw new ActivityFault(IncidentCodes.NotPublished, $"No published version of workflow definition with ID {definition} found.");
        return definition;
    }

    /// <summary>Wishes for a run; the bookmark would wait for its end.</summary>
    public static Bookmark Start(Walk walk, Frame frame, string definition, JsonObject input, string? correlation, bool waits)
    {
        input["ParentInstanceId"] = walk.InstanceId;
        var run = walk.Chance.Id();
        var wait = new Bookmark(waits ? walk.Chance.Id() : "", BookmarkKind.Run, frame.Activity.Id, frame.Activity.Type, run, [], null);
        walk.Emit(new Effect.StartRun(run, frame.Activity.Id, definition, input, string.IsNullOrEmpty(correlation) ? null : correlation, waits ? wait.Id : null));
        return wait;
    }
}

using System.Text.Json.Nodes;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Errors;
using Batumi.Workflows.Engine.Expressions;
using Batumi.Workflows.Engine.Running;
using Batumi.Workflows.Engine.State;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>
/// Starts a run of another definition for each item. When it waits, each end may run the embedded activity ChildCompleted or ChildFaulted, and it
/// goes on by Completed when all have ended.
/// </summary>
internal sealed class BulkDispatchWorkflows : ActivityType
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of(
        "Elsa.BulkDispatchWorkflows", "Composition", "Starts a run of another definition for each item.",
        [
            new("workflowDefinitionId", "String", "The definition to run."), new("items", "Object", "The items."),
            new("defaultItemInputKey", "String", "Name of the input that an item is given in, unless it is an object; Item if not set."),
            new("correlationIdFunction", "String", "Correlation of each run; sees the item as getItem()."), new("input", "ObjectDictionary", "Input of every run."),
            new("waitForCompletion", "Boolean", "Whether to wait for their ends; yes if not set."), new("channelName", "String", "Accepted; there is one channel."),
        ],
        ports: ["Completed", "Canceled", "Done"], embedded: ["childCompleted", "childFaulted"]);

    public override bool MayWait => true;

    protected override IReadOnlyList<string> Catches => [Signals.Break];

    public override void Execute(Walk walk, Frame frame)
    {
        var definition = DispatchWorkflow.Definition(walk, frame);
        var items = Conversion.To(walk.Evaluate(frame, "items"), "List<Object>") switch { null => [], JsonArray list => list, { } one => new JsonArray(Values.Own(one)) };
        if (items.Count > walk.Bounds.Runs) throw new ActivityFault(IncidentCodes.TooManyRuns, $"{items.Count} items, and one activity may start {walk.Bounds.Runs} runs.");
        var waits = !frame.Activity.Inputs.ContainsKey("waitForCompletion") || walk.Truth(frame, "waitForCompletion");
        var common = Letter.Fields(walk, frame, "input");
        var key = walk.Text(frame, "defaultItemInputKey") is { Length: > 0 } given ? given : "Item";
        var runs = new List<Bookmark>();
        foreach (var item in items)
        {
            var input = Values.OwnObject(common);
            if (item is JsonObject several) foreach (var (name, value) in several) input[name] = Values.Own(value);
            else input[key] = Values.Own(item);
            frame.Declare(new Variable($"{frame.Activity.Id}:item", "item", "Object", false, Values.Own(item)));
            runs.Add(DispatchWorkflow.Start(walk, frame, definition, input, walk.Text(frame, "correlationIdFunction"), waits));
        }
        if (!waits) walk.Complete(frame, "Done");
        else if (runs.Count == 0) walk.Complete(frame, "Completed", "Done");
        else walk.Suspend(frame, [.. runs]);
    }

    public override void Resume(Walk walk, Frame frame, Bookmark bookmark, Stimulus stimulus)
    {
        var ended = (Stimulus.RunEnded)stimulus;
        frame.Declare(new Variable($"{frame.Activity.Id}:ChildInstanceId", "ChildInstanceId", "String", false, bookmark.Name));
        var port = ended.SubStatus == nameof(RunSubStatus.Faulted) ? "childFaulted" : "childCompleted";
        if (frame.Activity.Embedded.TryGetValue(port, out var then)) walk.Schedule(then, frame);
        GoOn(walk, frame);
    }

    protected override void ChildCompleted(Walk walk, Frame frame, Frame child, IReadOnlyList<string> outcomes) => GoOn(walk, frame);

    private static void GoOn(Walk walk, Frame frame)
    {
        if (frame.Children.Count > 0 || walk.Bookmarks.Any(b => b.Frame == frame.Number)) frame.Status = FrameStatus.Waiting;
        else walk.Complete(frame, "Completed", "Done");
    }
}

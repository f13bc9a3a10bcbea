using System.Text.Json.Nodes;
using Batumi.Workflows.Engine.Errors;
using Batumi.Workflows.Engine.Expressions;
using Batumi.Workflows.Engine.Running;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>Runs its body for each item, one after the other. The items are evaluated again for every round, as Elsa does.</summary>
internal sealed class ForEach : ActivityType
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of(
        "Elsa.ForEach", "Looping", "Runs its body for each item.", [new("items", "List<Object>", "The items.")], ["currentValue"], embedded: ["body"]);

    protected override IReadOnlyList<string> Catches => [Signals.Break];

    public override void Execute(Walk walk, Frame frame)
    {
        frame.Position = 0;
        Next(walk, frame);
    }

    protected override void ChildCompleted(Walk walk, Frame frame, Frame child, IReadOnlyList<string> outcomes) => Next(walk, frame);

    private static void Next(Walk walk, Frame frame)
    {
        var items = Items(walk, frame);
        if (frame.Position >= items.Count || !frame.Activity.Embedded.TryGetValue("body", out var body))
        {
            walk.Complete(frame, "Done");
            return;
        }
        var item = Values.Own(items[frame.Position]);
        frame.Turn(item, frame.Position++);
        walk.Output(frame, "CurrentValue", item);
        walk.Schedule(body, frame);
    }

    /// <summary>The items; a text that is no list is refused.</summary>
    public static JsonArray Items(Walk walk, Frame frame) => Conversion.To(walk.Evaluate(frame, "items"), "List<Object>") switch
    {
        null => [],
        JsonArray list => list,
        _ => throw new ActivityFault(IncidentCodes.BadExpression, "'items' is not a list."),
    };
}

using System.Text.Json.Nodes;
using Batumi.Workflows.Engine.Expressions;
using Batumi.Workflows.Engine.Running;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>Ends the workflow around it; where that is used as an activity, it is left by these outcomes.</summary>
internal sealed class Complete : ActivityType
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of(
        "Elsa.Complete", "Composition", "Ends the workflow.", [new("outcomes", "Object", "Outcomes of the workflow: a text or a list.")]);

    public override void Execute(Walk walk, Frame frame)
    {
        var outcomes = walk.Evaluate(frame, "outcomes");
        if (Values.Text(outcomes) is { } text && outcomes is JsonValue && text.TrimStart().StartsWith('[')) outcomes = Values.Parse(text) ?? outcomes;
        Walk.Choose(frame, outcomes switch
        {
            JsonArray list => [.. list.Select(Values.Text).OfType<string>().Where(o => !Signals.Is(o))],
            JsonValue one when Values.Text(one) is { Length: > 0 } only && !Signals.Is(only) => [only],
            _ => [],
        });
        walk.Complete(frame, Signals.Complete);
    }
}

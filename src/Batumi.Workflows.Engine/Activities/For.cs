using Batumi.Workflows.Engine.Errors;
using Batumi.Workflows.Engine.Expressions;
using Batumi.Workflows.Engine.Running;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>Runs its body for each number from start to end; without a body it is done at once (case 104).</summary>
internal sealed class For : ActivityType
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of(
        "Elsa.For", "Looping", "Runs its body for each number from start to end.",
        [
            new("start", "Int32", "First number; 0 if not set."), new("end", "Int32", "Last number."), new("step", "Int32", "Step; 1 if not set."),
            new("outerBoundInclusive", "Boolean", "Whether the last number counts; yes if not set."),
        ],
        ["currentValue"], embedded: ["body"]);

    protected override IReadOnlyList<string> Catches => [Signals.Break];

    public override void Execute(Walk walk, Frame frame)
    {
        frame.Position = 0;
        Next(walk, frame);
    }

    protected override void ChildCompleted(Walk walk, Frame frame, Frame child, IReadOnlyList<string> outcomes) => Next(walk, frame);

    private static void Next(Walk walk, Frame frame)
    {
        var step = Number(walk, frame, "step") ?? 1;
        if (step == 0) throw new ActivityFault(IncidentCodes.BadExpression, "The step of the loop is 0.");
        var value = (Number(walk, frame, "start") ?? 0) + (frame.Position * step);
        var end = Number(walk, frame, "end") ?? 0;
        var inclusive = !frame.Activity.Inputs.ContainsKey("outerBoundInclusive") || walk.Truth(frame, "outerBoundInclusive");
        var within = step > 0 ? value < end || (inclusive && value == end) : value > end || (inclusive && value == end);
        if (!within || !frame.Activity.Embedded.TryGetValue("body", out var body))
        {
            walk.Complete(frame, "Done");
            return;
        }
        frame.Turn(Values.Number(value), frame.Position++);
        walk.Output(frame, "CurrentValue", Values.Number(value));
        walk.Schedule(body, frame);
    }

    private static double? Number(Walk walk, Frame frame, string input) => Values.AsNumber(Conversion.To(walk.Evaluate(frame, input), "Int32"));
}

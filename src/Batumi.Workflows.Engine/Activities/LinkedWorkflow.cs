using System.Text.Json.Nodes;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Expressions;
using Batumi.Workflows.Engine.Running;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>
/// A definition that is used as an activity. It runs in the same run, sees only its own variables and the inputs it is given, and goes on by the
/// outcomes of its Elsa.Complete.
/// </summary>
internal sealed class LinkedWorkflow : ActivityType
{
    public static LinkedWorkflow Instance { get; } = new();

    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of("Elsa.WorkflowDefinitionActivity", "System", "A definition used as an activity.", ports: []);

    public override IReadOnlyList<string> PortsOf(Activity activity) => activity.Composite is { Outcomes: { Count: > 0 } outcomes } ? [.. outcomes.Union(["Done"])] : ["Done"];

    public override void Execute(Walk walk, Frame frame)
    {
        var given = new List<(string Name, JsonNode? Value)>();
        foreach (var input in frame.Activity.Composite!.Inputs)
            given.Add((input.Name, Conversion.To(walk.Evaluate(frame, input.Name), input.TypeName, input.IsArray)));
        frame.Variables = [.. given.Select(g => new Slot(IdOf(g.Name), g.Name, "Object", g.Value))];
        walk.Schedule(frame.Activity.Embedded["root"], frame);
    }

    protected override void ChildCompleted(Walk walk, Frame frame, Frame child, IReadOnlyList<string> outcomes) =>
        walk.Complete(frame, frame.Outcomes is { Count: > 0 } chosen ? chosen : ["Done"]);

    /// <summary>The value of an input as it was given to the definition that this frame is; null when it has no such input.</summary>
    public static Slot? Input(Frame frame, string name) => frame.Variable(IdOf(name));

    private static string IdOf(string input) => "input:" + input;
}

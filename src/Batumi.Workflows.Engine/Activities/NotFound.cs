using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Errors;
using Batumi.Workflows.Engine.Running;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>Stands for a type that is not known: the definition can be kept and drawn, and running it faults (case 209).</summary>
internal sealed class NotFound : ActivityType
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of("Elsa.NotFoundActivity", "System", "An activity whose type is not known.", ports: []);

    public override string TypeInIncidents(Activity activity) => Descriptor.Type;

    public override void Execute(Walk walk, Frame frame) =>
        throw new ActivityFault(IncidentCodes.UnknownType, $"Activity type '{frame.Activity.Type}' version '{frame.Activity.Version}' could not be found.");
}

/// <summary>The workflow itself, around its root.</summary>
internal sealed class Whole : ActivityType
{
    public static Whole Instance { get; } = new();

    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of("Elsa.Workflow", "System", "The workflow itself.", embedded: ["root"]);

    protected override IReadOnlyList<string> Catches => Signals.All;

    public override void Execute(Walk walk, Frame frame) => walk.Schedule(frame.Activity.Embedded["root"], frame);
}

using Batumi.Workflows.Engine.Effects;
using Batumi.Workflows.Engine.Running;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>Writes a line for whoever watches the run; the host decides where it goes.</summary>
internal sealed class WriteLine : ActivityType
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of(
        "Elsa.WriteLine", "Console", "Writes a line of text.", [new("text", "String", "The text.")]);

    public override void Execute(Walk walk, Frame frame)
    {
        walk.Emit(new Effect.WriteLine(frame.Activity.Id, walk.Text(frame, "text")));
        walk.Complete(frame, "Done");
    }
}

using Batumi.Workflows.Engine.Effects;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>Somebody of the municipality, or of a company that works for it, has something to do.</summary>
internal sealed class MunicipalTask : PersonTask
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of(
        "Municipal.Task", "Municipal", "Somebody who has a role does something and chooses an outcome.",
        [
            new("name", "String", "Key of the task's name and instructions."), new("role", "String", "Who may do it."),
            new("unit", "String", "Code of the unit or company it is for; empty: any."), new("form", "String", "Key of the form to fill in."),
            new("outcomes", "List<String>", "Ways it can end; Done if not set."), Due_, Expires_,
            new("notBy", "List<String>", "Names of tasks: who ended one of them may not do this one (four eyes)."), new("payload", "Object", "What else there is to know."),
        ],
        ["result"], ports: []);

    protected override TaskKind Kind => TaskKind.Staff;
    protected override IReadOnlyList<string> Usual { get; } = ["Done"];
}

using Batumi.Workflows.Engine.Effects;
using Batumi.Workflows.Engine.Running;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>The applicant fills in a form, such as the request itself or a correction.</summary>
internal sealed class ApplicantForm : PersonTask
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of(
        "Municipal.ApplicantForm", "Municipal", "The applicant fills in a form.",
        [
            new("name", "String", "Key of the task's name and instructions."), new("form", "String", "Key of the form to fill in."),
            new("outcomes", "List<String>", "Ways it can end; Submitted if not set."), Due_, Expires_, new("payload", "Object", "What else there is to know."),
        ],
        ["result"], ports: []);

    protected override TaskKind Kind => TaskKind.Applicant;
    protected override IReadOnlyList<string> Usual { get; } = ["Submitted"];

    protected override string? Role(Walk walk, Frame frame) => null;
}

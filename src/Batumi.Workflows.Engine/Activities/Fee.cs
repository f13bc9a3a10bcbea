using System.Text.Json.Nodes;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Effects;
using Batumi.Workflows.Engine.Errors;
using Batumi.Workflows.Engine.Expressions;
using Batumi.Workflows.Engine.Running;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>The applicant owes a fee; the finance office records the payment.</summary>
internal sealed class Fee : PersonTask
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of(
        "Municipal.Fee", "Municipal", "Waits until a fee is paid.",
        [new("name", "String", "Key of the task's name."), new("amountTetri", "Int64", "Amount in tetri."), new("description", "String", "What it is for."), new("unit", "String", "Code of the unit whose finance office it is for; empty: any."), Due_, Expires_],
        ["result"], ports: ["Paid", Expired]);

    protected override TaskKind Kind => TaskKind.Fee;
    protected override IReadOnlyList<string> Usual { get; } = ["Paid"];

    protected override string? Role(Walk walk, Frame frame) => "finance";

    protected override JsonNode? Payload(Walk walk, Frame frame)
    {
        if (Conversion.To(walk.Evaluate(frame, "amountTetri"), "Int64") is not { } amount || Values.AsNumber(amount) is < 0)
            throw new ActivityFault(IncidentCodes.BadExpression, "The fee has no amount in tetri.");
        return new JsonObject { ["amountTetri"] = amount.DeepClone(), ["description"] = walk.Text(frame, "description") };
    }
}

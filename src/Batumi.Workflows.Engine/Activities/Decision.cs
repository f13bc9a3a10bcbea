using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Effects;
using Batumi.Workflows.Engine.Errors;
using Batumi.Workflows.Engine.Running;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>Records how the case is decided. A refusal needs a reason.</summary>
internal sealed class Decision : ActivityType
{
    public static readonly IReadOnlyList<string> Outcomes =
        ["positive", "partly_positive", "negative", "left_without_consideration", "withdrawn", "redirected", "terminated"];

    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of(
        "Municipal.Decision", "Municipal", "Records how the case is decided.",
        [
            new("outcome", "String", "One of: " + string.Join(", ", Outcomes) + "."), new("reasonCode", "String", "Code of the reason."),
            new("reason", "String", "The reason in words."),
        ]);

    public override void Execute(Walk walk, Frame frame)
    {
        var outcome = walk.Text(frame, "outcome");
        if (outcome is null || !Outcomes.Contains(outcome))
            throw new ActivityFault(IncidentCodes.BadDecision, $"'{outcome}' is not a decision. Decisions are: {string.Join(", ", Outcomes)}.");
        var code = Given(walk.Text(frame, "reasonCode"));
        var reason = Given(walk.Text(frame, "reason"));
        if (outcome == "negative" && code is null && reason is null)
            throw new ActivityFault(IncidentCodes.BadDecision, "A negative decision needs a reason ('reasonCode' or 'reason').");
        walk.Emit(new Effect.RecordDecision(frame.Activity.Id, outcome, code, reason));
        walk.Complete(frame, "Done");
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    public override void Check(Activity activity, DefinitionChecks checks)
    {
        if (!activity.Inputs.TryGetValue("outcome", out var outcome))
            checks.Error(DefinitionCodes.BadOutcome, $"{checks.Place}.outcome", "nothing", "one of " + string.Join(", ", Outcomes));
        else if (outcome.Syntax == "Literal" && (outcome.Text is not { } text || !Outcomes.Contains(text)))
            checks.Error(DefinitionCodes.BadOutcome, $"{checks.Place}.outcome", $"'{outcome.Value}'", "one of " + string.Join(", ", Outcomes));
        if (outcome is not { Syntax: "Literal", Text: not "negative" }) checks.Needs(activity, "reason", DefinitionCodes.RefusalIncomplete, "the reason in words, which a refusal must give");
    }
}

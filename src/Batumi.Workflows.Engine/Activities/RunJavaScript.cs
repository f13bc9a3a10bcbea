using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Errors;
using Batumi.Workflows.Engine.Expressions;
using Batumi.Workflows.Engine.Running;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>Runs a script; goes on by the outcomes it sets, else by Done.</summary>
internal sealed class RunJavaScript : ActivityType
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of(
        "Elsa.RunJavaScript", "Scripting", "Runs a script.",
        [new("script", "String", "The script."), new("possibleOutcomes", "List<String>", "Outcomes it may set.")], ["result"], ports: []);

    public override IReadOnlyList<string> PortsOf(Activity activity) =>
        activity.Inputs.TryGetValue("possibleOutcomes", out var possible) && possible.IsFixed && Values.Names(possible.Value) is { Count: > 0 } names ? names : ["Done"];

    public override void Execute(Walk walk, Frame frame)
    {
        if (!frame.Activity.Inputs.TryGetValue("script", out var script)) { walk.Complete(frame, "Done"); return; }
        if (script.Script is null) throw new ActivityFault(IncidentCodes.BadExpression, script.Flaw ?? $"A script in {script.Syntax} is not run here.");
        walk.Note(frame, "script", script.Value);
        walk.Result(frame, script.Script.Run(walk, frame, out var outcomes));
        walk.Complete(frame, outcomes is { Count: > 0 } ? [.. outcomes.Where(o => !Signals.Is(o))] : ["Done"]);
    }
}

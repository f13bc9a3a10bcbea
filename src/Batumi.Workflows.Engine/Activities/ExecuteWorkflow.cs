using System.Text.Json;
using System.Text.Json.Nodes;
using Batumi.Workflows.Engine.Expressions;
using Batumi.Workflows.Engine.Running;
using Batumi.Workflows.Engine.State;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>
/// Runs another definition in place: the result says which run it was and how it stands. As in Elsa, nothing is known of a run that had to wait in
/// between (case 170).
/// </summary>
internal sealed class ExecuteWorkflow : DispatchWorkflow
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of(
        "Elsa.ExecuteWorkflow", "Composition", "Runs another definition.", Common, ["result"]);

    public override bool WaitsUntold => true;

    protected override void GoOn(Walk walk, Frame frame, string runId)
    {
        walk.Result(frame, Outcome(runId, RunStatus.Running, RunSubStatus.Pending, null));
        walk.Complete(frame, "Done");
    }

    protected override JsonNode? Result(string runId, Stimulus.RunEnded ended)
    {
        if (!ended.AtOnce) return Outcome(null, RunStatus.Running, RunSubStatus.Pending, null);
        var how = Enum.TryParse<RunSubStatus>(ended.SubStatus, out var known) ? known : RunSubStatus.Finished;
        return Outcome(runId, RunStatus.Finished, how, Values.OwnObject(ended.Output));
    }

    private static JsonObject Outcome(string? runId, RunStatus status, RunSubStatus how, JsonObject? output) => new()
    {
        ["WorkflowDefinitionVersionId"] = null, ["WorkflowInstanceId"] = runId, ["CorrelationId"] = null, ["Status"] = (long)status, ["SubStatus"] = (long)how, ["Output"] = output,
    };

    /// <summary>Names of the numbers in a result, as scripts see them; null when the object is no such result.</summary>
    public static (string Status, string SubStatus)? NamesIn(JsonObject found) =>
        found.Count == 6 && found.ContainsKey("WorkflowDefinitionVersionId") && Number(found, "Status") is { } status && Number(found, "SubStatus") is { } how
            && Enum.IsDefined((RunStatus)status) && Enum.IsDefined((RunSubStatus)how)
            ? (((RunStatus)status).ToString(), ((RunSubStatus)how).ToString()) : null;

    private static int? Number(JsonObject found, string name) =>
        found[name] is JsonValue value && value.GetValueKind() == JsonValueKind.Number && Values.AsNumber(value) is { } number and >= 0 and < 10 ? (int)number : null;
}

using System.Globalization;
using System.Text.Json.Nodes;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Effects;
using Batumi.Workflows.Engine.Errors;
using Batumi.Workflows.Engine.Expressions;
using Batumi.Workflows.Engine.Running;
using Batumi.Workflows.Engine.State;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>Asks another server and waits for its answer, which the host brings; then runs the embedded activity for the answer's status code.</summary>
internal class SendHttpRequest : ActivityType
{
    protected static readonly InputDescriptor[] Common =
    [
        new("url", "Uri", "Where to."), new("method", "String", "GET if not set."), new("content", "Object", "Body: a text, or a value that is sent as JSON."),
        new("contentType", "String", "Kind of the body."), new("authorization", "String", "Value of the Authorization header."),
        new("requestHeaders", "HttpHeaders", "Headers: an object."),
    ];

    protected static readonly string[] Given = ["statusCode", "parsedContent", "responseHeaders", "result"];

    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of(
        "Elsa.SendHttpRequest", "HTTP", "Asks another server.", Common, Given, embedded: ["unmatchedStatusCode", "failedToConnect", "timeout"]);

    public override bool MayWait => true;

    public override void Execute(Walk walk, Frame frame)
    {
        var url = walk.Text(frame, "url");
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw new ActivityFault(IncidentCodes.BadExpression, "The request has no address that begins with http:// or https://.");
        var method = walk.Text(frame, "method") is { Length: > 0 } given ? given.ToUpperInvariant() : "GET";
        if (!Methods.Contains(method)) throw new ActivityFault(IncidentCodes.BadExpression, $"'{method}' is not a method of a request.");
        var headers = Letter.Fields(walk, frame, "requestHeaders");
        if (walk.Text(frame, "authorization") is { Length: > 0 } authorization) headers["Authorization"] = authorization;
        var content = walk.Text(frame, "content");
        var id = walk.Chance.Id();
        walk.Emit(new Effect.SendHttp(id, frame.Activity.Id, method, uri.AbsoluteUri, headers, walk.Text(frame, "contentType"), content));
        walk.Suspend(frame, new Bookmark(id, BookmarkKind.Http, frame.Activity.Id, frame.Activity.Type, null, [], null));
    }

    public override void Resume(Walk walk, Frame frame, Bookmark bookmark, Stimulus stimulus)
    {
        var answer = (Stimulus.HttpAnswered)stimulus;
        if (answer.StatusCode is { } status)
        {
            if (answer.Body?.Length > walk.Bounds.TextLength) throw new ActivityFault(IncidentCodes.TooLong, $"The answer is longer than {walk.Bounds.TextLength} characters.");
            walk.Output(frame, "StatusCode", (long)status);
            walk.Output(frame, "ResponseHeaders", Values.OwnObject(answer.Headers));
            var parsed = answer.Body is null ? null : Values.Parse(answer.Body) ?? JsonValue.Create(answer.Body);
            walk.Output(frame, "ParsedContent", parsed);
            walk.Result(frame, parsed);
            Answered(walk, frame, status);
        }
        else
        {
            Failed(walk, frame, isTimeout: string.Equals(answer.Error, "timeout", StringComparison.OrdinalIgnoreCase));
        }
    }

    protected virtual void Answered(Walk walk, Frame frame, int status)
    {
        var label = status.ToString(CultureInfo.InvariantCulture);
        Then(walk, frame, frame.Activity.Cases.FirstOrDefault(c => c.Label == label) is { } matched ? matched.Activity : Embedded(frame, "unmatchedStatusCode"));
    }

    protected virtual void Failed(Walk walk, Frame frame, bool isTimeout) => Then(walk, frame, Embedded(frame, isTimeout ? "timeout" : "failedToConnect"));

    private static Activity? Embedded(Frame frame, string name) => frame.Activity.Embedded.GetValueOrDefault(name);

    private static void Then(Walk walk, Frame frame, Activity? next)
    {
        if (next is null) walk.Complete(frame, "Done");
        else walk.Schedule(next, frame);
    }
}

/// <summary>The same on a flowchart: goes on by the status code and by Done, or by what went wrong.</summary>
internal sealed class FlowSendHttpRequest : SendHttpRequest
{
    private const string Unmatched = "Unmatched status code";

    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of(
        "Elsa.FlowSendHttpRequest", "HTTP", "Asks another server.", [new("expectedStatusCodes", "List<Int32>", "Status codes that have a port; 200 if not set."), .. Common], Given, ports: []);

    public override IReadOnlyList<string> PortsOf(Activity activity)
    {
        var codes = !activity.Inputs.TryGetValue("expectedStatusCodes", out var given) ? ["200"] : given.IsFixed ? Values.Names(given.Value) : null;
        return codes is null ? [] : [.. codes, Unmatched, "Failed to connect", "Timeout", "Done"];
    }

    protected override void Answered(Walk walk, Frame frame, int status)
    {
        var expected = frame.Activity.Inputs.ContainsKey("expectedStatusCodes") ? Values.Names(walk.Evaluate(frame, "expectedStatusCodes")) ?? [] : ["200"];
        var label = status.ToString(CultureInfo.InvariantCulture);
        if (expected.Count == 0) walk.Complete(frame, "Done");
        else walk.Complete(frame, expected.Contains(label) ? label : Unmatched, "Done");
    }

    protected override void Failed(Walk walk, Frame frame, bool isTimeout) => walk.Complete(frame, isTimeout ? "Timeout" : "Failed to connect");
}

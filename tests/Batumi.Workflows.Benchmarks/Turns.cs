using System.Diagnostics;
using System.Text.Json.Nodes;
using Batumi.Workflows.Engine;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.State;

namespace Batumi.Workflows.Benchmarks;

/// <summary>How many steps of each kind a second the interpreter takes by itself, on one core: with the state in memory, and through its text as a database keeps it.</summary>
internal static class Turns
{
    private const int Windows = 5;
    private static readonly DateTimeOffset now = new(2026, 11, 24, 6, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan window = TimeSpan.FromSeconds(0.5);

    public static void Run()
    {
        Console.WriteLine($"interpreter, one core, turns/s, median of {Windows} windows of {window.TotalSeconds:0.0} s: state in memory, and through its text");
        Report("human task", PingPong.Definition);
        Report("Elsa.RunTask", Circle());
        Report("Elsa.Event", Circle(wait: Activity("Elsa.Event", "ask", ("eventName", PingPong.Input("String", "go")))));
        Report("Elsa.Delay", Circle(wait: Activity("Elsa.Delay", "ask", ("timeSpan", PingPong.Input("TimeSpan", "00:10:00")))));
        Report("SetVariable, a literal", Circle(SetVariable("Literal", "done")));
        Report("SetVariable, JavaScript", Circle(SetVariable("JavaScript", "getNote() ? `${getNote()}`.length : 0")));
        Report("WriteLine, Liquid", Circle(Activity("Elsa.WriteLine", "work", ("text", Expression("String", "Liquid", "Case {{ Variables.Note }} of {{ CorrelationId }}")))));
        Report("FlowDecision, JavaScript", Circle(Activity("Elsa.FlowDecision", "work", ("condition", Expression("Boolean", "JavaScript", "getNote() !== 7"))), port: "True"));
        Report("ForEach over 100 lines", Circle(Activity("Elsa.ForEach", "work", ("items", Expression("Object", "Object", $"[{string.Join(',', Enumerable.Range(0, 100))}]")), ("body", Activity("Elsa.WriteLine", "line", ("text", PingPong.Input("String", "x")))))));
        Report("fork into four branches and join", Fork());
    }

    private static void Report(string what, string definition)
    {
        var reading = WorkflowDefinition.Read(definition, what);
        var read = reading.Definition ?? throw new InvalidOperationException($"{what}: {reading.Errors[0].Message}");
        var (memory, text) = (Median(read, throughText: false), Median(read, throughText: true));
        Console.WriteLine($"  {what,-34} {memory,9:N0} {text,9:N0}");
    }

    private static double Median(WorkflowDefinition definition, bool throughText)
    {
        var start = Interpreter.Start(definition, new Beginning("bench"), Context(1)).State!;
        Window(definition, start, throughText);
        return Enumerable.Range(0, Windows).Select(_ => Window(definition, start, throughText)).Order().ElementAt(Windows / 2);
    }

    private static double Window(WorkflowDefinition definition, WorkflowState state, bool throughText)
    {
        var clock = Stopwatch.StartNew();
        var turns = 0;
        var text = state.ToJson();
        while (clock.Elapsed < window)
        {
            var before = throughText ? WorkflowState.FromJson(text) : state;
            var turn = Interpreter.Resume(definition, before, Answer(before.Bookmarks[0]), Context((ulong)++turns));
            state = turn.State is { Status: RunStatus.Running, Bookmarks.Count: > 0 } next ? next : throw new InvalidOperationException("The run ended, which none of these does.");
            if (throughText) text = state.ToJson();
        }

        return turns / clock.Elapsed.TotalSeconds;
    }

    private static Stimulus Answer(Bookmark mark) => mark.Kind switch
    {
        BookmarkKind.Timer => new Stimulus.TimerElapsed(mark.Id),
        BookmarkKind.Event => new Stimulus.EventReceived(mark.Name!, "payload"),
        _ => new Stimulus.TaskCompleted(mark.Id, mark.Outcomes.Count == 0 ? null : "Done", PingPong.Result),
    };

    private static TurnContext Context(ulong seed) => new(now, seed, (_, from) => from.AddDays(3));

    // A wait and, if anything, work behind it that goes back to the wait: each step is one round.
    private static string Circle(JsonObject? work = null, JsonObject? wait = null, string port = "Done")
    {
        wait ??= Activity("Elsa.RunTask", "ask", ("taskName", PingPong.Input("String", "ask")));
        return work is null ? Definition([wait], Connection("ask", "ask")) : Definition([wait, work], Connection("ask", "work"), Connection("work", "ask", port));
    }

    private static string Fork()
    {
        string[] branches = ["a", "b", "c", "d"];
        JsonObject[] activities = [Activity("Elsa.RunTask", "ask", ("taskName", PingPong.Input("String", "ask"))), Activity("Elsa.FlowFork", "fork", ("branches", Expression("Object", "Object", "[\"a\",\"b\",\"c\",\"d\"]"))),
            .. branches.Select(b => Activity("Elsa.WriteLine", b, ("text", PingPong.Input("String", b)))), Activity("Elsa.FlowJoin", "join", ("mode", PingPong.Input("String", "WaitAll")))];
        return Definition(activities, [Connection("ask", "fork"), .. branches.Select(b => Connection("fork", b, b)), .. branches.Select(b => Connection(b, "join")), Connection("join", "ask")]);
    }

    private static string Definition(JsonObject[] activities, params JsonObject[] connections) => new JsonObject
    {
        ["definitionId"] = "kind", ["name"] = "Kind", ["version"] = 1, ["variables"] = new JsonArray(new JsonObject { ["id"] = "v-note", ["name"] = "Note", ["typeName"] = "Object" }),
        ["root"] = new JsonObject { ["id"] = "root", ["type"] = "Elsa.Flowchart", ["version"] = 1, ["activities"] = new JsonArray([.. activities]), ["connections"] = new JsonArray([.. connections]) },
    }.ToJsonString();

    private static JsonObject SetVariable(string syntax, string value) =>
        Activity("Elsa.SetVariable", "work", ("variable", new JsonObject { ["id"] = "v-note", ["name"] = "Note", ["typeName"] = "Object" }), ("value", Expression("Object", syntax, value)));

    private static JsonObject Activity(string type, string id, params (string Name, JsonNode Value)[] properties)
    {
        var activity = new JsonObject { ["id"] = id, ["type"] = type, ["version"] = 1 };
        foreach (var (name, value) in properties) activity[name] = value;
        return activity;
    }

    private static JsonObject Expression(string type, string syntax, string value) => new() { ["typeName"] = type, ["expression"] = new JsonObject { ["type"] = syntax, ["value"] = value } };

    private static JsonObject Connection(string from, string to, string port = "Done")
    {
        var connection = PingPong.Connection(from, to);
        connection["source"]!["port"] = port;
        return connection;
    }
}

using System.Diagnostics;
using Batumi.Workflows.Engine;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.State;

namespace Batumi.Workflows.Benchmarks;

/// <summary>How many steps a second the interpreter takes by itself, on one core: with the state in memory, and through its text as a database keeps it.</summary>
internal static class Turns
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 6, 0, 0, TimeSpan.Zero);

    public static void Run()
    {
        Console.WriteLine("interpreter, one core, median of 5 windows of 1 s");
        var definition = WorkflowDefinition.Read(PingPong.Definition, "ping-pong.json").Definition!;
        Report("human step, state in memory", definition, throughText: false);
        Report("human step, state read from its text and written back", definition, throughText: true);
    }

    private static void Report(string what, WorkflowDefinition definition, bool throughText)
    {
        var start = Interpreter.Start(definition, new Beginning("bench"), Context(1)).State!;
        Window(definition, start, throughText, TimeSpan.FromSeconds(1));
        var rates = Enumerable.Range(0, 5).Select(_ => Window(definition, start, throughText, TimeSpan.FromSeconds(1))).Order().ToList();
        Console.WriteLine($"  {what,-56} {rates[2],9:N0} turns/s  ({rates[0]:N0} - {rates[4]:N0})");
    }

    private static double Window(WorkflowDefinition definition, WorkflowState state, bool throughText, TimeSpan length)
    {
        var clock = Stopwatch.StartNew();
        var turns = 0;
        var text = state.ToJson();
        while (clock.Elapsed < length)
        {
            var before = throughText ? WorkflowState.FromJson(text) : state;
            var turn = Interpreter.Resume(definition, before, new Stimulus.TaskCompleted(before.Bookmarks[0].Id, "Done", PingPong.Result), Context((ulong)++turns));
            state = turn.State!;
            if (throughText) text = state.ToJson();
        }

        return turns / clock.Elapsed.TotalSeconds;
    }

    private static TurnContext Context(ulong seed) => new(Now, seed, (_, from) => from.AddDays(3));
}

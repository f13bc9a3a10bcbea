using System.Text.Json.Nodes;
using Batumi.Workflows.Engine;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Errors;
using Batumi.Workflows.Engine.State;
using Xunit.Abstractions;

namespace Batumi.Workflows.Tests.Engine;

/// <summary>What holds for every definition and every history: tried on random ones, a few by default, many with BATUMI_FULL=1.</summary>
public sealed class RandomWalkTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset Begin = new(2027, 3, 1, 6, 0, 0, TimeSpan.Zero);
    private static readonly int Walks = Environment.GetEnvironmentVariable("BATUMI_FULL") == "1" ? 50_000 : 1_500;

    [Fact]
    public void A_run_is_over_or_waits_for_something_and_every_step_can_be_repeated_saved_and_replayed()
    {
        int steps = 0, over = 0, incidents = 0;
        for (var seed = 0; seed < Walks; seed++)
        {
            var random = new Random(seed);
            var definition = RandomFlow.Make(random);
            var history = new List<(Stimulus Stimulus, TurnContext Context)>();
            var first = Context(Begin, random);
            var state = Start(definition, first);
            for (var step = 0; step < 12 && state.Status == RunStatus.Running; step++, steps++)
            {
                AssertNotStranded(seed, state);
                AssertRefusalsChangeNothing(definition, state);
                var stimulus = Choose(state, random);
                if (stimulus is null) break;
                history.Add((stimulus, Context(Begin.AddHours(step + 1), random)));
                state = Step(definition, state, history[^1]);
            }
            AssertNotStranded(seed, state);
            AssertRoundTrip(state);
            var again = history.Aggregate(Start(definition, first), (s, h) => Interpreter.Resume(definition, s, h.Stimulus, h.Context).State!);
            Assert.Equal(state.ToJson(), again.ToJson());
            over += state.Status == RunStatus.Finished ? 1 : 0;
            incidents += state.Incidents.Count > 0 ? 1 : 0;
        }
        output.WriteLine($"{Walks} walks, {steps} steps, {over} came to an end, {incidents} met an incident.");
        Assert.True(over > Walks / 20 && steps > Walks, $"The walks are too short to say much: {over} ends, {steps} steps in {Walks} walks.");
    }

    private static WorkflowState Start(WorkflowDefinition definition, TurnContext context) =>
        Interpreter.Start(definition, new Beginning("run-1", new JsonObject { ["who"] = "Nino" }), context).State!;

    /// <summary>One step, done twice: from the state in memory and from the saved one, with the same result.</summary>
    private static WorkflowState Step(WorkflowDefinition definition, WorkflowState state, (Stimulus Stimulus, TurnContext Context) step)
    {
        var before = state.ToJson();
        var turn = Interpreter.Resume(definition, state, step.Stimulus, step.Context);
        Assert.Null(turn.Refusal);
        Assert.Equal(before, state.ToJson());
        Assert.Equal(turn.State!.ToJson(), Interpreter.Resume(definition, WorkflowState.FromJson(before), step.Stimulus, step.Context).State!.ToJson());
        return turn.State;
    }

    private static void AssertNotStranded(int seed, WorkflowState state)
    {
        Assert.DoesNotContain(state.Incidents, i => i.Code == IncidentCodes.Stranded);
        if (state.Status == RunStatus.Finished) Assert.Empty(state.Bookmarks);
        else Assert.True(state.Bookmarks.Count > 0 || state.Incidents.Any(i => !i.Settled), $"Walk {seed} is stranded: {state.ToJson()}");
    }

    private static void AssertRoundTrip(WorkflowState state)
    {
        var json = state.ToJson();
        Assert.Equal(json, WorkflowState.FromJson(json).ToJson());
        var emptied = state.WithoutValues();
        Assert.Equal(state.Structure(), emptied.Structure());
        Assert.Equal(emptied.ToJson(), WorkflowState.FromJson(emptied.ToJson()).ToJson());
        Assert.DoesNotContain("Nino", emptied.ToJson(), StringComparison.Ordinal);
    }

    private static void AssertRefusalsChangeNothing(WorkflowDefinition definition, WorkflowState state)
    {
        var before = state.ToJson();
        foreach (var stimulus in new Stimulus[]
                 {
                     new Stimulus.TaskCompleted("nobody", "a", null), new Stimulus.TimerElapsed("nobody"), new Stimulus.EventReceived("nothing", null),
                     new Stimulus.IncidentRetried("none"), new Stimulus.IncidentSkipped("none", "a", "x"),
                 })
        {
            var turn = Interpreter.Resume(definition, state, stimulus, new TurnContext(Begin, 7, (_, from) => from));
            Assert.True(turn.IsRefused);
            Assert.Empty(turn.Effects);
            Assert.Same(state, turn.State);
        }
        Assert.Equal(before, state.ToJson());
    }

    private static Stimulus? Choose(WorkflowState state, Random random)
    {
        var choices = state.Bookmarks.Select(b => b.Kind switch
        {
            BookmarkKind.Task => new Stimulus.TaskCompleted(b.Id, b.Outcomes[random.Next(b.Outcomes.Count)], random.Next(2) == 0 ? null : new JsonObject { ["by"] = "Nino" }),
            BookmarkKind.Timer => new Stimulus.TimerElapsed(b.Id),
            _ => (Stimulus)new Stimulus.EventReceived(b.Name!, null),
        }).Concat(state.Incidents.Where(i => !i.Settled).Select(i => random.Next(2) == 0
            ? (Stimulus)new Stimulus.IncidentRetried(i.Id) : new Stimulus.IncidentSkipped(i.Id, "True", "it is so"))).ToArray();
        return choices.Length == 0 ? null : choices[random.Next(choices.Length)];
    }

    private static TurnContext Context(DateTimeOffset now, Random random) =>
        new(now, (ulong)random.NextInt64(), (due, from) => from.AddHours(due.Count), new Bounds { Moves = 200 });
}

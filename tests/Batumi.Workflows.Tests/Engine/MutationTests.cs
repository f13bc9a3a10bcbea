using System.Diagnostics;
using System.Text.Json.Nodes;
using Batumi.Workflows.Engine;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Effects;
using Batumi.Workflows.Engine.State;
using Batumi.Workflows.Tests.Engine.Conformance;
using Batumi.Workflows.Tests.Support;

namespace Batumi.Workflows.Tests.Engine;

/// <summary>Definitions that somebody has damaged: they are read or refused, and what is read runs or faults, within the bounds and without an exception.</summary>
public sealed class MutationTests
{
    private static readonly int seeds = Full.Count(17, 820, "damages to each conformance case's definition");
    private static readonly Bounds Tight = new() { Moves = 500, ScriptStatements = 5_000, ScriptTime = TimeSpan.FromSeconds(5), TextLength = 100_000 };

    private static readonly string[] Texts =
        ["", "Done", "root", "Elsa.FlowJoin", "Elsa.Flowchart", "Elsa.ForEach", "Elsa.While", "Elsa.Complete", "JavaScript", "Liquid", "WaitAll", "TokenBased", "x".PadRight(300, 'x'), "{\"a\":[1]}", "[\"A\"]", "\ud800", "{{", "-1"];

    public static TheoryData<string> Cases => ElsaConformanceTests.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_damaged_definition_never_breaks_the_engine(string name)
    {
        var conformance = ConformanceCase.Named(name);
        var whole = conformance.Definitions(CaseRun.Linked).Last();
        for (var seed = 0; seed < seeds; seed++)
        {
            var random = new Random(HashCode.Combine(seed, name.Length, name[0], name[2]));
            var json = JsonNode.Parse(whole)!.AsObject();
            for (var n = random.Next(1, 4); n > 0; n--) Damage(json, random);
            var clock = Stopwatch.StartNew();
            Live(json.ToJsonString(), random);
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"{name}, seed {seed}: {clock.Elapsed}");
        }
    }

    private static void Live(string json, Random random)
    {
        var reading = WorkflowDefinition.Read(json, "damaged.json");
        Assert.True(reading.Definition is not null || reading.Errors.Count > 0);
        Assert.DoesNotContain(reading.Errors, e => e.Code == DefinitionCodes.Unreadable);
        if (reading.Definition is not { } definition) return;

        TurnContext Context() => new(Flow.Now, (ulong)random.Next(), (_, from) => from, Tight, Detailed: random.Next(2) == 0);
        var turn = Interpreter.Start(definition, new Beginning("run", new JsonObject { ["Side"] = 3 }), Context());
        for (var step = 0; step < 12 && turn.State!.Status == RunStatus.Running && turn.State.Bookmarks.Count > 0; step++)
        {
            var state = turn.State.Reread();
            Assert.InRange(turn.Effects.Count, 0, 20_000);
            var mark = state.Bookmarks[random.Next(state.Bookmarks.Count)];
            turn = Interpreter.Resume(definition, state, Answer(mark, random), Context());
            Assert.False(turn.IsRefused, turn.Refusal?.Message);
        }
    }

    private static Stimulus Answer(Bookmark mark, Random random) => mark.Kind switch
    {
        BookmarkKind.Task => new Stimulus.TaskCompleted(mark.Id, mark.Outcomes.Count == 0 ? null : mark.Outcomes[random.Next(mark.Outcomes.Count)], new JsonObject { ["ok"] = true }),
        BookmarkKind.Timer => new Stimulus.TimerElapsed(mark.Id),
        BookmarkKind.Event => new Stimulus.EventReceived(mark.Name!, "payload"),
        BookmarkKind.Run when random.Next(3) == 0 => new Stimulus.RunRefused(mark.Id, "BW1", "no"),
        _ => new Stimulus.RunEnded(mark.Id, "Finished", new JsonObject { ["a"] = 1 }) { AtOnce = random.Next(2) == 0 },
    };

    private static void Damage(JsonObject json, Random random)
    {
        var all = new List<JsonNode>();
        Collect(json, all);
        var parent = all[random.Next(all.Count)];
        if (parent is JsonObject found && found.Count > 0)
        {
            var key = found.ElementAt(random.Next(found.Count)).Key;
            if (random.Next(4) == 0) found.Remove(key);
            else found[key] = Other(found[key], all, random);
        }
        else if (parent is JsonArray list && list.Count > 0)
        {
            var at = random.Next(list.Count);
            if (random.Next(3) == 0) list.RemoveAt(at);
            else if (random.Next(2) == 0) list.Add(list[at]?.DeepClone());
            else list[at] = Other(list[at], all, random);
        }
    }

    private static JsonNode? Other(JsonNode? old, List<JsonNode> all, Random random) => random.Next(8) switch
    {
        0 => null,
        1 => random.Next(-3, 100_000),
        2 => random.Next(2) == 0,
        3 => new JsonObject(),
        4 => new JsonArray(),
        5 => all[random.Next(all.Count)].DeepClone(),
        6 when old is JsonValue text && text.TryGetValue<string>(out var was) && was.Length > 0 => was.Remove(random.Next(was.Length), 1),
        _ => Texts[random.Next(Texts.Length)],
    };

    private static void Collect(JsonNode node, List<JsonNode> all)
    {
        all.Add(node);
        if (node is JsonObject found) { foreach (var (_, value) in found) if (value is JsonObject or JsonArray) Collect(value, all); }
        else if (node is JsonArray list) { foreach (var value in list) if (value is JsonObject or JsonArray) Collect(value, all); }
    }
}

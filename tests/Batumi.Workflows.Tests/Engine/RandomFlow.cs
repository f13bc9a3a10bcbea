using Batumi.Workflows.Engine.Definitions;

namespace Batumi.Workflows.Tests.Engine;

/// <summary>A random definition: tasks, waits, decisions, forks, joins of each mode, connections forward and back. Small, so that walks end.</summary>
public static class RandomFlow
{
    private static readonly string[] JoinModes = ["WaitAny", "WaitAll", "WaitAllActive"];

    public static WorkflowDefinition Make(Random random)
    {
        var flow = Flow.Waiting.Variable("N", "Int32", "0").Start();
        var count = random.Next(3, 12);
        var ids = new List<(string Id, string[] Ports)> { ("start", ["Done"]) };
        for (var i = 0; i < count; i++)
        {
            var id = $"n{i}";
            ids.Add((id, Node(flow, id, random)));
        }

        // A line through all, so that most can be reached; then some across, some back.
        for (var i = 1; i < ids.Count; i++) Join(flow, random, ids[random.Next(Math.Max(0, i - 3), i)], ids[i]);
        for (var extra = random.Next(0, count); extra > 0; extra--) Join(flow, random, ids[random.Next(ids.Count)], ids[random.Next(1, ids.Count)]);
        return flow.Definition();
    }

    private static string[] Node(Flow flow, string id, Random random)
    {
        switch (random.Next(10))
        {
            case 0 or 1 or 2:
                flow.Task(id, "a,b");
                return ["a", "b"];
            case 3:
                flow.Add(id, "Municipal.Wait", ("for", "1 hour"), ("event", "E" + random.Next(2)));
                return ["Done", "Event"];
            case 4 or 5:
                flow.Add(id, "Elsa.FlowDecision", ("condition", $"js:setN(getN() + 1); (getN() * {random.Next(3, 9)}) % {random.Next(2, 5)} < 2"));
                return ["True", "False"];
            case 6:
                flow.Add(id, "Elsa.FlowFork", ("branches", "x,y"));
                return ["x", "y"];
            case 7:
                flow.Join(id, JoinModes[random.Next(JoinModes.Length)]);
                return ["Done"];
            case 8 when random.Next(4) == 0:
                flow.Add(id, "Elsa.FlowDecision", ("condition", "js:setN(getN() + 1); if (getN() % 3 == 0) throw new Error('odd'); true"));
                return ["True", "False"];
            default:
                flow.Line(id);
                return ["Done"];
        }
    }

    private static void Join(Flow flow, Random random, (string Id, string[] Ports) from, (string Id, string[] Ports) to) =>
        flow.Connect($"{from.Id}.{from.Ports[random.Next(from.Ports.Length)]}>{to.Id}");
}

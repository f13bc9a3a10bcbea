using Batumi.Workflows.Engine.Activities;
using Batumi.Workflows.Engine.Running;

namespace Batumi.Workflows.Engine.Definitions;

/// <summary>What can be seen to be wrong with a flowchart before it runs: steps that nothing leads to, circles that nothing leaves or that never wait, ends that are none.</summary>
internal static class FlowchartChecks
{
    public static void Run(Activity flowchart, DefinitionChecks checks)
    {
        var graph = flowchart.Graph(null);
        if (graph.Start < 0) return;
        var reached = Reached(graph);
        var ways = Ways(graph);
        var back = Ways(graph, isBack: true);
        var stops = Closure([.. Enumerable.Range(0, graph.Nodes.Count).Where(n => ways[n].Count == 0 || IsEnd(graph.Nodes[n]))], back);
        var hasEnd = graph.Nodes.Any(n => n.Kind is End);

        for (var i = 0; i < graph.Nodes.Count; i++)
        {
            var (node, place) = (graph.Nodes[i], checks.PlaceOf(graph.Nodes[i])!);
            if (!reached[i]) checks.Warn(DefinitionCodes.UnreachableStep, place, $"'{node.Id}', to which nothing leads from '{graph.Nodes[graph.Start].Id}'", "a connection to it, or no such step");
            else if (hasEnd && ways[i].Count == 0 && !IsEnd(node)) checks.Warn(DefinitionCodes.DeadEnd, place, $"'{node.Id}', behind which nothing comes", "a connection that leaves it, as other ways go to an Elsa.End");
        }

        // The first step of the first such circle: the others are behind it.
        if (Enumerable.Range(0, ways.Length).FirstOrDefault(i => reached[i] && !stops[i] && Closure(ways[i], ways)[i], -1) is >= 0 and var caught)
            checks.Warn(DefinitionCodes.DeadEnd, checks.PlaceOf(graph.Nodes[caught])!, $"'{graph.Nodes[caught].Id}' in a circle that nothing leaves", "a way out of the circle");
        foreach (var i in Circling(graph, ways).Where(i => reached[i]))
            checks.Warn(DefinitionCodes.LoopWithoutWait, checks.PlaceOf(graph.Nodes[i])!, $"'{graph.Nodes[i].Id}' in a circle of steps none of which waits", "a step that waits for somebody or for a moment");
    }

    private static bool IsEnd(Activity node) => node.Kind is End or Finish or Complete or Fault or Break or NotFound;

    private static bool[] Reached(FlowGraph graph) => Closure([graph.Start, .. Enumerable.Range(0, graph.Nodes.Count).Where(i => graph.Nodes[i].CanStart)], Ways(graph));

    private static List<int>[] Ways(FlowGraph graph, bool isBack = false)
    {
        var ways = new List<int>[graph.Nodes.Count];
        for (var i = 0; i < ways.Length; i++) ways[i] = [];
        foreach (var edge in graph.Edges) ways[isBack ? edge.Target : edge.Source].Add(isBack ? edge.Source : edge.Target);
        return ways;
    }

    private static bool[] Closure(IEnumerable<int> from, List<int>[] ways)
    {
        var seen = new bool[ways.Length];
        var open = new Stack<int>(from);
        while (open.TryPop(out var node))
        {
            if (seen[node]) continue;
            seen[node] = true;
            foreach (var next in ways[node]) open.Push(next);
        }

        return seen;
    }

    // One step of each circle of steps that never wait: what is left when steps without a way in are taken off again and again, and those without a way out, begins circles.
    private static IEnumerable<int> Circling(FlowGraph graph, List<int>[] ways)
    {
        var stays = graph.Nodes.Select(n => !n.MayWait && !IsEnd(n)).ToArray();
        foreach (var next in new[] { ways, Ways(graph, isBack: true) })
        {
            var entering = new int[ways.Length];
            for (var i = 0; i < ways.Length; i++)
                if (stays[i])
                    foreach (var to in next[i]) entering[to]++;
            var free = new Stack<int>(Enumerable.Range(0, ways.Length).Where(i => stays[i] && entering[i] == 0));
            while (free.TryPop(out var node))
            {
                stays[node] = false;
                foreach (var to in next[node])
                    if (--entering[to] == 0 && stays[to]) free.Push(to);
            }
        }

        var told = new bool[ways.Length];
        for (var i = 0; i < ways.Length; i++)
        {
            if (!stays[i] || told[i]) continue;
            yield return i;
            var open = new Stack<int>([i]);
            while (open.TryPop(out var node))
            {
                if (told[node] || !stays[node]) continue;
                told[node] = true;
                foreach (var to in ways[node]) open.Push(to);
            }
        }
    }
}

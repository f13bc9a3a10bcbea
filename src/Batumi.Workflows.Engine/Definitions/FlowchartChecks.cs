using System.Collections;
using Batumi.Workflows.Engine.Activities;
using Batumi.Workflows.Engine.Running;

namespace Batumi.Workflows.Engine.Definitions;

/// <summary>What can be seen to be wrong with a flowchart before it runs.</summary>
internal static class FlowchartChecks
{
    /// <summary>Larger flowcharts are not searched for starving joins: the search is quadratic.</summary>
    private const int Searched = 500;

    public static void Run(Activity flowchart, DefinitionChecks checks)
    {
        if (flowchart.Children.Count > Searched) return;
        var graph = flowchart.Graph(null);
        for (var join = 0; join < graph.Nodes.Count; join++)
        {
            if (graph.Nodes[join].Kind is not FlowJoin) continue;
            if (graph.Nodes[join].Inputs.TryGetValue("mode", out var mode) && !mode.IsFixed)
                checks.Warn(DefinitionCodes.WrongKind, $"{checks.Place}.activities[{join}].mode", $"an expression in {mode.Syntax}", "a literal; WaitAny is used");
            if (FlowJoin.ModeOf(graph.Nodes[join]) == JoinMode.WaitAll && Divider(graph, join) is { } divider)
                checks.Warn(DefinitionCodes.JoinMayStarve, $"{checks.Place}.activities[{join}].mode",
                    $"WaitAll at '{graph.Nodes[join].Id}', whose branches part at the decision '{divider.Id}'", "WaitAllActive, for only one of them can come");
        }
    }

    /// <summary>A decision both of whose sides lead into the join by connections of their own.</summary>
    private static Activity? Divider(FlowGraph graph, int join)
    {
        for (var node = 0; node < graph.Nodes.Count; node++)
        {
            if (graph.Nodes[node].Kind is not FlowDecision) continue;
            var (yes, no) = (Side(graph, node, "True"), Side(graph, node, "False"));
            if (Comes(graph, join, node, "True", yes, no) && Comes(graph, join, node, "False", no, yes)) return graph.Nodes[node];
        }
        return null;
    }

    private static BitArray Side(FlowGraph graph, int decision, string port)
    {
        var side = new BitArray(graph.Nodes.Count);
        foreach (var e in graph.Out[decision])
            if (graph.Edges[e].Forward && graph.Edges[e].Port == port) side.Or(graph.Reach(graph.Edges[e].Target));
        return side;
    }

    private static bool Comes(FlowGraph graph, int join, int decision, string port, BitArray own, BitArray other) => graph.In[join].Any(e =>
    {
        var edge = graph.Edges[e];
        return edge.Source == decision ? edge.Port == port : own[edge.Source] && !other[edge.Source] && graph.Dominates(decision, edge.Source);
    });
}

using System.Collections;
using Batumi.Workflows.Engine.Activities;
using Batumi.Workflows.Engine.Definitions;

namespace Batumi.Workflows.Engine.Running;

/// <summary>
/// What can be known of a flowchart before it runs: forward and backward connections, loops, dominators. Made once for each definition object.
/// A connection is backward when it would close a circle with the connections met before it in a breadth-first walk from the start.
/// </summary>
internal sealed class FlowGraph
{
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);
    private readonly int[] _dominator;
    private readonly BitArray?[] _reach;

    public FlowGraph(Activity flowchart, string? trigger = null)
    {
        Nodes = flowchart.Children;
        for (var i = 0; i < Nodes.Count; i++) _index.TryAdd(Nodes[i].Id, i);

        Edges = ReadEdges(flowchart.Connections);
        Out = Group(edge => edge.Source);
        Start = trigger is null ? FindStart() : _index[trigger];
        _reach = new BitArray?[Nodes.Count];
        Order = Classify();
        In = Group(edge => edge.Target, edge => edge.Forward);
        var loops = Edges.Where(e => e.Backward).Select(Body).ToArray();
        foreach (var edge in Edges) if (edge.Forward) edge.Leaves = [.. loops.Where(loop => loop[edge.Source] && !loop[edge.Target])];
        _dominator = loops.Length == 0 ? [] : Dominators();
    }

    public IReadOnlyList<Activity> Nodes { get; }
    public Edge[] Edges { get; }

    /// <summary>All connections leaving a node, in the order of the definition.</summary>
    public int[][] Out { get; }

    /// <summary>The forward connections that can ever be visited, by target.</summary>
    public int[][] In { get; }

    /// <summary>The nodes that can be reached, in an order in which forward connections only point ahead.</summary>
    public int[] Order { get; }

    /// <summary>Where the flowchart begins; -1 when it is empty.</summary>
    public int Start { get; }

    public int IndexOf(string activityId) => _index.GetValueOrDefault(activityId, -1);

    /// <summary>Whether every way from the start to <paramref name="node"/> goes through <paramref name="through"/>.</summary>
    public bool Dominates(int through, int node)
    {
        for (var at = node; at >= 0; at = _dominator[at])
            if (at == through) return true;
        return false;
    }

    /// <summary>The nodes that can be reached forward, the node itself included. Shared: not to be changed.</summary>
    public BitArray Reach(int from) => _reach[from] ??= Ahead(from);

    private BitArray Ahead(int from)
    {
        var seen = new BitArray(Nodes.Count);
        var open = new Stack<int>([from]);
        while (open.TryPop(out var node))
        {
            if (seen[node]) continue;
            seen[node] = true;
            foreach (var e in Out[node])
                if (Edges[e].Forward) open.Push(Edges[e].Target);
        }
        return seen;
    }

    /// <summary>The nodes from which a node can be reached forward, the node itself included.</summary>
    public BitArray ReachBack(int to)
    {
        var seen = new BitArray(Nodes.Count);
        var open = new Stack<int>([to]);
        while (open.TryPop(out var node))
        {
            if (seen[node]) continue;
            seen[node] = true;
            foreach (var e in In[node]) open.Push(Edges[e].Source);
        }
        return seen;
    }

    private Edge[] ReadEdges(IReadOnlyList<Connection> connections)
    {
        var edges = new List<Edge>(connections.Count);
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var c in connections)
        {
            if (!_index.TryGetValue(c.Source, out var source) || !_index.TryGetValue(c.Target, out var target)) continue;
            var key = $"{c.Source}.{c.Port}>{c.Target}";
            for (var n = 2; !keys.Add(key); n++) key = $"{c.Source}.{c.Port}>{c.Target}#{n}";
            edges.Add(new Edge(key, source, c.Port, target));
        }
        return [.. edges];
    }

    private int[][] Group(Func<Edge, int> by, Func<Edge, bool>? only = null)
    {
        var lists = new List<int>?[Nodes.Count];
        for (var i = 0; i < Edges.Length; i++)
            if (only is null || only(Edges[i])) (lists[by(Edges[i])] ??= []).Add(i);
        return [.. lists.Select(l => l?.ToArray() ?? [])];
    }

    private int FindStart()
    {
        if (Nodes.Count == 0) return -1;
        for (var i = 0; i < Nodes.Count; i++) if (Nodes[i].Kind is Activities.Start) return i;
        for (var i = 0; i < Nodes.Count; i++) if (Nodes[i].CanStart) return i;
        var entered = Edges.Select(e => e.Target).ToHashSet();
        for (var i = 0; i < Nodes.Count; i++) if (!entered.Contains(i)) return i;
        return 0;
    }

    /// <summary>Breadth-first from the start; returns the reachable nodes in an order in which forward connections only point ahead.</summary>
    private int[] Classify()
    {
        if (Start < 0) return [];
        var met = new BitArray(Nodes.Count) { [Start] = true };
        var queue = new Queue<int>([Start]);
        while (queue.TryDequeue(out var node))
        {
            foreach (var e in Out[node])
            {
                var edge = Edges[e];
                // A node not met before has no forward connections yet, so it cannot lead back.
                if (met[edge.Target] && Ahead(edge.Target)[node]) { edge.Backward = true; continue; }
                edge.Forward = true;
                if (met[edge.Target]) continue;
                met[edge.Target] = true;
                queue.Enqueue(edge.Target);
            }
        }
        return Sorted(met);
    }

    private int[] Sorted(BitArray met)
    {
        var waiting = new int[Nodes.Count];
        foreach (var edge in Edges) if (edge.Forward) waiting[edge.Target]++;
        var order = new List<int>();
        var ready = new Queue<int>([Start]);
        while (ready.TryDequeue(out var node))
        {
            if (!met[node]) continue;
            order.Add(node);
            foreach (var e in Out[node])
                if (Edges[e].Forward && --waiting[Edges[e].Target] == 0) ready.Enqueue(Edges[e].Target);
        }
        return [.. order];
    }

    private BitArray Body(Edge back)
    {
        if (back.Source == back.Target) return new BitArray(Nodes.Count) { [back.Source] = true };
        return ReachBack(back.Source).And(Reach(back.Target));
    }

    private int[] Dominators()
    {
        var idom = new int[Nodes.Count];
        Array.Fill(idom, -1);
        var rank = new int[Nodes.Count];
        for (var i = 0; i < Order.Length; i++) rank[Order[i]] = i;

        // The forward connections form no circle, so one pass in their order is enough.
        foreach (var node in Order)
        {
            foreach (var e in In[node])
            {
                var from = Edges[e].Source;
                if (idom[node] < 0) { idom[node] = from; continue; }
                var other = idom[node];
                while (from != other)
                {
                    while (rank[from] > rank[other]) from = idom[from];
                    while (rank[other] > rank[from]) other = idom[other];
                }
                idom[node] = from;
            }
        }
        return idom;
    }
}

/// <summary>A connection with what the analysis found; <see cref="Key"/> names it in a saved state. Neither flag: it can never be visited.</summary>
internal sealed class Edge(string key, int source, string port, int target)
{
    public string Key { get; } = key;
    public int Source { get; } = source;
    public string Port { get; } = port;
    public int Target { get; } = target;
    public bool Forward { get; set; }
    public bool Backward { get; set; }

    /// <summary>The loops that a token leaves by this connection: for each, the nodes it passes on its way around.</summary>
    public BitArray[] Leaves { get; set; } = [];
}

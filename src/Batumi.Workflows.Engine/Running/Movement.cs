using System.Collections;
using Batumi.Workflows.Engine.Activities;
using Batumi.Workflows.Engine.State;

namespace Batumi.Workflows.Engine.Running;

/// <summary>One token leaving one activity of a flowchart, with all that follows from it; the rules are written at <see cref="Flowchart"/>.</summary>
internal sealed class Movement(Walk walk, Frame frame)
{
    private readonly FlowGraph _graph = frame.Graph;
    private readonly Mark[] _marks = frame.Marks;
    private readonly Stack<int> _unsettled = [];

    /// <summary>The node that is being left: its token counts as being there until all its connections are settled.</summary>
    private int _leaving = -1;

    /// <summary>Whether the token only goes back, and to where; nothing started by this very movement is given up.</summary>
    private readonly List<Frame> _started = [];

    public void Leave(Frame child, IReadOnlyList<string> outcomes)
    {
        var node = _graph.IndexOf(child.Activity.Id);
        _leaving = node;
        if (child.Again) Renew(node);

        var taken = _graph.Out[node].Where(e => outcomes.Contains(_graph.Edges[e].Port)).ToArray();
        var back = taken.Where(e => _graph.Edges[e].Backward).ToArray();
        if (back.Length > 0 && back.Length == taken.Length)
            foreach (var e in back) GiveUp(node, _graph.Edges[e].Target);

        Settle(node, taken);
        _leaving = -1;
        Release();
        Finish();
    }

    /// <summary>A child was taken away: what leaves it is dead.</summary>
    private void Drop(Frame child, string why)
    {
        walk.Cancel(child, why);
        var node = _graph.IndexOf(child.Activity.Id);
        if (node >= 0) PushDead(node);
    }

    private void Settle(int node, int[] taken)
    {
        // Depth first in the order of the definition, which is the order Elsa schedules in.
        foreach (var e in _graph.Out[node])
        {
            var edge = _graph.Edges[e];
            if (taken.Contains(e)) Take(e, edge);
            else if (edge.Forward) Kill(e);
            Drain();
        }
    }

    private void Take(int e, Edge edge)
    {
        if (edge.Backward)
        {
            _started.Add(walk.Schedule(_graph.Nodes[edge.Target], frame, again: true));
        }
        else
        {
            _marks[e] = Mark.Arrived;
            Consider(edge.Target);
        }
    }

    private void Kill(int e)
    {
        if (_marks[e] is Mark.Arrived) return;   // a token of another round waits there; it is not undone
        _marks[e] = IsHeld(_graph.Edges[e]) ? Mark.Held : Mark.Dead;
        if (_marks[e] == Mark.Dead) Consider(_graph.Edges[e].Target);
    }

    private void PushDead(int node)
    {
        for (var i = _graph.Out[node].Length - 1; i >= 0; i--)
            if (_graph.Edges[_graph.Out[node][i]].Forward) _unsettled.Push(_graph.Out[node][i]);
    }

    private void Drain()
    {
        while (_unsettled.TryPop(out var e)) Kill(e);
    }

    /// <summary>Runs the node, passes it over, or lets it wait.</summary>
    private void Consider(int node)
    {
        bool arrived = false, missing = false, dead = false;
        foreach (var e in _graph.In[node])
        {
            arrived |= _marks[e] == Mark.Arrived;
            missing |= _marks[e] is Mark.None or Mark.Held;
            dead |= _marks[e] == Mark.Dead;
        }
        var mode = FlowJoin.ModeOf(_graph.Nodes[node]);
        if (mode == JoinMode.WaitAny)
        {
            if (arrived) RunAny(node);
            else if (!missing) Pass(node);
        }
        else if (!missing)
        {
            if (arrived && (mode == JoinMode.WaitAllActive || !dead)) Run(node);
            else Pass(node);
        }
    }

    private void Run(int node)
    {
        Spend(node);
        _started.Add(walk.Schedule(_graph.Nodes[node], frame));
    }

    private void RunAny(int node)
    {
        if (!frame.Fired.Add(node)) { Spend(node); return; }   // the round is decided; this branch came too late
        Run(node);
        DropBefore(node, queuedToo: false);
    }

    /// <summary>The branches that lead to a WaitAny join are cancelled: what is open when it is decided, what is queued too when it runs.</summary>
    public void DropBefore(int node, bool queuedToo)
    {
        var before = _graph.ReachBack(node);
        foreach (var child in frame.Children.ToArray())
        {
            var at = Node(child);
            if (at < 0 || at == node || !before[at]) continue;
            if (queuedToo || child.Status != FrameStatus.Scheduled) Drop(child, "another branch was first");
        }
        Drain();
    }

    private void Pass(int node)
    {
        Spend(node);
        PushDead(node);
    }

    private void Spend(int node)
    {
        foreach (var e in _graph.In[node])
            if (_marks[e] == Mark.Arrived) _marks[e] = Mark.Spent;
    }

    /// <summary>A loop is held by whoever is in it: the activity being left, open activities, tokens at joins.</summary>
    private bool IsHeld(Edge edge)
    {
        foreach (var loop in edge.Leaves)
            if (IsAlive(loop)) return true;
        return false;
    }

    private bool IsAlive(BitArray loop)
    {
        if (_leaving >= 0 && loop[_leaving]) return true;
        foreach (var child in frame.Children)
            if (Node(child) is >= 0 and var at && loop[at]) return true;
        for (var e = 0; e < _marks.Length; e++)
            if (_marks[e] == Mark.Arrived && loop[_graph.Edges[e].Target]) return true;
        return false;
    }

    /// <summary>Held connections whose loops nobody is in any more are dead.</summary>
    private void Release()
    {
        for (var again = true; again;)
        {
            again = false;
            for (var e = 0; e < _marks.Length; e++)
            {
                if (_marks[e] != Mark.Held || IsHeld(_graph.Edges[e])) continue;
                Kill(e);
                Drain();
                again = true;
            }
        }
    }

    /// <summary>The token goes back over everything between <paramref name="target"/> and <paramref name="from"/>: that round is given up.</summary>
    private void GiveUp(int from, int target)
    {
        var ahead = _graph.Reach(target);
        var reach = _graph.Reach(from);
        Wipe(ahead, node => Meets(node, reach), arrivedToo: true);
        foreach (var child in frame.Children.ToArray())
        {
            var at = Node(child);
            if (at < 0 || _started.Contains(child) || !ahead[at] || !_graph.Dominates(target, at) || !Meets(at, reach)) continue;
            walk.Cancel(child, "the case went back");
        }
    }

    private bool Meets(int node, BitArray reach) => new BitArray(_graph.Reach(node)).And(reach).HasAnySet();

    /// <summary>An activity that was entered by a backward connection is left: what lies ahead of it begins a new round.</summary>
    private void Renew(int node) => Wipe(_graph.Reach(node), _ => true, arrivedToo: false);

    private void Wipe(BitArray region, Func<int, bool> only, bool arrivedToo)
    {
        for (var e = 0; e < _marks.Length; e++)
        {
            var edge = _graph.Edges[e];
            if (_marks[e] == Mark.None || !region[edge.Source] || !only(edge.Target)) continue;
            if (_marks[e] != Mark.Arrived || arrivedToo) _marks[e] = Mark.None;
        }
        frame.Fired.RemoveWhere(node => region[node] && only(node));
    }

    private void Finish()
    {
        while (frame.Children.Count == 0 && !frame.Gone)
        {
            var at = Array.FindIndex(_graph.Order, n => _graph.In[n].Any(e => _marks[e] == Mark.Arrived));
            if (at < 0) { walk.Complete(frame, "Done"); return; }
            var waiting = _graph.Order[at];
            foreach (var e in _graph.In[waiting])
                if (_marks[e] is Mark.None or Mark.Held) _marks[e] = Mark.Dead;
            Consider(waiting);
            Drain();
        }
    }

    private int Node(Frame child) => _graph.IndexOf(child.Activity.Id);
}

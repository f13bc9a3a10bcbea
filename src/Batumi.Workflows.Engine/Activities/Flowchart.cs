using System.Collections;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Running;
using Batumi.Workflows.Engine.State;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>
/// Activities joined by connections.
/// <para><b>Marks.</b> When an activity completes, every connection that leaves it is settled: taken (a token arrives at the target) or dead. An
/// activity whose incoming connections are all dead is passed over, and what leaves it is dead too; so a join always learns who will not come. An
/// activity with several incoming connections waits until all are settled and runs if a token arrived (Elsa's counter-based flowchart).</para>
/// <para><b>Loops.</b> A backward connection is one that closes a circle (<see cref="FlowGraph"/>). It runs its target at once, without joining.
/// A connection out of a loop that is not taken is not dead but <i>held</i> as long as a token is still in that loop, for the loop may yet be left
/// there: a join behind the loop waits for it (cases 081-083).</para>
/// <para><b>Rounds.</b> A token that only goes back gives its round up: marks between the target and the branch that went back are wiped, so every
/// round offers its tasks again (077, 079) and meets its joins afresh; open activities of branches that started behind the target and would meet
/// that branch again are cancelled, for they will be started anew. Arrivals of branches from elsewhere stay (074, 075). When an
/// activity goes back and forward at once, the author wants both: nothing is given up. Branches that never meet do not touch each other.</para>
/// <para><b>Nothing is stranded.</b> When nothing is open any more but a token still waits at a join, connections that nobody can settle
/// count as dead; only then is the flowchart complete.</para>
/// </summary>
internal sealed class Flowchart : ActivityType
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of("Elsa.Flowchart", "Flow", "Activities joined by connections.");

    public override void Execute(Walk walk, Frame frame)
    {
        Array.Clear(frame.Marks);
        frame.Fired.Clear();
        if (frame.Graph.Start < 0) walk.Complete(frame, "Done");
        else walk.Schedule(frame.Graph.Nodes[frame.Graph.Start], frame);
    }

    public override void ChildCompleted(Walk walk, Frame frame, Frame child, IReadOnlyList<string> outcomes)
    {
        if (outcomes.Contains(End.Terminal)) walk.Complete(frame, "Done");
        else new Movement(walk, frame).Leave(child, outcomes);
    }

    public override void Check(Activity activity, DefinitionChecks checks) => FlowchartChecks.Run(activity, checks);
}

/// <summary>One token leaving one activity of a flowchart, with all that follows from it.</summary>
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

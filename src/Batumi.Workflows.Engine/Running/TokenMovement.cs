using Batumi.Workflows.Engine.Activities;
using Batumi.Workflows.Engine.Definitions;

namespace Batumi.Workflows.Engine.Running;

/// <summary>
/// One activity of a token-based flowchart completes. Each connection that is followed carries a token to its target, and the target's merge mode says
/// whether it runs. There are no dead paths: what waits for a token that nobody sends waits for ever, as in Elsa.
/// </summary>
internal sealed class TokenMovement(Walk walk, Frame frame)
{
    private const char Blocked = '\u0001';

    private readonly FlowGraph _graph = frame.Graph;
    private readonly List<string> _tokens = frame.Tokens ??= [];

    public void Leave(Frame child, IReadOnlyList<string> outcomes)
    {
        var node = _graph.IndexOf(child.Activity.Id);
        var taken = _graph.Out[node].Where(e => outcomes.Contains(_graph.Edges[e].Port)).ToArray();
        foreach (var e in taken) _tokens.Add(_graph.Edges[e].Key);
        Consume(node);
        foreach (var e in taken) Arrive(e);
        if (frame.Children.Count == 0 && _tokens.TrueForAll(t => t[0] == Blocked)) walk.Complete(frame, "Done");
    }

    private void Arrive(int e)
    {
        var target = _graph.Edges[e].Target;
        var mode = ModeOf(_graph.Nodes[target]);
        var runs = mode switch
        {
            MergeMode.Merge => _graph.In[target].Length < 2 || _graph.In[target].All(Has),
            MergeMode.Converge => AllIn(target).All(Has),
            MergeMode.Cascade => true,
            MergeMode.Race => !_tokens.Remove(Blocked + _graph.Edges[e].Key),
            _ => !_graph.In[target].Any(i => IsAwaited(_graph.Edges[i].Source)),
        };
        if (mode == MergeMode.Race)
        {
            if (!runs) _tokens.Remove(_graph.Edges[e].Key);
            else foreach (var other in _graph.In[target].Where(i => _graph.Edges[i].Source != _graph.Edges[e].Source)) _tokens.Add(Blocked + _graph.Edges[other].Key);
            if (runs) DropBefore(target);
        }
        if (runs) walk.Schedule(_graph.Nodes[target], frame);
    }

    private void DropBefore(int target)
    {
        var before = _graph.ReachBack(target);
        foreach (var child in frame.Children.ToArray())
        {
            var at = _graph.IndexOf(child.Activity.Id);
            if (at < 0 || at == target || !before[at]) continue;
            walk.Cancel(child, "another branch was first");
            Consume(at);
        }
    }

    /// <summary>Whether a token is on its way to the activity or being worked on there.</summary>
    private bool IsAwaited(int node) => _graph.Edges.Any(edge => edge.Target == node && _tokens.Contains(edge.Key));

    private bool Has(int e) => _tokens.Contains(_graph.Edges[e].Key);

    private IEnumerable<int> AllIn(int node) => Enumerable.Range(0, _graph.Edges.Length).Where(e => _graph.Edges[e].Target == node);

    private void Consume(int node)
    {
        foreach (var edge in _graph.Edges)
            if (edge.Target == node) _tokens.RemoveAll(t => t == edge.Key);
    }

    private static MergeMode ModeOf(Activity activity)
    {
        if (Json.Text(activity.CustomProperties, "mergeMode") is { } named && Enum.TryParse<MergeMode>(named, ignoreCase: true, out var mode) && Enum.IsDefined(mode)) return mode;
        if (activity.Kind is not FlowJoin) return MergeMode.Stream;
        return FlowJoin.ModeOf(activity) == JoinMode.WaitAny ? MergeMode.Race : MergeMode.Merge;
    }
}

/// <summary>When an activity of a token-based flowchart runs.</summary>
internal enum MergeMode
{
    /// <summary>The same as <see cref="Stream"/>.</summary>
    None,

    /// <summary>At a token, unless another one is still upstream.</summary>
    Stream,

    /// <summary>When there is a token on every forward connection.</summary>
    Merge,

    /// <summary>When there is a token on every connection, backward ones too.</summary>
    Converge,

    /// <summary>Once for every token.</summary>
    Cascade,

    /// <summary>At the first token; the other branches are cancelled.</summary>
    Race,
}

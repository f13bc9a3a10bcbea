using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Running;

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
/// <para>A definition may ask for Elsa's other way, tokens and merge modes; then <see cref="TokenMovement"/> says what happens.</para>
/// </summary>
internal sealed class Flowchart : ActivityType
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of("Elsa.Flowchart", "Flow", "Activities joined by connections.");

    public override void Execute(Walk walk, Frame frame)
    {
        Array.Clear(frame.Marks);
        frame.Fired.Clear();
        frame.Tokens = null;
        if (frame.Graph.Start < 0) walk.Complete(frame, "Done");
        else walk.Schedule(frame.Graph.Nodes[frame.Graph.Start], frame);
    }

    protected override IReadOnlyList<string> Catches => [Signals.End];

    protected override void ChildCompleted(Walk walk, Frame frame, Frame child, IReadOnlyList<string> outcomes)
    {
        if (walk.Definition.IsTokenBased) new TokenMovement(walk, frame).Leave(child, outcomes);
        else new Movement(walk, frame).Leave(child, outcomes);
    }

    public override void Check(Activity activity, DefinitionChecks checks) => FlowchartChecks.Run(activity, checks);
}

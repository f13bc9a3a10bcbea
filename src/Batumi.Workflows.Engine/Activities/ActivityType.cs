using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Errors;
using Batumi.Workflows.Engine.Running;
using Batumi.Workflows.Engine.State;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>What an activity type is called, shows in a designer, and does. One sealed class each; they hold no state.</summary>
internal abstract class ActivityType
{
    public abstract ActivityDescriptor Descriptor { get; }

    /// <summary>Ports of one activity of this type; empty when only known while it runs.</summary>
    public virtual IReadOnlyList<string> PortsOf(Activity activity) => Descriptor.Ports;

    /// <summary>The type that an incident names.</summary>
    public virtual string TypeInIncidents(Activity activity) => activity.Type;

    /// <summary>The input that says what begins a run, of a type that can be a trigger.</summary>
    public virtual string? TriggeredBy => null;

    /// <summary>
    /// Whether a wait is told in the history only when it has ended later than in the step that began it: Elsa runs the other workflow in place.
    /// </summary>
    public virtual bool WaitsUntold => false;

    /// <summary>Whether a run can stand still at it.</summary>
    public virtual bool MayWait => false;

    /// <summary>Does the work, or begins to: ends in <see cref="Walk.Complete"/>, <see cref="Walk.Suspend"/> or scheduled children.</summary>
    public abstract void Execute(Walk walk, Frame frame);

    /// <summary>Goes on when one of the activity's waits has ended; the bookmark is already used up.</summary>
    public virtual void Resume(Walk walk, Frame frame, Bookmark bookmark, Stimulus stimulus) => walk.Complete(frame, "Done");

    /// <summary>Signals of children that end this container by Done; others end it and go on outwards.</summary>
    protected virtual IReadOnlyList<string> Catches => [];

    /// <summary>A child is done: by a signal, which ends this container too, or by outcomes.</summary>
    public void ChildDone(Walk walk, Frame frame, Frame child, IReadOnlyList<string> outcomes)
    {
        if (outcomes is not [{ } only] || !Signals.Is(only)) ChildCompleted(walk, frame, child, outcomes);
        else walk.Complete(frame, Catches.Contains(only) ? "Done" : only);
    }

    /// <summary>A child is done by outcomes.</summary>
    protected virtual void ChildCompleted(Walk walk, Frame frame, Frame child, IReadOnlyList<string> outcomes) => walk.Complete(frame, "Done");

    /// <summary>A child has faulted and the run goes on around it.</summary>
    public virtual void ChildFaulted(Walk walk, Frame frame, Frame child) { }

    /// <summary>What a port or input of this type may get wrong in a definition; see <see cref="DefinitionChecks"/>.</summary>
    public virtual void Check(Activity activity, DefinitionChecks checks) { }

    /// <summary>Moment at which a due rule in an input ends; null when the input is not set.</summary>
    protected static (DueRule Rule, DateTimeOffset At)? Due(Walk walk, Frame frame, string input)
    {
        var text = walk.Text(frame, input);
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (!DueRule.TryParse(text, out var rule))
            throw new ActivityFault(IncidentCodes.BadDueRule, $"'{text}' is not a due rule such as '3 working-days'.");
        return (rule, walk.Context.Due(rule, walk.Context.Now));
    }
}

/// <summary>What a designer shows of an activity type.</summary>
/// <param name="Type">Name in definitions.</param>
/// <param name="Category">Group in the toolbox.</param>
/// <param name="Description">One sentence.</param>
/// <param name="Inputs">Inputs that take expressions.</param>
/// <param name="Outputs">Outputs that can be bound to variables.</param>
/// <param name="Ports">Outcomes that connections can leave by; empty when the activity itself names them.</param>
/// <param name="Embedded">Places for a child activity.</param>
public sealed record ActivityDescriptor(
    string Type, string Category, string Description, IReadOnlyList<InputDescriptor> Inputs, IReadOnlyList<string> Outputs,
    IReadOnlyList<string> Ports, IReadOnlyList<string> Embedded)
{
    internal static ActivityDescriptor Of(
        string type, string category, string description, IReadOnlyList<InputDescriptor>? inputs = null, IReadOnlyList<string>? outputs = null,
        IReadOnlyList<string>? ports = null, IReadOnlyList<string>? embedded = null) =>
        new(type, category, description, inputs ?? [], outputs ?? [], ports ?? ["Done"], embedded ?? []);
}

/// <summary>One input of an activity type.</summary>
/// <param name="Name">Property name in the activity's JSON.</param>
/// <param name="TypeName">Type its value is converted to.</param>
/// <param name="Description">What it means.</param>
public sealed record InputDescriptor(string Name, string TypeName, string Description);

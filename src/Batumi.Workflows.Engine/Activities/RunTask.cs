using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Effects;
using Batumi.Workflows.Engine.Errors;
using Batumi.Workflows.Engine.Expressions;
using Batumi.Workflows.Engine.Running;
using Batumi.Workflows.Engine.State;

namespace Batumi.Workflows.Engine.Activities;

/// <summary>Elsa's task: asks the host for something by name and waits for the answer.</summary>
internal sealed class RunTask : ActivityType
{
    public override ActivityDescriptor Descriptor { get; } = ActivityDescriptor.Of(
        "Elsa.RunTask", "Primitives", "Asks the host to run a task and waits for its result.",
        [new("taskName", "String", "Name of the task."), new("payload", "ObjectDictionary", "What the task needs to know.")], ["result", "taskId"]);

    public override bool MayWait => true;

    public override void Execute(Walk walk, Frame frame)
    {
        var name = walk.Text(frame, "taskName");
        if (string.IsNullOrEmpty(name)) throw new ActivityFault(IncidentCodes.BadExpression, "The task has no name.");
        var payload = walk.Evaluate(frame, "payload");
        var id = walk.Chance.Id();
        walk.Output(frame, "TaskId", id);
        walk.Emit(new Effect.OpenTask(id, frame.Activity.Id, TaskKind.Elsa, name, null, null, null, [], null, null, payload));
        walk.Suspend(frame, new Bookmark(id, BookmarkKind.Task, frame.Activity.Id, frame.Activity.Type, name, [], null));
    }

    public override void Resume(Walk walk, Frame frame, Bookmark bookmark, Stimulus stimulus)
    {
        walk.Emit(new Effect.CloseTask(bookmark.Id, frame.Activity.Id, null));
        walk.Result(frame, Values.Own(((Stimulus.TaskCompleted)stimulus).Result));
        walk.Complete(frame, "Done");
    }

    public override void Check(Activity activity, DefinitionChecks checks) => checks.Needs(activity, "taskName", DefinitionCodes.NobodyAnswers, "the name of a task, without which nobody knows what to do");
}

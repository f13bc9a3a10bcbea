using Batumi.Workflows.Application.Notifications;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Application.Running;
using Quartz;

namespace Batumi.Workflows.Application.Workers;

/// <summary>Carries on the runs whose timers are due.</summary>
[DisallowConcurrentExecution]
public sealed class TimerJob(Timers timers) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await timers.RunDueAsync(cancellationToken);
}

/// <summary>Begins the runs whose schedule is due.</summary>
[DisallowConcurrentExecution]
public sealed class ScheduleJob(Schedules schedules) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await schedules.BeginDueAsync(cancellationToken);
}

/// <summary>Brings messages between runs.</summary>
[DisallowConcurrentExecution]
public sealed class MessageJob(RunMessages messages) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await messages.DeliverDueAsync(cancellationToken);
}

/// <summary>Tells cases how much of their term is used up and whose task waits, and counts terms anew after a change of the calendar.</summary>
[DisallowConcurrentExecution]
public sealed class TermJob(TermMarks marks, TaskMarks tasks, CalendarChanges changes) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        await changes.RecountAsync(cancellationToken);
        await marks.TellDueAsync(cancellationToken);
        await tasks.TellDueAsync(cancellationToken);
    }
}

/// <summary>Sends the letters that are due.</summary>
[DisallowConcurrentExecution]
public sealed class OutboxJob(Outbox outbox) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await outbox.SendDueAsync(cancellationToken);
}

/// <summary>Erases what retention no longer allows to keep, and drops drafts that nobody went on with, files of tasks that never took them, and accounts that nobody confirmed.</summary>
[DisallowConcurrentExecution]
public sealed class RetentionJob(Erasing erasing, Drafts drafts, TaskFiles files, UnconfirmedAccounts accounts) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        await erasing.EraseDueAsync(cancellationToken);
        await drafts.DropOldAsync(cancellationToken);
        await accounts.DropOldAsync(cancellationToken);
        await files.DropOldAsync(cancellationToken);
    }
}

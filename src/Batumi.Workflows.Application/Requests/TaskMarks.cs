using Batumi.Workflows.Application.Calendar;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Engine;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Effects;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Batumi.Workflows.Application.Requests;

/// <summary>When somebody is told that a task still waits.</summary>
/// <param name="HeadAfter">Nobody has taken it: the heads of its unit are told.</param>
/// <param name="AssignAfter">Still nobody, so much later: they are asked to give it to somebody.</param>
/// <param name="RemindDays">So many days before their term ends, applicants are reminded of what they are asked for.</param>
public sealed record TaskMarkSettings(DueRule HeadAfter, DueRule AssignAfter, int RemindDays)
{
    public static TaskMarkSettings Usual { get; } = new(new(1, DueUnit.WorkingDays), new(1, DueUnit.WorkingDays), RemindDays: 2);

    /// <summary>Of a task that is opened or given back now, or has got another term.</summary>
    public void Begin(WorkTask task, WorkCalendar calendar, DateTime now)
    {
        if (task.Kind == nameof(TaskKind.Staff)) (task.NextMark, task.NextMarkAtUtc) = (LettersOfTerms.Free, Due(calendar, HeadAfter, now));
        else if (task.Kind == nameof(TaskKind.Applicant) && task.DueAtUtc is { } due && due.AddDays(-RemindDays) is var at && at > now.AddDays(1)) (task.NextMark, task.NextMarkAtUtc) = (LettersOfTerms.Remind, at);
        else End(task);
    }

    /// <summary>One was told.</summary>
    public void GoOn(WorkTask task, string told, WorkCalendar calendar, DateTime now)
    {
        if (told == LettersOfTerms.Free) (task.NextMark, task.NextMarkAtUtc) = (LettersOfTerms.Unassigned, Due(calendar, AssignAfter, now));
        else End(task);
    }

    /// <summary>Nothing more is told: somebody has it in hand.</summary>
    public static void End(WorkTask task) => (task.NextMark, task.NextMarkAtUtc) = (null, null);

    private static DateTime Due(WorkCalendar calendar, DueRule rule, DateTime now) => calendar.Due(rule, now.AsOffset()).AsColumn();
}

/// <summary>Keeps what is told next of a case's tasks, and who has them, by what happens to them.</summary>
public sealed class TaskMarkKeeper(TaskMarkSettings marks) : IStepKeeper
{
    public Task KeepAsync(StepRows step, CancellationToken ct)
    {
        if (step.Case is null) return Task.CompletedTask;
        var (now, calendar, kind) = (step.Entry.AtUtc, step.Calendar.Content, step.Entry.Kind);
        foreach (var opened in step.Turn.Effects.OfType<Effect.OpenTask>()) marks.Begin(Row(step, opened.TaskId), calendar, now);
        if (kind is JournalKind.Recounted or JournalKind.TaskProlonged)
        {
            foreach (var moved in step.Turn.Effects.OfType<Effect.MoveTask>())
            {
                if (Row(step, moved.TaskId) is { Kind: nameof(TaskKind.Applicant) } task && (kind == JournalKind.TaskProlonged || task.NextMark is not null)) marks.Begin(task, calendar, now);
            }
        }
        else if (kind == JournalKind.TaskReminded)
        {
            marks.GoOn(Row(step, step.Entry.Subject!), step.Entry.Outcome!, calendar, now);
        }
        else if (kind == JournalKind.TaskAssigned)
        {
            var task = Row(step, step.Entry.Subject!);
            (task.OwnerId, task.ClaimedAtUtc) = (Guid.ParseExact(step.Entry.Outcome!, "N"), now);
            TaskMarkSettings.End(task);
        }

        return Task.CompletedTask;
    }

    private static WorkTask Row(StepRows step, string taskId) => step.Db.Set<WorkTask>().Local.First(t => t.Id == taskId);
}

/// <summary>Tells applicants that their term ends soon, and heads that nobody has taken a task: one journaled step each, with its letters.</summary>
public sealed class TaskMarks(IServiceScopeFactory scopes, TimeProvider time, ILogger<TaskMarks> log)
{
    private const int BatchSize = 100;

    /// <returns>How many were told.</returns>
    public async Task<int> TellDueAsync(CancellationToken ct)
    {
        var told = 0;
        while (!ct.IsCancellationRequested)
        {
            await using var scope = scopes.CreateAsyncScope();
            var now = time.NowUtc();
            var due = await scope.ServiceProvider.GetRequiredService<CityDb>().Set<WorkTask>().AsNoTracking()
                .Where(t => t.Status == WorkTaskStatus.Open && t.NextMarkAtUtc <= now).OrderBy(t => t.NextMarkAtUtc)
                .Select(t => new { t.Id, t.RunId, Mark = t.NextMark! }).Take(BatchSize).ToListAsync(ct);
            var toldNow = 0;
            foreach (var task in due) toldNow += await TellAsync(task.RunId, new(task.Id, task.Mark), now, ct) ? 1 : 0;
            told += toldNow;
            if (toldNow == 0) return told;
        }

        return told;
    }

    private async Task<bool> TellAsync(Guid runId, Stimulus.TaskReminded mark, DateTime now, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var order = new Order(Actor.System, $"task-mark/{mark.Mark}", Check: standing =>
            standing.OpenTasks.Any(t => t.Id == mark.TaskId && t.NextMark == mark.Mark && t.NextMarkAtUtc <= now) ? null : new Refusal("Case.Busy"));      // another node told it, or somebody took the task
        try
        {
            var answer = await scope.ServiceProvider.GetRequiredService<WorkflowHost>().ResumeAsync(runId, mark, order, ct);
            if (answer.Refused is { } refused) log.LogWarning("Mark {Mark} of task {TaskId} was refused: {Code}", mark.Mark, mark.TaskId, refused.Code);
            return !answer.IsRefused;
        }
        catch (Exception broken) when (!ct.IsCancellationRequested)
        {
            log.LogError(broken, "Mark {Mark} of task {TaskId} failed; it is tried again", mark.Mark, mark.TaskId);
            return false;
        }
    }
}

using System.Linq.Expressions;
using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Identity;
using Batumi.Workflows.Application.People;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Register;
using Batumi.Workflows.Application.Running;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Desk;

/// <summary>My tasks and my units' tasks, due first.</summary>
public sealed class TaskLists(CityDb db, Names names, TimeProvider time)
{
    public async Task<TaskList> ListAsync(Actor actor, TaskFilter filter, CancellationToken ct)
    {
        if (!actor.IsStaff) return new([], 0, 1);
        var now = time.NowUtc();
        var query =
            from task in db.Set<WorkTask>().AsNoTracking().Where(t => t.Status == WorkTaskStatus.Open).Where(filter.Free ? FreeIn(actor) : ForPosts(actor))
            join c in db.Set<Case>().AsNoTracking() on task.RunId equals c.Id
            join run in db.Set<Run>().AsNoTracking() on task.RunId equals run.Id
            select new { task, c, run.DefinitionId, run.DefinitionVersion };
        if (filter.Mine)
        {
            List<Guid?> mine = [actor.AccountId, .. await Absences.StoodInForAsync(db, actor.AccountId!.Value, now, ct)];
            query = query.Where(x => mine.Contains(x.task.OwnerId));
        }

        if (filter.ServiceKey is { Length: > 0 } service) query = query.Where(x => x.c.ServiceKey == service);
        if (filter.Stage is { Length: > 0 } stage) query = query.Where(x => x.c.Stage == stage);
        if (filter.OverdueOnly) query = query.Where(x => x.task.DueAtUtc < now);
        if (filter.Search is { Length: > 0 } search)
        {
            var (number, upper, lower) = (CaseNumbers.Read(search), search.ToUpperInvariant(), search.ToLowerInvariant());
            query = query.Where(x => x.c.Number == number || x.c.Number.Contains(upper) || x.c.ApplicantName!.Contains(search) || CityDb.Folded(x.c.ApplicantName!).Contains(lower));
        }

        var total = await query.CountAsync(ct);
        var page = Math.Clamp(filter.Page, 1, TaskFilter.MostPages);
        var rows = await query.OrderBy(x => x.task.DueAtUtc == null).ThenBy(x => x.task.DueAtUtc).ThenBy(x => x.task.OpenedAtUtc).ThenBy(x => x.task.Id)
            .Skip((page - 1) * TaskFilter.PageSize).Take(TaskFilter.PageSize)
            .Select(x => new
            {
                x.task.Id, x.task.RunId, x.task.Name, x.task.OpenedAtUtc, x.task.DueAtUtc, x.task.OwnerId, x.task.Unit,
                x.c.Number, x.c.ServiceKey, x.c.ApplicantName, x.c.Stage, x.c.Facts, x.DefinitionId, x.DefinitionVersion,
            }).ToListAsync(ct);

        var owners = rows.Select(r => r.OwnerId).OfType<Guid>().Distinct().ToList();
        var ownerNames = await db.Set<Account>().Where(a => owners.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.DisplayName, ct);
        var lines = new List<TaskLine>();
        foreach (var r in rows)
        {
            var texts = await names.TextsAsync(r.DefinitionId, r.DefinitionVersion, ct);
            lines.Add(new(r.Id, r.RunId, r.Number, await names.ServiceAsync(r.ServiceKey, ct), texts?.Task(r.Name) ?? new(r.Name, r.Name), r.ApplicantName,
                texts?.Stage(r.Stage) ?? new(r.Stage, r.Stage), (string?)JsonNode.Parse(r.Facts)?["priority"], r.OpenedAtUtc, r.DueAtUtc, r.DueAtUtc < now, r.OwnerId,
                r.OwnerId is { } owner ? ownerNames.GetValueOrDefault(owner) : null, await names.UnitAsync(r.Unit, ct)));
        }

        return new(lines, total, page);
    }

    private static Expression<Func<WorkTask, bool>> FreeIn(Actor actor)
    {
        var headed = actor.Posts.Where(p => p.Role == Roles.UnitHead).Select(p => p.Unit).Distinct().ToList();
        return t => t.OwnerId == null && t.Kind == nameof(Engine.Effects.TaskKind.Staff) && headed.Contains(t.Unit!);
    }

    // One "role and unit" test for each post the person holds.
    private static Expression<Func<WorkTask, bool>> ForPosts(Actor actor)
    {
        var task = Expression.Parameter(typeof(WorkTask), "t");
        Expression any = Expression.Constant(false);
        foreach (var post in actor.Posts)
        {
            var unit = Expression.Property(task, nameof(WorkTask.Unit));
            var isMine = Expression.AndAlso(
                Expression.Equal(Expression.Property(task, nameof(WorkTask.Role)), Expression.Constant(post.Role)),
                Expression.OrElse(Expression.Equal(unit, Expression.Constant(null, typeof(string))), Expression.Equal(unit, Expression.Constant(post.Unit))));
            any = Expression.OrElse(any, isMine);
        }

        return Expression.Lambda<Func<WorkTask, bool>>(any, task);
    }
}

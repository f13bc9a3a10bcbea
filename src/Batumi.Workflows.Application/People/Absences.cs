using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Identity;
using Batumi.Workflows.Application.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.People;

/// <param name="LastDay">The last day away.</param>
/// <param name="MayEnd">The reader is the person, or heads a unit of theirs, and it is not over.</param>
public sealed record AbsenceLine(Guid Id, string Who, string Substitute, DateOnly FirstDay, DateOnly LastDay, bool IsNow, bool MayEnd);

/// <param name="Units">Codes of the units in which the person works.</param>
public sealed record Colleague(Guid AccountId, string Name, IReadOnlyList<string> Units);

/// <param name="FirstDay">In Tbilisi, as <paramref name="LastDay"/>.</param>
public sealed record NewAbsence(Guid AccountId, Guid SubstituteId, DateOnly FirstDay, DateOnly LastDay);

/// <summary>
/// Who of the staff is away and who does their work meanwhile. The substitute holds the same posts as long as it lasts, but stays one person: who
/// prepared a decision does not sign it, in whosever name.
/// </summary>
public sealed class Absences(CityDb db, AccountLog log, TimeProvider time)
{
    private const int MostDays = 366, Shown = 200;

    // Posts that are not handed on: who administers is appointed.
    private static readonly string[] personal = [Roles.Administrator];

    /// <summary>Posts that an account holds now: its own, and those of the people it stands in for.</summary>
    public static async Task<List<Post>> PostsAsync(CityDb db, Guid account, DateTime nowUtc, CancellationToken ct) =>
        await db.Set<PostHeld>().AsNoTracking()
            .Where(p => p.AccountId == account || (!personal.Contains(p.Role) && db.Set<Absence>().Any(a =>
                a.SubstituteId == account && a.AccountId == p.AccountId && a.FromUtc <= nowUtc && a.UntilUtc > nowUtc)))
            .Select(p => new Post(p.Role, p.UnitCode)).Distinct().ToListAsync(ct);

    /// <summary>Those whose work this account does now.</summary>
    public static async Task<List<Guid>> StoodInForAsync(CityDb db, Guid account, DateTime nowUtc, CancellationToken ct) =>
        await db.Set<Absence>().Where(a => a.SubstituteId == account && a.FromUtc <= nowUtc && a.UntilUtc > nowUtc).Select(a => a.AccountId).Distinct().ToListAsync(ct);

    /// <summary>Those who do the work of this account now.</summary>
    public static async Task<List<Guid>> SubstitutesAsync(CityDb db, IReadOnlyCollection<Guid> accounts, DateTime nowUtc, CancellationToken ct) => accounts.Count == 0 ? []
        : await db.Set<Absence>().Where(a => accounts.Contains(a.AccountId) && a.FromUtc <= nowUtc && a.UntilUtc > nowUtc).Select(a => a.SubstituteId).Distinct().ToListAsync(ct);

    /// <summary>One's own absences, and for a head those of the unit's people, that are not over; those one stands in for too.</summary>
    public async Task<IReadOnlyList<AbsenceLine>> ListAsync(Actor actor, CancellationToken ct)
    {
        if (actor.AccountId is not { } me) return [];
        var (now, headed) = (time.NowUtc(), Headed(actor));
        var rows = await db.Set<Absence>().AsNoTracking()
            .Where(a => a.UntilUtc > now && (a.AccountId == me || a.SubstituteId == me || db.Set<PostHeld>().Any(p => p.AccountId == a.AccountId && headed.Contains(p.UnitCode))))
            .OrderBy(a => a.FromUtc).ThenBy(a => a.Id).Take(Shown).ToListAsync(ct);
        var people = rows.SelectMany(r => new[] { r.AccountId, r.SubstituteId }).Distinct().ToList();
        var names = await db.Set<Account>().Where(a => people.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.DisplayName, ct);
        var lines = new List<AbsenceLine>();
        foreach (var row in rows)
        {
            lines.Add(new(row.Id, names.GetValueOrDefault(row.AccountId, "–"), names.GetValueOrDefault(row.SubstituteId, "–"), Day(row.FromUtc), Day(row.UntilUtc.AddTicks(-1)),
                row.FromUtc <= now, await MayAsync(row.AccountId, actor, ct)));
        }

        return lines;
    }

    /// <summary>Whose absence this person may set: their own, and as a head everybody's of the unit. Themselves first.</summary>
    public async Task<IReadOnlyList<Colleague>> PeopleAsync(Actor actor, CancellationToken ct)
    {
        var headed = Headed(actor);
        var people = await ColleaguesAsync(p => p.AccountId == actor.AccountId || headed.Contains(p.UnitCode), ct);
        return [.. people.OrderByDescending(p => p.AccountId == actor.AccountId)];
    }

    /// <summary>Who may be named as substitute by this person: everybody of the units that <see cref="PeopleAsync"/> names.</summary>
    public async Task<IReadOnlyList<Colleague>> SubstitutesAsync(Actor actor, CancellationToken ct)
    {
        var units = (await PeopleAsync(actor, ct)).SelectMany(p => p.Units).Distinct().ToList();
        return await ColleaguesAsync(p => units.Contains(p.UnitCode), ct);
    }

    public async Task<Refusal?> SetAsync(NewAbsence wished, Actor actor, CancellationToken ct)
    {
        if (!await MayAsync(wished.AccountId, actor, ct)) return new("Absence.NotYours");
        var (from, until, now) = (TbilisiTime.ToUtc(wished.FirstDay.ToDateTime(TimeOnly.MinValue)), TbilisiTime.ToUtc(wished.LastDay.AddDays(1).ToDateTime(TimeOnly.MinValue)), time.NowUtc());
        if (wished.LastDay < wished.FirstDay || until <= now) return new("Absence.Days");
        if (wished.LastDay.DayNumber - wished.FirstDay.DayNumber >= MostDays) return new("Absence.TooLong", $"{MostDays}");
        if (wished.SubstituteId == wished.AccountId || !await ShareUnitAsync(wished.AccountId, wished.SubstituteId, ct)) return new("Absence.Substitute");

        // The same press again, or what is set already in other words.
        if (await db.Set<Absence>().AnyAsync(a => a.AccountId == wished.AccountId && a.SubstituteId == wished.SubstituteId && a.FromUtc == from && a.UntilUtc == until, ct)) return null;
        if (await db.Set<Absence>().AnyAsync(a => a.AccountId == wished.AccountId && a.FromUtc < until && a.UntilUtc > from, ct)) return new("Absence.Overlaps");
        if (await db.Set<Absence>().AnyAsync(a => a.AccountId == wished.SubstituteId && a.FromUtc < until && a.UntilUtc > from, ct)) return new("Absence.SubstituteAway");

        db.Add(new Absence { Id = Ids.New(now), AccountId = wished.AccountId, SubstituteId = wished.SubstituteId, FromUtc = from, UntilUtc = until, SetBy = actor.AccountId!.Value, SetAtUtc = now });
        log.Add(wished.AccountId, AccountAct.AbsenceSet, actor.AccountId, why: $"{wished.FirstDay:yyyy-MM-dd} – {wished.LastDay:yyyy-MM-dd}: {await NameAsync(wished.SubstituteId, ct)}");
        await db.SaveChangesAsync(ct);
        return null;
    }

    /// <summary>They are back from now on; one that has not begun is as if it had never been set.</summary>
    public async Task<Refusal?> EndAsync(Guid id, Actor actor, CancellationToken ct)
    {
        var (row, now) = (await db.Set<Absence>().FirstOrDefaultAsync(a => a.Id == id, ct), time.NowUtc());
        if (row is null || !await MayAsync(row.AccountId, actor, ct)) return new("Absence.NotYours");
        if (row.UntilUtc <= now) return null;
        if (row.FromUtc > now) db.Remove(row);
        else row.UntilUtc = now;
        log.Add(row.AccountId, AccountAct.AbsenceEnded, actor.AccountId, why: await NameAsync(row.SubstituteId, ct));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            db.ChangeTracker.Clear();       // it was taken back twice at once
        }

        return null;
    }

    private static List<string> Headed(Actor actor) => [.. actor.Posts.Where(p => p.Role == Roles.UnitHead).Select(p => p.Unit).Distinct()];

    private async Task<bool> MayAsync(Guid account, Actor actor, CancellationToken ct)
    {
        if (actor.AccountId is not { } me || !actor.IsStaff) return false;
        var headed = Headed(actor);
        return account == me || (headed.Count > 0 && await db.Set<PostHeld>().AnyAsync(p => p.AccountId == account && headed.Contains(p.UnitCode), ct));
    }

    private Task<bool> ShareUnitAsync(Guid one, Guid other, CancellationToken ct) =>
        db.Set<PostHeld>().AnyAsync(p => p.AccountId == one && db.Set<PostHeld>().Any(q => q.AccountId == other && q.UnitCode == p.UnitCode) && db.Set<Account>().Any(a => a.Id == other && a.IsActive), ct);

    private async Task<IReadOnlyList<Colleague>> ColleaguesAsync(System.Linq.Expressions.Expression<Func<PostHeld, bool>> among, CancellationToken ct)
    {
        var posts = await db.Set<PostHeld>().AsNoTracking().Where(among).Select(p => new { p.AccountId, p.UnitCode }).Distinct().ToListAsync(ct);
        var ids = posts.Select(p => p.AccountId).Distinct().ToList();
        var names = await db.Set<Account>().Where(a => ids.Contains(a.Id) && a.IsActive).OrderBy(a => a.DisplayName).Select(a => new { a.Id, a.DisplayName }).ToListAsync(ct);
        return names.ConvertAll(n => new Colleague(n.Id, n.DisplayName, [.. posts.Where(p => p.AccountId == n.Id).Select(p => p.UnitCode)]));
    }

    private async Task<string> NameAsync(Guid account, CancellationToken ct) => await db.Set<Account>().Where(a => a.Id == account).Select(a => a.DisplayName).FirstOrDefaultAsync(ct) ?? "–";

    private static DateOnly Day(DateTime utc) => DateOnly.FromDateTime(TbilisiTime.ToLocal(utc));
}

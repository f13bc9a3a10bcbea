using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Identity;
using Batumi.Workflows.Application.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.People;

/// <param name="By">Name of who did it; null: the site itself.</param>
/// <param name="Post">The post that was given or taken.</param>
public sealed record AccountLogLine(DateTime AtUtc, string? By, AccountAct Act, Post? Post, string? Why);

/// <summary>Who did what with accounts, and why.</summary>
public sealed class AccountLog(CityDb db, TimeProvider time)
{
    /// <summary>Writes an entry for the caller's save.</summary>
    public void Add(Guid account, AccountAct act, Guid? by, Post? post = null, string? why = null) => db.Add(new AccountLogEntry
    {
        Id = Ids.New(time.NowUtc()), AtUtc = time.NowUtc(), AccountId = account, ByAccountId = by, Act = act, Subject = post is null ? null : $"{post.Role} {post.Unit}", Why = why,
    });

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<AccountLogLine>> ListAsync(Guid account, CancellationToken ct)
    {
        var entries = await db.Set<AccountLogEntry>().AsNoTracking().Where(e => e.AccountId == account).OrderByDescending(e => e.AtUtc).ThenByDescending(e => e.Id).Take(200).ToListAsync(ct);
        var people = entries.Select(e => e.ByAccountId).OfType<Guid>().Distinct().ToList();
        var names = await db.Set<Account>().Where(a => people.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.DisplayName, ct);
        return entries.ConvertAll(e => new AccountLogLine(e.AtUtc, e.ByAccountId is { } by ? names.GetValueOrDefault(by) : null, e.Act, e.Subject?.Split(' ') is [var role, var unit] ? new(role, unit) : null, e.Why));
    }
}

using System.Linq.Expressions;
using System.Security.Cryptography;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Identity;
using Batumi.Workflows.Application.Keys;
using Batumi.Workflows.Application.Primitives;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.People;

public sealed record UnitLine(string Code, LocalizedText Name, string Kind, string? Email, int People);

public sealed record PersonLine(Guid Id, string Email, string DisplayName, bool IsActive, IReadOnlyList<PostLine> Posts, DateTime CreatedAtUtc, bool HasSecondFactor);

public sealed record PeoplePage(IReadOnlyList<PersonLine> Lines, int Total, int Page);

public sealed record PostLine(string Role, string UnitCode, LocalizedText UnitName);

/// <param name="PersonalNumber">Optional; 11 digits.</param>
/// <param name="Intent">Of the form that asks for it: sent twice, it makes one account.</param>
public sealed record NewPerson(string Email, string DisplayName, string Language, string? PersonalNumber, IReadOnlyList<Post> Posts, IntentKey? Intent = null);

/// <summary>A new account with the password to hand over; it is shown once and kept nowhere.</summary>
public sealed record Welcome(Guid AccountId, string OneTimePassword);

/// <summary>Units and people: who works where, in which role.</summary>
public sealed class Staffing(CityDb db, UserManager<Account> accounts, PersonalNumbers numbers, AccountLog log, TimeProvider time)
{
    public const int PageSize = 50;

    // One at a time of those acts that may take away the last administrator: two who close each other's accounts must not both succeed.
    private static readonly WriterGate administrators = new(isNarrow: true);

    private static Refusal NoReason => new("Person.Why");
    private static Refusal TooLong => new("Person.WhyTooLong", $"{AccountLogEntry.WhyLength}");

    public async Task<IReadOnlyList<UnitLine>> UnitsAsync(CancellationToken ct)
    {
        var units = await db.Set<Unit>().AsNoTracking().Where(u => u.IsActive).OrderBy(u => u.Code).ToListAsync(ct);
        var counts = await db.Set<PostHeld>().GroupBy(p => p.UnitCode).Select(g => new { g.Key, Count = g.Select(p => p.AccountId).Distinct().Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        return units.ConvertAll(u => new UnitLine(u.Code, new(u.NameKa, u.NameEn), u.Kind, u.Email, counts.GetValueOrDefault(u.Code)));
    }

    /// <param name="page">From 1; beyond the last one, the last.</param>
    public async Task<PeoplePage> PeopleAsync(string? search, int page, CancellationToken ct)
    {
        var query = db.Set<Account>().AsNoTracking();
        if (!string.IsNullOrWhiteSpace(search))
        {
            var (lower, normalized) = (search.ToLowerInvariant(), search.ToUpperInvariant());
            query = query.Where(a => a.DisplayName.Contains(search) || CityDb.Folded(a.DisplayName).Contains(lower) || a.NormalizedEmail!.Contains(normalized));
        }

        var total = await query.CountAsync(ct);
        page = Math.Clamp(page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        var people = await query.OrderBy(a => a.DisplayName).ThenBy(a => a.Id).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct);
        return new(await LinesAsync(people, ct), total, page);
    }

    public async Task<PersonLine?> PersonAsync(Guid accountId, CancellationToken ct) =>
        (await LinesAsync(await db.Set<Account>().AsNoTracking().Where(a => a.Id == accountId).ToListAsync(ct), ct)).FirstOrDefault();

    private async Task<List<PersonLine>> LinesAsync(List<Account> people, CancellationToken ct)
    {
        var ids = people.ConvertAll(p => p.Id);
        var posts = (await db.Set<PostHeld>().AsNoTracking().Where(p => ids.Contains(p.AccountId)).ToListAsync(ct)).ToLookup(p => p.AccountId);
        var units = await db.Set<Unit>().AsNoTracking().ToDictionaryAsync(u => u.Code, ct);
        return people.ConvertAll(p => new PersonLine(p.Id, p.Email ?? "", p.DisplayName, p.IsActive,
            [.. posts[p.Id].OrderBy(x => x.Role).Select(x => new PostLine(x.Role, x.UnitCode, new(units[x.UnitCode].NameKa, units[x.UnitCode].NameEn)))], p.CreatedAtUtc, p.TwoFactorEnabled));
    }

    /// <summary>Makes an account with a one-time password. Asked twice with one intent, the second answer names the same account with a new password, for the first answer may not have been seen.</summary>
    public async Task<Answer<Welcome>> CreateAsync(NewPerson person, Actor by, CancellationToken ct)
    {
        if (person.PersonalNumber is { Length: > 0 } number && !PersonalNumbers.IsWellFormed(number)) return PersonalNumbers.Malformed;
        if (PlainText.Line(person.DisplayName) is not { Length: > 0 and <= Account.NameLength } name) return new Refusal("Person.Name");
        if (EmailAddress.Read(person.Email) is not { } email) return new Refusal("Person.EmailMalformed");
        foreach (var post in person.Posts)
        {
            if (await PostRefusalAsync(post, ct) is { } refused) return refused;
        }

        if (await AgainAsync(person, by) is { } again) return again;

        var password = DrawPassword();
        var now = time.NowUtc();
        var account = new Account
        {
            Id = IdOf(person) ?? Ids.New(now), UserName = email, Email = email, EmailConfirmed = true, DisplayName = name,
            Language = Languages.OrGeorgian(person.Language), CreatedAtUtc = now, LockoutEnabled = true, MustChangePassword = true,
        };
        if (person.PersonalNumber is { Length: > 0 } known)
        {
            account.PersonalNumberIndex = numbers.Index(known);
            if (await db.Set<Account>().AnyAsync(a => a.PersonalNumberIndex == account.PersonalNumberIndex, ct)) return new Refusal("Person.NumberTaken");
            account.PersonalNumberCipher = numbers.Seal(known, account.Id);
        }

        // Posts are added first: the store saves account and posts in one commit.
        log.Add(account.Id, AccountAct.Made, by.AccountId);
        foreach (var post in person.Posts.Distinct())
        {
            db.Add(new PostHeld { AccountId = account.Id, UnitCode = post.Unit, Role = post.Role, SinceUtc = now, GivenBy = by.AccountId });
            log.Add(account.Id, AccountAct.PostGiven, by.AccountId, post);
        }

        try
        {
            var made = await accounts.CreateAsync(account, password);
            if (made.Succeeded) return new Welcome(account.Id, password);
            db.ChangeTracker.Clear();
            return made.Errors.Any(e => e.Code is "DuplicateUserName" or "DuplicateEmail") ? new Refusal("Person.EmailTaken") : new Refusal("Person.EmailMalformed");
        }
        // Somebody was quicker by a moment with this intent, address or number: the database refuses the row or, when the check of the address
        // has just read the account of this very intent, the context refuses a second one with its id.
        catch (Exception quicker) when (quicker is DbUpdateException or InvalidOperationException)
        {
            db.ChangeTracker.Clear();
            if (await AgainAsync(person, by) is { } second) return second;
            return new Refusal(await accounts.FindByEmailAsync(email) is null ? "Person.NumberTaken" : "Person.EmailTaken");
        }
    }

    /// <summary>The administrator who appoints all others; none is made while there is one who can sign in.</summary>
    public async Task<Answer<Welcome>> CreateFirstAdministratorAsync(string email, string displayName, CancellationToken ct)
    {
        using var turn = await administrators.EnterAsync(ct);
        if (await HasAdministratorAsync(p => true, ct)) return new Refusal("Person.NotTheFirst");
        return await CreateAsync(new(email, displayName, Languages.Georgian, null, [new(Roles.Administrator, Roles.CentralUnit)]), Actor.System, ct);
    }

    // The account of an intent carries its key as id.
    private static Guid? IdOf(NewPerson person) => person.Intent is { IsValid: true } intent ? Guid.ParseExact(intent.Value, "N") : null;

    private async Task<Answer<Welcome>?> AgainAsync(NewPerson person, Actor by)
    {
        if (IdOf(person) is not { } id || await accounts.FindByIdAsync(id.ToString()) is not { } account) return null;
        return account.MustChangePassword ? await RenewAsync(account, by) : new Refusal("Person.EmailTaken");
    }

    private async Task<Answer<Welcome>> RenewAsync(Account account, Actor by)
    {
        log.Add(account.Id, AccountAct.PasswordRenewed, by.AccountId);
        var password = DrawPassword();
        (account.PasswordHash, account.MustChangePassword) = (accounts.PasswordHasher.HashPassword(account, password), true);
        (account.LockoutEnd, account.AccessFailedCount) = (null, 0);
        var renewed = await accounts.UpdateSecurityStampAsync(account);
        return renewed.Succeeded ? new Welcome(account.Id, password) : new Refusal("Case.Busy");
    }

    /// <param name="why">May be left out.</param>
    public async Task<Refusal?> AssignAsync(Guid accountId, Post post, Actor by, string? why, CancellationToken ct)
    {
        if (Reason(why) is { Length: > AccountLogEntry.WhyLength }) return TooLong;
        if (await PostRefusalAsync(post, ct) is { } refused) return refused;
        if (!await db.Set<Account>().AnyAsync(a => a.Id == accountId, ct)) return new("Person.NotFound");
        if (await db.Set<PostHeld>().AnyAsync(p => p.AccountId == accountId && p.UnitCode == post.Unit && p.Role == post.Role, ct)) return null;
        db.Add(new PostHeld { AccountId = accountId, UnitCode = post.Unit, Role = post.Role, SinceUtc = time.NowUtc(), GivenBy = by.AccountId });
        log.Add(accountId, AccountAct.PostGiven, by.AccountId, post, Reason(why));
        return await SetAsync(ct);
    }

    /// <summary>Takes a post away. The last administrator keeps theirs.</summary>
    /// <param name="why">May be left out.</param>
    public async Task<Refusal?> UnassignAsync(Guid accountId, Post post, Actor by, string? why, CancellationToken ct)
    {
        if (Reason(why) is { Length: > AccountLogEntry.WhyLength }) return TooLong;
        using var turn = await administrators.EnterAsync(ct);
        var held = await db.Set<PostHeld>().FirstOrDefaultAsync(p => p.AccountId == accountId && p.UnitCode == post.Unit && p.Role == post.Role, ct);
        if (held is null) return null;
        if (post.Role == Roles.Administrator && !await HasAdministratorAsync(p => p.AccountId != accountId || p.UnitCode != post.Unit, ct)) return new("Person.LastAdministrator");
        db.Remove(held);
        log.Add(accountId, AccountAct.PostTaken, by.AccountId, post, Reason(why));
        return await SetAsync(ct);
    }

    /// <summary>Closes an account to sign-in, or opens it again. Open sessions end at their next check.</summary>
    public async Task<Refusal?> SetActiveAsync(Guid accountId, bool isActive, Actor by, string? why, CancellationToken ct)
    {
        if (!isActive && by.AccountId == accountId) return new("Person.Self");
        if (Reason(why) is not { } reason) return NoReason;
        if (reason.Length > AccountLogEntry.WhyLength) return TooLong;
        using var turn = await administrators.EnterAsync(ct);
        if (!isActive && await HasAdministratorAsync(p => p.AccountId == accountId, ct) && !await HasAdministratorAsync(p => p.AccountId != accountId, ct)) return new("Person.LastAdministrator");
        var account = await accounts.FindByIdAsync(accountId.ToString());
        if (account is null) return new("Person.NotFound");
        if (account.IsActive == isActive) return null;
        account.IsActive = isActive;
        log.Add(accountId, isActive ? AccountAct.Opened : AccountAct.Closed, by.AccountId, why: reason);
        await accounts.UpdateSecurityStampAsync(account);
        return null;
    }

    /// <summary>A new one-time password for somebody who lost theirs; open sessions end, a lock after wrong passwords is lifted.</summary>
    public async Task<Answer<Welcome>> RenewPasswordAsync(Guid accountId, Actor by) =>
        await accounts.FindByIdAsync(accountId.ToString()) is { } account ? await RenewAsync(account, by) : new Refusal("Person.NotFound");

    /// <summary>Takes the second factor away from somebody who lost it; open sessions end.</summary>
    public async Task<Refusal?> RemoveSecondFactorAsync(Guid accountId, Actor by, string? why)
    {
        if (Reason(why) is not { } reason) return NoReason;
        if (reason.Length > AccountLogEntry.WhyLength) return TooLong;
        if (await accounts.FindByIdAsync(accountId.ToString()) is not { } account) return new("Person.NotFound");
        if (!account.TwoFactorEnabled) return null;
        await accounts.ResetAuthenticatorKeyAsync(account);
        log.Add(accountId, AccountAct.FactorTakenAway, by.AccountId, why: reason);
        return (await accounts.SetTwoFactorEnabledAsync(account, enabled: false)).Succeeded ? null : new("Case.Busy");
    }

    /// <summary>Who an account is, with the posts it holds now, those of people it stands in for among them; null when it is closed or gone.</summary>
    public async Task<Actor?> ActorAsync(Guid accountId, CancellationToken ct)
    {
        var account = await db.Set<Account>().AsNoTracking().FirstOrDefaultAsync(a => a.Id == accountId && a.IsActive, ct);
        if (account is null) return null;
        var posts = await Absences.PostsAsync(db, accountId, time.NowUtc(), ct);
        return new(posts.Count > 0 ? ActorKind.Staff : ActorKind.Citizen, account.Id, account.DisplayName, posts);
    }

    private async Task<Refusal?> PostRefusalAsync(Post post, CancellationToken ct)
    {
        if (!Roles.All.Contains(post.Role)) return new("Person.UnknownRole", post.Role);
        return await db.Set<Unit>().AnyAsync(u => u.Code == post.Unit && u.IsActive, ct) ? null : new("Person.UnknownUnit", post.Unit);
    }

    // Somebody who can sign in and administer must remain.
    private Task<bool> HasAdministratorAsync(Expression<Func<PostHeld, bool>> among, CancellationToken ct) =>
        db.Set<PostHeld>().Where(among).AnyAsync(p => p.Role == Roles.Administrator && db.Set<Account>().Any(a => a.Id == p.AccountId && a.IsActive), ct);

    // Two who set the same thing at once both have it set.
    private async Task<Refusal?> SetAsync(CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
        }

        return null;
    }

    private static string? Reason(string? why) => PlainText.Lines(why) is { Length: > 0 } reason ? reason : null;

    private static string DrawPassword() => RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 16);
}

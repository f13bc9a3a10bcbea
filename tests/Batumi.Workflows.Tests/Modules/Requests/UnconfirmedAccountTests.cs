using Batumi.Workflows.Application.Identity;
using Batumi.Workflows.Application.Notifications;
using Batumi.Workflows.Application.People;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Register;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Tests.Modules.Requests;

/// <summary>Accounts that nobody confirmed go after their time; all others stay.</summary>
public sealed class UnconfirmedAccountTests : IAsyncLifetime
{
    private TestCity city = null!;

    public async Task InitializeAsync() => city = await TestCity.OpenAsync();

    public async Task DisposeAsync() => await city.DisposeAsync();

    [Fact]
    public async Task An_account_that_nobody_confirmed_goes_after_thirty_days_and_its_letter_cannot_be_read_any_more()
    {
        await RegisterAsync("nino@city.test");
        var id = await IdAsync("nino@city.test");
        city.Time.Advance(TimeSpan.FromDays(30));
        Assert.Equal(0, await DropAsync());
        city.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await DropAsync());

        Assert.Null(await IdAsync("nino@city.test"));
        Assert.Equal(LetterStatus.NoAddress, (await city.QueryAsync(db => db.Set<Letter>().SingleAsync(l => l.CaseId == id))).Status);
        Assert.Null(await city.AskAsync<Application.Keys.CaseKeys, Application.Keys.OpenKey?>(keys => keys.OpenAsync(id!.Value, Application.Keys.CaseKey.AccountHolder, default)));
        Assert.Equal([AccountAct.Dropped, AccountAct.Made], (await city.AskAsync<AccountLog, IReadOnlyList<AccountLogLine>>(log => log.ListAsync(id!.Value, default))).Select(line => line.Act));

        await RegisterAsync("nino@city.test");
        Assert.NotNull(await IdAsync("nino@city.test"));
    }

    [Fact]
    public async Task Whoever_asks_for_the_letter_again_has_the_whole_time_again()
    {
        await RegisterAsync("nino@city.test");
        city.Time.Advance(TimeSpan.FromDays(29));
        Assert.Null(await city.AskAsync<Registration, Refusal?>(r => r.WriteAgainAsync("nino@city.test", default)));
        city.Time.Advance(TimeSpan.FromDays(29));
        Assert.Equal(0, await DropAsync());
        city.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(1, await DropAsync());
    }

    [Fact]
    public async Task A_confirmed_account_stays_and_so_does_one_that_holds_a_request_or_a_post()
    {
        foreach (var email in new[] { "confirmed@city.test", "holder@city.test", "officer@city.test" }) await RegisterAsync(email);
        await SetAsync("confirmed@city.test", account => account.EmailConfirmed = true);
        var receipt = await new StreetFault(city).FileAsync();
        var (holder, officer) = ((await IdAsync("holder@city.test"))!.Value, (await IdAsync("officer@city.test"))!.Value);
        await city.QueryAsync(async db =>
        {
            (await db.Set<Case>().SingleAsync(c => c.Id == receipt.CaseId)).ApplicantAccountId = holder;
            return await db.SaveChangesAsync();
        });
        Assert.Null(await city.AskAsync<Staffing, Refusal?>(s => s.AssignAsync(officer, new(Roles.Dispatcher, "MSA"), Actor.System, null, default)));

        city.Time.Advance(TimeSpan.FromDays(400));
        Assert.Equal(0, await DropAsync());
        await city.QueryAsync(async db =>
        {
            (await db.Set<Case>().SingleAsync(c => c.Id == receipt.CaseId)).ApplicantAccountId = null;
            return await db.SaveChangesAsync();
        });
        Assert.Equal(1, await DropAsync());
    }

    [Fact]
    public async Task The_time_is_a_setting()
    {
        await using var site = new Site(settings: new Dictionary<string, string> { ["Accounts:UnconfirmedDays"] = "3" });
        await site.AskAsync<Registration, Refusal?>(r => r.RegisterAsync(new("nino@city.test", "Nino", "en", "a long enough password", IntentKey.New()), default));
        site.Time.Advance(TimeSpan.FromDays(3) + TimeSpan.FromMinutes(1));
        Assert.Equal(1, await site.AskAsync<UnconfirmedAccounts, int>(accounts => accounts.DropOldAsync(default)));
    }

    private Task<int> DropAsync() => city.AskAsync<UnconfirmedAccounts, int>(accounts => accounts.DropOldAsync(default));

    private async Task RegisterAsync(string email) =>
        Assert.Null(await city.AskAsync<Registration, Refusal?>(r => r.RegisterAsync(new(email, "Nino", "en", "a long enough password", IntentKey.New()), default)));

    private Task<Guid?> IdAsync(string email) => city.QueryAsync(db => db.Set<Account>().Where(a => a.Email == email).Select(a => (Guid?)a.Id).SingleOrDefaultAsync());

    private Task<int> SetAsync(string email, Action<Account> change) => city.QueryAsync(async db =>
    {
        change(await db.Set<Account>().SingleAsync(a => a.Email == email));
        return await db.SaveChangesAsync();
    });
}

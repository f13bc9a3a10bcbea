using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Identity;
using Batumi.Workflows.Application.Keys;
using Batumi.Workflows.Application.People;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Tests.Support;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Batumi.Workflows.Tests.Modules.Keys;

/// <summary>A new master key takes the place of the old one while people work, and then the old one may go.</summary>
public sealed class RotationTests
{
    [Fact]
    public Task Keys_that_vanish_meanwhile_hide_no_others_on_SQLite() => HideNoOthersAsync(null);

    [PostgresFact]
    public async Task Keys_that_vanish_meanwhile_hide_no_others_on_PostgreSQL() => await HideNoOthersAsync(new(DatabaseProvider.Postgres, await PostgresServer.NewDatabaseAsync()));

    [Fact]
    public async Task A_key_that_is_destroyed_meanwhile_stays_destroyed_and_the_others_are_wrapped_anew()
    {
        await using var city = await TestCity.OpenAsync();
        await KeysAsync(city, 3);
        var destroyed = await city.QueryAsync(db => db.Set<CaseKey>().OrderBy(k => k.CaseId).Select(k => k.CaseId).FirstAsync());

        await RotateAsync(city, beforeFirstSave: db => db.Set<CaseKey>().Where(k => k.CaseId == destroyed).ExecuteUpdateAsync(set => set.SetProperty(k => k.Wrapped, (byte[]?)null)));

        var keys = await city.QueryAsync(db => db.Set<CaseKey>().AsNoTracking().ToListAsync());
        Assert.Null(Assert.Single(keys, k => k.CaseId == destroyed).Wrapped);
        Assert.All(keys.Where(k => k.CaseId != destroyed), k => Assert.Equal(2, MasterKeys.VersionOf(k.Wrapped)));
    }

    [Fact]
    public async Task Somebody_who_signs_in_meanwhile_neither_stops_the_rotation_nor_loses_the_number()
    {
        await using var city = await TestCity.OpenAsync();
        var numbers = city.Services.GetRequiredService<PersonalNumbers>();
        var person = await city.AskAsync<Staffing, Answer<Welcome>>(s => s.CreateAsync(new("number@city.test", "Number", "ka", "01234567890", []), Actor.System, default));
        var id = person.Value!.AccountId;

        await RotateAsync(city, beforeFirstSave: db => db.Set<Account>().ExecuteUpdateAsync(set => set.SetProperty(a => a.AccessFailedCount, 1).SetProperty(a => a.ConcurrencyStamp, "changed")));

        var account = await city.QueryAsync(db => db.Set<Account>().SingleAsync(a => a.Id == id));
        Assert.Equal((1, 2), (account.AccessFailedCount, MasterKeys.VersionOf(account.PersonalNumberCipher)));
        Assert.Equal("01234567890", numbers.Open(account.PersonalNumberCipher!, id));
    }

    [Fact]
    public async Task After_a_rotation_the_old_key_may_go_and_whoever_was_signed_in_still_is()
    {
        var folder = Directory.CreateTempSubdirectory("rotated-").FullName;
        var settings = new Dictionary<string, string> { ["Data:Folder"] = Path.Combine(folder, "data"), ["Keys:Folder"] = Path.Combine(folder, "keys") };
        var browser = new CookieContainerHandler();
        Sent sent;
        await using (var before = new Site(settings: settings))
        {
            var (email, password, _) = await before.AccountAsync();
            var visitor = Browse(before, browser);
            await visitor.OpenAsync("/account/sign-in");
            await visitor.SubmitAsync(new { Email = email, Password = password });
            sent = await Report.FileAsync(before.Visitor("en"));
            MasterKeys.AddNext(settings["Keys:Folder"]);
            await before.AskAsync<KeyRotation, int>(rotation => rotation.RunAsync(default));
        }

        File.Delete(Path.Combine(folder, "keys", "master-1.key"));
        await using var after = new Site(settings: settings);
        var again = Browse(after, new CookieContainerHandler(browser.Container));
        await again.OpenAsync("/account");
        Assert.Equal("/requests", again.Address);
        var receipt = await after.AskAsync<Requesting, Receipt?>(async r => await r.ReceiptAsync((await after.CaseAsync(sent)).Id, Actor.Anonymous, default));
        Assert.Equal(sent.Secret, receipt!.Secret);
    }

    private static async Task HideNoOthersAsync(DatabaseSettings? database)
    {
        await using var city = await TestCity.OpenAsync(database);
        await KeysAsync(city, 450);

        await RotateAsync(city, afterFirstSave: db => db.Set<CaseKey>().OrderBy(k => k.CaseId).Take(100).ExecuteDeleteAsync());

        var versions = await city.QueryAsync(async db => (await db.Set<CaseKey>().ToListAsync()).ConvertAll(k => MasterKeys.VersionOf(k.Wrapped)));
        Assert.Equal(Enumerable.Repeat(2, 350), versions);
    }

    private static Task<int> KeysAsync(TestCity city, int many) => city.AskAsync<CityDb, int>(db =>
    {
        var keys = new CaseKeys(db, Master(city), city.Time);
        for (var made = 0; made < many; made++) keys.Create(Guid.CreateVersion7(), made % 2 == 0 ? CaseKey.Applicant : "neighbour");
        return db.SaveChangesAsync();
    });

    private static MasterKeys Master(TestCity city) => MasterKeys.Open(city.Settings.Keys, city.Settings.DataFolder);

    /// <summary>Rotates to the next key while somebody else does something.</summary>
    private static Task<int> RotateAsync(TestCity city, Func<CityDb, Task<int>>? beforeFirstSave = null, Func<CityDb, Task<int>>? afterFirstSave = null)
    {
        MasterKeys.AddNext(city.Settings.Keys.Folder);
        return city.AskAsync<CityDb, int>(db =>
        {
            db.SavingChanges += (_, _) => Do(ref beforeFirstSave);
            db.SavedChanges += (_, _) => Do(ref afterFirstSave);
            return new KeyRotation(db, Master(city), new(Master(city))).RunAsync(default);
        });

        void Do(ref Func<CityDb, Task<int>>? act)
        {
            if (Interlocked.Exchange(ref act, null) is { } once) Task.Run(() => city.QueryAsync(once)).Wait();
        }
    }

    private static Visitor Browse(Site site, CookieContainerHandler cookies) => new(site.CreateDefaultClient(new Uri("https://city.test"), new RedirectHandler(), cookies), "en");
}

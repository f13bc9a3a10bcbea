using Batumi.Workflows.Application.Identity;
using Batumi.Workflows.Application.People;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Tests.Modules.People;

/// <summary>Accounts and posts, when a form is sent twice and when two administrators act at once.</summary>
public sealed class StaffingTests
{
    [Fact]
    public async Task A_form_sent_twice_makes_one_account_and_the_password_seen_last_opens_it()
    {
        await using var city = await TestCity.OpenAsync();
        var person = new NewPerson("tamar@city.test", "Tamar", "ka", null, [new(Roles.Dispatcher, "MSA")], IntentKey.New());

        var first = await CreateAsync(city, person);
        var second = await CreateAsync(city, person);

        Assert.Equal(first.Value!.AccountId, second.Value!.AccountId);
        Assert.Equal(1, await CountAsync(city, "tamar@city.test"));
        Assert.True(await city.AskAsync<UserManager<Account>, bool>(async accounts => await accounts.CheckPasswordAsync((await accounts.FindByEmailAsync("tamar@city.test"))!, second.Value.OneTimePassword)));
    }

    [Fact]
    public async Task The_same_form_sent_many_times_at_once_makes_one_account_and_nobody_gets_an_error()
    {
        await using var city = await TestCity.OpenAsync();
        var person = new NewPerson("tamar@city.test", "Tamar", "ka", "01234567890", [], IntentKey.New());

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => CreateAsync(city, person))));

        Assert.Single(answers.Where(a => a.Value is not null).Select(a => a.Value!.AccountId).Distinct());
        Assert.All(answers.Where(a => a.IsRefused), a => Assert.Equal("Case.Busy", a.Refused!.Code));
        Assert.Equal(1, await CountAsync(city, "tamar@city.test"));
    }

    [Fact]
    public async Task A_name_keeps_no_sign_that_nobody_sees_and_cannot_be_made_of_such()
    {
        await using var city = await TestCity.OpenAsync();

        Assert.Equal("Person.Name", (await CreateAsync(city, new("a@city.test", "\u200B\u202E \u00AD", "ka", null, []))).Refused!.Code);
        var made = await CreateAsync(city, new("a@city.test", "\u202ETa\u200Bmar ", "ka", null, []));
        Assert.Equal("Tamar", (await city.AskAsync<Staffing, Actor?>(s => s.ActorAsync(made.Value!.AccountId, default)))!.DisplayName);
    }

    [Theory]
    [InlineData("a b@city.test")]
    [InlineData("<a@city.test>")]
    [InlineData("a@-city.test")]
    [InlineData("a@[1.2.3.4]")]
    [InlineData("ნინო@city.test")]
    public async Task An_account_needs_an_address_that_letters_reach(string email)
    {
        await using var city = await TestCity.OpenAsync();
        Assert.Equal("Person.EmailMalformed", (await CreateAsync(city, new(email, "Tamar", "ka", null, []))).Refused!.Code);
    }

    [Fact]
    public async Task Two_forms_with_one_address_at_once_make_one_account_and_the_other_is_told()
    {
        await using var city = await TestCity.OpenAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => CreateAsync(city, new("tamar@city.test", $"Tamar {i}", "ka", null, [], IntentKey.New())))));

        Assert.Single(answers, a => a.Value is not null);
        Assert.All(answers.Where(a => a.IsRefused), a => Assert.Equal("Person.EmailTaken", a.Refused!.Code));
    }

    [Fact]
    public async Task A_new_one_time_password_ends_the_old_one_and_must_be_changed()
    {
        await using var city = await TestCity.OpenAsync();
        var made = (await CreateAsync(city, new("tamar@city.test", "Tamar", "ka", null, []))).Value!;

        var renewed = (await city.AskAsync<Staffing, Answer<Welcome>>(s => s.RenewPasswordAsync(made.AccountId, Actor.System))).Value!;

        var (old, now, mustChange) = await city.AskAsync<UserManager<Account>, (bool, bool, bool)>(async accounts =>
        {
            var account = (await accounts.FindByEmailAsync("tamar@city.test"))!;
            return (await accounts.CheckPasswordAsync(account, made.OneTimePassword), await accounts.CheckPasswordAsync(account, renewed.OneTimePassword), account.MustChangePassword);
        });
        Assert.Equal((false, true, true), (old, now, mustChange));
    }

    [Fact]
    public async Task A_post_given_or_taken_by_two_at_once_is_given_or_taken()
    {
        await using var city = await TestCity.OpenAsync();
        var id = (await CreateAsync(city, new("tamar@city.test", "Tamar", "ka", null, []))).Value!.AccountId;
        var post = new Post(Roles.Dispatcher, "MSA");

        var given = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => city.AskAsync<Staffing, Refusal?>(s => s.AssignAsync(id, post, Actor.System, null, default)))));
        Assert.All(given, Assert.Null);
        Assert.Equal([post], (await city.AskAsync<Staffing, Actor?>(s => s.ActorAsync(id, default)))!.Posts);

        var taken = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => city.AskAsync<Staffing, Refusal?>(s => s.UnassignAsync(id, post, Actor.System, null, default)))));
        Assert.All(taken, Assert.Null);
        Assert.Empty((await city.AskAsync<Staffing, Actor?>(s => s.ActorAsync(id, default)))!.Posts);
    }

    [Fact]
    public async Task Somebody_who_can_sign_in_and_administer_always_remains()
    {
        await using var city = await TestCity.OpenAsync();
        var post = new Post(Roles.Administrator, "ADM");
        var ids = new List<Guid>();
        foreach (var name in new[] { "one", "two" }) ids.Add((await CreateAsync(city, new($"{name}@city.test", name, "ka", null, [post]))).Value!.AccountId);

        // Each closes the other's account, at once and again and again.
        for (var round = 0; round < 5; round++)
        {
            var refused = await Task.WhenAll(ids.Select(id => Task.Run(() => city.AskAsync<Staffing, Refusal?>(s => s.SetActiveAsync(id, false, Actor.System, "test", default)))));
            Assert.Equal("Person.LastAdministrator", Assert.Single(refused, r => r is not null)!.Code);
            foreach (var id in ids) await city.AskAsync<Staffing, Refusal?>(s => s.SetActiveAsync(id, true, Actor.System, "test", default));
        }

        Assert.Null(await city.AskAsync<Staffing, Refusal?>(s => s.SetActiveAsync(ids[0], false, Actor.System, "test", default)));
        Assert.Equal("Person.LastAdministrator", (await city.AskAsync<Staffing, Refusal?>(s => s.UnassignAsync(ids[1], post, Actor.System, null, default)))?.Code);       // the other holds the post, too, but cannot sign in
    }

    [Fact]
    public async Task The_first_administrator_is_made_once_and_again_only_when_nobody_can_administer()
    {
        await using var city = await TestCity.OpenAsync();

        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => FirstAsync(city, $"admin{i}@city.test"))));

        var first = Assert.Single(made, m => m.Value is not null).Value!;
        Assert.All(made.Where(m => m.IsRefused), m => Assert.Equal("Person.NotTheFirst", m.Refused!.Code));
        Assert.Equal([new Post(Roles.Administrator, "ADM")], (await city.AskAsync<Staffing, Actor?>(s => s.ActorAsync(first.AccountId, default)))!.Posts);

        await city.QueryAsync(db => db.Set<Account>().ExecuteUpdateAsync(a => a.SetProperty(x => x.IsActive, false)));
        Assert.NotNull((await FirstAsync(city, "next@city.test")).Value);
    }

    private static Task<Answer<Welcome>> FirstAsync(TestCity city, string email) => city.AskAsync<Staffing, Answer<Welcome>>(s => s.CreateFirstAdministratorAsync(email, "Eka", default));

    private static Task<Answer<Welcome>> CreateAsync(TestCity city, NewPerson person) => city.AskAsync<Staffing, Answer<Welcome>>(s => s.CreateAsync(person, Actor.System, default));

    private static Task<int> CountAsync(TestCity city, string email) => city.QueryAsync(db => db.Set<Account>().CountAsync(a => a.Email == email));
}

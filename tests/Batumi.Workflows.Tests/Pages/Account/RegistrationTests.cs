using System.Net;
using System.Text.RegularExpressions;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Identity;
using Batumi.Workflows.Application.Notifications;
using Batumi.Workflows.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Tests.Pages.Account;

/// <summary>People make accounts and choose new passwords by letter; nobody learns which addresses are known.</summary>
public sealed partial class RegistrationTests : IAsyncLifetime
{
    private const string Password = "a long enough password", Another = "quite another password";

    private readonly Site site = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await site.DisposeAsync();

    [Theory]
    [InlineData("ka", "ბათუმის მერია: დაადასტურეთ ელფოსტა", "წერილი გამოგიგზავნეთ")]
    [InlineData("en", "Batumi City Hall: confirm your email address", "We have sent you a letter")]
    public async Task An_account_opens_once_its_address_is_confirmed_by_the_button_and_not_by_the_link(string language, string subject, string sent)
    {
        var visitor = await RegisterAsync("nino@city.test", language);
        Assert.Contains(sent, visitor.Text, StringComparison.Ordinal);
        Assert.Single((await SignInAsync("nino@city.test", Password)).Problems(), p => p.StartsWith("You have not confirmed", StringComparison.Ordinal));

        var letter = Assert.Single(await LettersAsync());
        Assert.Equal(("nino@city.test", subject, language), (letter.To, letter.Subject, letter.Language));
        var link = LinkOf(letter);
        await site.Visitor().OpenAsync(link);
        Assert.Single((await SignInAsync("nino@city.test", Password)).Problems());

        await (await site.Visitor("en").OpenAsync(link)).SubmitAsync();
        Assert.Equal("/requests", (await SignInAsync("nino@city.test", Password)).Address);

        var again = await site.Visitor("en").OpenAsync(link);
        Assert.Contains("does not work any more", again.Text, StringComparison.Ordinal);
        Assert.Null(again.Page.QuerySelector("main form"));
    }

    [Fact]
    public async Task A_known_address_gets_the_same_page_and_a_letter_that_says_so()
    {
        var known = await site.AccountAsync();
        var (one, other) = (await RegisterAsync(known.Email), await RegisterAsync("new@city.test"));

        Assert.Equal(other.Page.QuerySelector("main")!.InnerHtml, one.Page.QuerySelector("main")!.InnerHtml);
        var letters = await LettersAsync();
        Assert.Equal("Batumi City Hall: confirm your email address", letters.Single(l => l.To == "new@city.test").Subject);
        Assert.Equal("ბათუმის მერია: ანგარიში უკვე გაქვთ", letters.Single(l => l.To == known.Email).Subject);
        Assert.Equal("/requests", (await SignInAsync(known.Email, known.Password)).Address);
    }

    [Fact]
    public async Task Whoever_registers_an_address_before_its_owner_gains_nothing()
    {
        await RegisterAsync("nino@city.test", password: "the thief's password");
        var first = LinkOf((await LettersAsync())[0]);
        await RegisterAsync("nino@city.test", password: Password);
        Assert.Contains("does not work any more", (await site.Visitor("en").OpenAsync(first)).Text, StringComparison.Ordinal);

        await (await site.Visitor("en").OpenAsync(LinkOf((await LettersAsync())[1]))).SubmitAsync();
        Assert.Single((await SignInAsync("nino@city.test", "the thief's password")).Problems());
        Assert.Equal("/requests", (await SignInAsync("nino@city.test", Password)).Address);
    }

    [Fact]
    public async Task A_form_sent_twice_makes_one_account_and_one_letter()
    {
        var visitor = await site.Visitor("en").OpenAsync("/account/register");
        var fields = new[] { "Intent", "__RequestVerificationToken" }.ToDictionary(n => n, n => visitor.Page.QuerySelector($"main [name={n}]")!.GetAttribute("value")!);
        foreach (var (name, value) in new[] { ("Name", "Nino"), ("Email", "nino@city.test"), ("Password", Password), ("Language", "en") }) fields[name] = value;

        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            using var answer = await visitor.Client.PostAsync(new Uri("/account/register", UriKind.Relative), new FormUrlEncodedContent(fields));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }));

        Assert.Single(await LettersAsync());
        Assert.Equal(1, await site.AskAsync<CityDb, int>(db => db.Set<Application.Identity.Account>().CountAsync(a => a.Email == "nino@city.test")));
    }

    [Theory]
    [InlineData("confirm")]
    [InlineData("reset")]
    public async Task A_link_works_for_a_day(string act)
    {
        var email = act == "reset" ? (await site.AccountAsync()).Email : "nino@city.test";
        if (act == "reset") await ForgetAsync(email);
        else await RegisterAsync(email);
        var link = LinkOf((await LettersAsync())[0]);

        site.Time.Advance(TimeSpan.FromHours(23.9));
        Assert.NotNull((await site.Visitor("en").OpenAsync(link)).Page.QuerySelector("main form"));
        site.Time.Advance(TimeSpan.FromHours(0.2));
        Assert.Contains("does not work any more", (await site.Visitor("en").OpenAsync(link)).Text, StringComparison.Ordinal);
        Assert.Contains("does not work any more", (await site.Visitor("en").OpenAsync(link + "x")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_password_is_set_by_the_button_once_and_ends_every_session()
    {
        var account = await site.AccountAsync();
        var elsewhere = await SignInAsync(account.Email, account.Password);
        await ForgetAsync(account.Email);
        var link = LinkOf(Assert.Single(await LettersAsync()));
        Assert.Equal("/requests", (await SignInAsync(account.Email, account.Password)).Address);

        var visitor = await site.Visitor("en").OpenAsync(link);
        await visitor.SubmitAsync(new { Changed = "short", Repeated = "short" });
        Assert.StartsWith("The password is too short", Assert.Single(visitor.Problems()), StringComparison.Ordinal);
        await visitor.SubmitAsync(new { Changed = Another, Repeated = Another });
        Assert.Contains("Your password has been changed.", visitor.Text, StringComparison.Ordinal);

        Assert.Single((await SignInAsync(account.Email, account.Password)).Problems());
        Assert.Equal("/requests", (await SignInAsync(account.Email, Another)).Address);
        site.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.StartsWith("/account/sign-in", (await elsewhere.OpenAsync("/requests")).Address, StringComparison.Ordinal);
        Assert.Contains("does not work any more", (await site.Visitor("en").OpenAsync(link)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_address_gets_the_same_answer_and_no_letter_and_nobody_gets_more_than_three_an_hour()
    {
        var account = await site.AccountAsync();
        var pages = new List<string>();
        foreach (var email in new[] { "nobody@city.test", account.Email, account.Email, account.Email, account.Email })
            pages.Add((await ForgetAsync(email)).Page.QuerySelector("main")!.InnerHtml);

        Assert.Single(pages.Distinct());
        Assert.Equal(3, (await LettersAsync()).Count(l => l.To == account.Email));
        Assert.DoesNotContain(await LettersAsync(), l => l.To == "nobody@city.test");
    }

    [Fact]
    public async Task Whoever_lost_the_letter_gets_another_one()
    {
        await RegisterAsync("nino@city.test");
        var visitor = await SignInAsync("nino@city.test", Password);
        await visitor.FollowAsync("lost our letter");
        await visitor.SubmitAsync(new { Email = "nino@city.test" });

        var letters = await LettersAsync();
        Assert.Equal(2, letters.Count);
        await (await site.Visitor("en").OpenAsync(LinkOf(letters[1]))).SubmitAsync();
        Assert.Equal("/requests", (await SignInAsync("nino@city.test", Password)).Address);
    }

    [Fact]
    public async Task A_letter_that_no_server_takes_is_shown_to_the_administrator_and_sent_again()
    {
        site.Mail.Answer = _ => new Delivery.Permanent("550");
        await RegisterAsync("nino@city.test");
        await LettersAsync();

        var admin = await site.SignedInAsync("en", posts: new Application.Primitives.Post("administrator", "ADM"));
        await admin.OpenAsync("/admin/incidents");
        Assert.Contains("can ask for another one", admin.Text, StringComparison.Ordinal);
        await admin.OpenAsync("/admin/letters");
        Assert.Contains("Account holder", admin.Text, StringComparison.Ordinal);

        site.Mail.Answer = null;
        await admin.SubmitAsync(form: "form[action*='handler=Retry']");
        Assert.Single(await LettersAsync());
    }

    private async Task<Visitor> RegisterAsync(string email, string language = "en", string password = Password)
    {
        var visitor = await site.Visitor(language).OpenAsync("/account/register");
        return await visitor.SubmitAsync(new { Name = "Nino", Email = email, Password = password, Language = language });
    }

    private async Task<Visitor> ForgetAsync(string email) => await (await site.Visitor("en").OpenAsync("/account/forgotten")).SubmitAsync(new { Email = email });

    private async Task<Visitor> SignInAsync(string email, string password) =>
        await (await site.Visitor("en").OpenAsync("/account/sign-in")).SubmitAsync(new { Email = email, Password = password });

    private async Task<IReadOnlyList<Mail>> LettersAsync()
    {
        await site.AskAsync<Outbox, int>(outbox => outbox.SendDueAsync(default));
        return site.Mail.Sent;
    }

    private static string LinkOf(Mail letter) => Link().Match(letter.Body).Groups["path"].Value;

    [GeneratedRegex(@"https://city\.test(?<path>/account/\S+)")]
    private static partial Regex Link();
}

using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Tests.Support;

namespace Batumi.Workflows.Tests.Pages.Account;

/// <summary>Signing in and out, and changing a password.</summary>
public sealed class AccountTests(SharedSite shared) : IClassFixture<SharedSite>
{
    private const string Another = "a quite different password";

    private readonly Site site = shared.Site;

    [Theory]
    [InlineData("ka", "ჩაწერეთ ელფოსტა", "ჩაწერეთ პაროლი")]
    [InlineData("en", "Enter an email address", "Enter your password")]
    public async Task Email_and_password_are_both_needed(string language, string email, string password)
    {
        var visitor = await site.Visitor(language).OpenAsync("/account/sign-in");
        await visitor.SubmitAsync();
        Assert.Equal([email, password], visitor.Problems());
    }

    [Theory]
    [InlineData("ka", "ელფოსტა ან პაროლი სწორი არ არის.")]
    [InlineData("en", "The email address or the password is wrong.")]
    public async Task Nobody_learns_which_of_email_and_password_was_wrong_nor_whether_the_account_is_closed(string language, string sentence)
    {
        var (email, password, _) = await site.AccountAsync();
        var closed = await site.AccountAsync();
        Assert.Null(await site.AskAsync<Application.People.Staffing, Refusal?>(s => s.SetActiveAsync(closed.Id, false, Actor.System, "test", default)));

        foreach (var (asked, with) in new[] { (email, "wrong"), ("nobody@city.test", password), (closed.Email, closed.Password) })
        {
            var visitor = await site.Visitor(language).OpenAsync("/account/sign-in");
            await visitor.SubmitAsync(new { Email = asked, Password = with });
            Assert.StartsWith(sentence, Assert.Single(visitor.Problems()), StringComparison.Ordinal);
            Assert.Equal((asked, ""), (visitor.Typed("Email"), visitor.Typed("Password")));
        }
    }

    [Fact]
    public async Task After_five_wrong_attempts_the_right_password_does_not_open_either()
    {
        var (email, password, _) = await site.AccountAsync();
        var visitor = await site.Visitor("en").OpenAsync("/account/sign-in");
        for (var attempt = 0; attempt < 5; attempt++) await visitor.SubmitAsync(new { Email = email, Password = "wrong" });
        await visitor.SubmitAsync(new { Email = email, Password = password });

        Assert.Contains("After five wrong attempts an account rests for 15 minutes.", Assert.Single(visitor.Problems()), StringComparison.Ordinal);
        await visitor.OpenAsync("/requests");
        Assert.StartsWith("/account/sign-in", visitor.Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Guesses_made_all_at_once_are_counted_one_by_one()
    {
        var (email, password, _) = await site.AccountAsync();
        await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ =>
        {
            var guess = await site.Visitor("en").OpenAsync("/account/sign-in");
            await guess.SubmitAsync(new { Email = email, Password = "wrong" });
        }));

        var visitor = await site.Visitor("en").OpenAsync("/account/sign-in");
        await visitor.SubmitAsync(new { Email = email, Password = password });
        Assert.Single(visitor.Problems());
    }

    [Theory]
    [InlineData("/requests?lang=en", "/requests?lang=en")]
    [InlineData("/requests?q=ორმო", "/requests?q=%E1%83%9D%E1%83%A0%E1%83%9B%E1%83%9D")]
    [InlineData("https://evil.test/", "/requests")]
    [InlineData("//evil.test/", "/requests")]
    [InlineData("/\\evil.test/", "/requests")]
    [InlineData("javascript:alert(1)", "/requests")]
    public async Task Signing_in_leads_back_to_a_page_of_ours_and_nowhere_else(string asked, string reached)
    {
        var (email, password, _) = await site.AccountAsync();
        var visitor = await site.Visitor("en").OpenAsync($"/account/sign-in?returnUrl={Uri.EscapeDataString(asked)}");
        await visitor.SubmitAsync(new { Email = email, Password = password });
        Assert.Equal(reached, visitor.Address);
    }

    [Theory]
    [InlineData(Roles.Dispatcher, "MSA", "/officer")]
    [InlineData(Roles.Administrator, "ADM", "/admin")]
    public async Task Signing_in_leads_to_where_a_person_works(string role, string unit, string reached) =>
        Assert.Equal(reached, (await site.SignedInAsync(posts: new Post(role, unit))).Address);

    [Fact]
    public async Task Whoever_signed_out_is_asked_to_sign_in_again()
    {
        var visitor = await site.SignedInAsync();
        await visitor.SubmitAsync(form: "header form");
        Assert.Equal("/", visitor.Address);
        await visitor.OpenAsync("/requests");
        Assert.StartsWith("/account/sign-in", visitor.Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Opening_an_address_signs_nobody_out()
    {
        var visitor = await (await site.SignedInAsync()).OpenAsync("/account/sign-out");
        Assert.Equal("/requests", (await visitor.OpenAsync("/requests")).Address);
    }

    [Theory]
    [InlineData("wrong", Another, Another, "ახლანდელი პაროლი სწორი არ არის", "The current password is wrong")]
    [InlineData(null, "short", "short", "პაროლი ძალიან მოკლეა", "The password is too short")]
    [InlineData(null, Another, "something else", "პაროლები ერთმანეთს არ ემთხვევა", "The two passwords differ.")]
    [InlineData(null, null, null, "ახალი პაროლი უნდა განსხვავდებოდეს", "The new password must differ")]
    public async Task A_password_that_cannot_be_taken_says_why(string? current, string? changed, string? repeated, string georgian, string english)
    {
        foreach (var (language, sentence) in new[] { ("ka", georgian), ("en", english) })
        {
            var (email, password, _) = await site.AccountAsync();
            var visitor = await site.Visitor(language).OpenAsync("/account/sign-in?returnUrl=/account/password");
            await visitor.SubmitAsync(new { Email = email, Password = password });
            await visitor.SubmitAsync(new { Current = current ?? password, Changed = changed ?? password, Repeated = repeated ?? password });
            Assert.StartsWith(sentence, Assert.Single(visitor.Problems()), StringComparison.Ordinal);
            Assert.Equal(("", ""), (visitor.Typed("Current"), visitor.Typed("Changed")));
        }
    }

    [Fact]
    public async Task After_a_change_only_the_new_password_opens_and_sessions_elsewhere_end()
    {
        var (email, password, _) = await site.AccountAsync();
        var elsewhere = await site.Visitor("en").OpenAsync("/account/sign-in");
        await elsewhere.SubmitAsync(new { Email = email, Password = password });
        var visitor = await site.Visitor("en").OpenAsync("/account/sign-in?returnUrl=/account/password");
        await visitor.SubmitAsync(new { Email = email, Password = password });
        await visitor.SubmitAsync(new { Current = password, Changed = Another, Repeated = Another });
        Assert.Contains("Your password has been changed.", visitor.Text, StringComparison.Ordinal);
        Assert.Equal("/requests", (await visitor.OpenAsync("/requests")).Address);
        Assert.StartsWith("/account/sign-in", (await elsewhere.OpenAsync("/requests")).Address, StringComparison.Ordinal);

        await Assert.ThrowsAsync<InvalidOperationException>(() => SignInAsync(password));
        await SignInAsync(Another);

        async Task SignInAsync(string with)
        {
            var again = await site.Visitor("en").OpenAsync("/account/sign-in");
            await again.SubmitAsync(new { Email = email, Password = with });
            if (again.Problems().Length > 0) throw new InvalidOperationException(again.Problems()[0]);
        }
    }
}

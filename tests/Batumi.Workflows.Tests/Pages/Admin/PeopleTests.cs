using System.Net;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.People;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Tests.Support;

namespace Batumi.Workflows.Tests.Pages.Admin;

/// <summary>Accounts and posts: made, given, taken away, and in force with the next click.</summary>
public sealed class PeopleTests(SharedSite shared) : IClassFixture<SharedSite>
{
    private static readonly Post administrator = new(Roles.Administrator, "ADM");

    private readonly Site site = shared.Site;

    [Theory]
    [InlineData("ka", "ჩაწერეთ სახელი და გვარი", "ელფოსტა ასე უნდა გამოიყურებოდეს: name@example.ge", "აირჩიეთ როლიც და ერთეულიც")]
    [InlineData("en", "Enter the full name", "Enter an email address like name@example.ge", "Choose both a role and a unit")]
    public async Task What_a_new_account_lacks_is_said_and_what_was_typed_stays(string language, string name, string email, string post)
    {
        var admin = await (await site.SignedInAsync(language, posts: administrator)).OpenAsync("/admin/people/new");
        await admin.SubmitAsync(new { Name = "", Email = "no address", Role = Roles.Dispatcher });
        Assert.Equal([name, email, post], admin.Problems());
        Assert.Equal(("no address", Roles.Dispatcher), (admin.Typed("Email"), admin.Typed("Role")));
    }

    [Theory]
    [InlineData("ka", "ამ ელფოსტით ანგარიში უკვე არსებობს", "პირადი ნომერი 11 ციფრისგან შედგება")]
    [InlineData("en", "An account with this email address already exists", "A personal number has 11 digits")]
    public async Task An_email_that_is_taken_and_a_number_that_is_none_are_refused(string language, string taken, string malformed)
    {
        var (email, _, _) = await site.AccountAsync();
        var admin = await (await site.SignedInAsync(language, posts: administrator)).OpenAsync("/admin/people/new");
        await admin.SubmitAsync(new { Name = "Nino", Email = email });
        Assert.Equal([taken], admin.Problems());
        await admin.SubmitAsync(new { Email = $"new{Guid.NewGuid():N}@city.test", PersonalNumber = "123" });
        Assert.Equal([malformed], admin.Problems());
        Assert.Equal(("Nino", "123"), (admin.Typed("Name"), admin.Typed("PersonalNumber")));
    }

    [Theory]
    [InlineData("\"nino dolidze\"@city.test")]
    [InlineData("nino@localhost")]
    public async Task An_address_that_letters_cannot_go_to_is_refused_with_an_example(string email)
    {
        var admin = await (await site.SignedInAsync("en", posts: administrator)).OpenAsync("/admin/people/new");
        await admin.SubmitAsync(new { Name = "Nino", Email = email });
        Assert.Equal(["Enter an email address like name@example.ge"], admin.Problems());
    }

    [Fact]
    public async Task A_long_list_of_people_has_pages_that_keep_the_search()
    {
        await site.AskAsync<CityDb, int>(db =>
        {
            for (var i = 0; i < Staffing.PageSize + 2; i++) db.Add(new Application.Identity.Account { Id = Guid.CreateVersion7(), DisplayName = $"Paged {i:000}", Email = $"paged{i}@city.test", UserName = $"paged{i}@city.test" });
            return db.SaveChangesAsync();
        });
        var admin = await (await site.SignedInAsync("en", posts: administrator)).OpenAsync("/admin/people?q=paged");
        Assert.Equal(Staffing.PageSize, admin.Page.QuerySelectorAll("tbody tr").Length);

        await admin.FollowAsync("Next");
        Assert.Equal(["Paged 050", "Paged 051"], admin.Page.QuerySelectorAll("tbody th").Select(name => name.TextContent));
        await admin.OpenAsync("/admin/people?q=paged&p=99");
        Assert.Equal(2, admin.Page.QuerySelectorAll("tbody tr").Length);
    }

    [Fact]
    public async Task A_new_account_gets_a_password_for_one_sign_in_and_opens_nothing_before_it_is_changed()
    {
        var admin = await (await site.SignedInAsync("en", posts: administrator)).OpenAsync("/admin/people/new");
        var email = $"new{Guid.NewGuid():N}@city.test";
        await admin.SubmitAsync(new { Name = "Giorgi Dolidze", Email = email, Role = Roles.Dispatcher, Unit = "MSA" });
        var password = admin.Page.QuerySelector(".city-one-time code")!.TextContent;
        await admin.FollowAsync("Open this person");
        Assert.DoesNotContain(password, admin.Page.DocumentElement.OuterHtml, StringComparison.Ordinal);

        var officer = await site.Visitor("en").OpenAsync("/account/sign-in?returnUrl=/officer");
        await officer.SubmitAsync(new { Email = email, Password = password });
        Assert.StartsWith("/account/password", officer.Address, StringComparison.Ordinal);
        foreach (var page in new[] { "/officer", "/", "/services/street-fault/request" })
        {
            await officer.OpenAsync(page);
            Assert.StartsWith("/account/password", officer.Address, StringComparison.Ordinal);
        }

        await officer.SubmitAsync(new { Current = password, Changed = "a password of my own", Repeated = "a password of my own" });
        Assert.Equal("/officer", (await officer.OpenAsync("/officer")).Address);
        Assert.Equal(HttpStatusCode.OK, officer.Status);
    }

    [Fact]
    public async Task A_post_is_in_force_with_the_next_click_when_it_is_given_and_when_it_is_taken_away()
    {
        var (email, password, id) = await site.AccountAsync();
        var person = await site.Visitor("en").OpenAsync("/account/sign-in");
        await person.SubmitAsync(new { Email = email, Password = password });
        Assert.Equal(HttpStatusCode.Forbidden, (await person.OpenAsync("/officer")).Status);

        var admin = await (await site.SignedInAsync("en", posts: administrator)).OpenAsync($"/admin/people/{id}");
        site.Time.Advance(TimeSpan.FromSeconds(1));
        await admin.SubmitAsync(new { Role = Roles.Dispatcher, Unit = "MSA" }, form: "form[action*='handler=Give']");
        Assert.Contains("The post has been given.", admin.Text, StringComparison.Ordinal);
        site.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, (await person.OpenAsync("/officer")).Status);

        await admin.SubmitAsync(new { whyTaken = "moved on" }, form: "form[action*='handler=Take']");
        Assert.Contains("The post has been taken away.", admin.Text, StringComparison.Ordinal);
        site.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.Forbidden, (await person.OpenAsync("/officer")).Status);

        await admin.SubmitAsync(form: "form[action*='handler=Close']");
        Assert.Equal(["Enter the reason"], admin.Problems());
        await admin.SubmitAsync(new { Why = "left the city's service" }, form: "form[action*='handler=Close']");
        Assert.Contains("The account has been closed.", admin.Text, StringComparison.Ordinal);
        await person.OpenAsync("/requests");
        Assert.True(person.Address.StartsWith("/account/sign-in", StringComparison.Ordinal), $"{person.Status} {person.Text}");

        await admin.OpenAsync($"/admin/people/{id}");
        var log = admin.Page.QuerySelectorAll("#log tbody tr").Select(row => string.Join('|', row.QuerySelectorAll("td").Select(cell => cell.TextContent)));
        Assert.Equal(["Account closed|Test Person|left the city's service", "Post taken away: Dispatcher, MSA|Test Person|moved on", "Post given: Dispatcher, MSA|Test Person|", "Account made|The site|"], log);
    }

    [Theory]
    [InlineData("ka", "აირჩიეთ როლიც და ერთეულიც")]
    [InlineData("en", "Choose both a role and a unit")]
    public async Task Half_a_post_is_not_given(string language, string sentence)
    {
        var (_, _, id) = await site.AccountAsync();
        var admin = await (await site.SignedInAsync(language, posts: administrator)).OpenAsync($"/admin/people/{id}");
        await admin.SubmitAsync(new { Unit = "MSA" }, form: "form[action*='handler=Give']");
        Assert.Equal([sentence], admin.Problems());
        Assert.Equal("MSA", admin.Typed("Unit"));
    }

    [Theory]
    [InlineData("ka", "ერთი მოქმედი ადმინისტრატორი მაინც უნდა დარჩეს.", "საკუთარ ანგარიშს ვერ დახურავთ.")]
    [InlineData("en", "At least one administrator must remain.", "You cannot close your own account.")]
    public async Task The_last_administrator_stays_one(string language, string last, string self)
    {
        await using var small = new Site();
        var admin = await (await small.SignedInAsync(language, "Only One", administrator)).OpenAsync("/admin/people?q=Only");
        await admin.FollowAsync("Only One");
        await admin.SubmitAsync(form: "form[action*='handler=Take']");
        Assert.StartsWith(last, Assert.Single(admin.Problems()), StringComparison.Ordinal);
        await admin.SubmitAsync(form: "form[action*='handler=Close']");
        Assert.StartsWith(self, Assert.Single(admin.Problems()), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await admin.OpenAsync("/admin")).Status);
    }

    [Fact]
    public async Task People_are_found_by_name_or_email_and_units_count_them()
    {
        var (email, _, _) = await site.AccountAsync("Keto <b>Test</b>", new Post(Roles.ProviderCrew, "SAN"));
        var admin = await (await site.SignedInAsync("en", posts: administrator)).OpenAsync($"/admin/people?q={email}");
        Assert.Equal(["Keto <b>Test</b>"], admin.Page.QuerySelectorAll("tbody th").Select(name => name.TextContent.Trim()));
        await admin.OpenAsync("/admin/people?q=nobody-of-that-name");
        Assert.Contains("Nobody was found.", admin.Text, StringComparison.Ordinal);
        await admin.OpenAsync("/admin/units");
        Assert.Equal("1", admin.Page.QuerySelectorAll("tbody tr").Single(row => row.TextContent.Contains("SAN", StringComparison.Ordinal)).QuerySelector("td:last-child")!.TextContent);
    }
}

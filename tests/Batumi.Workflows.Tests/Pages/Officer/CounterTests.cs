using System.Net;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Register;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Tests.Pages.Officer;

/// <summary>A clerk files for somebody who has neither account nor e-mail, and hands over a sheet.</summary>
public sealed class CounterTests(SharedSite shared) : IClassFixture<SharedSite>
{
    private readonly Site site = shared.Site;

    [Theory]
    [InlineData("ka", "დაბეჭდეთ ეს ფურცელი და გადაეცით")]
    [InlineData("en", "Print this sheet and hand it to the person")]
    public async Task A_clerk_files_for_somebody_else_and_gets_a_sheet_to_hand_over(string language, string handOver)
    {
        var clerk = await FileAsync(language);

        Assert.Contains(handOver, clerk.Text, StringComparison.Ordinal);
        var c = await CaseAsync(clerk);
        Assert.Equal((Channels.ServiceCentre, null, "Nino Tester"), (c.Channel, c.ApplicantAccountId, c.ApplicantName));
        Assert.Contains(c.Number, clerk.Text, StringComparison.Ordinal);
        var filed = await site.AskAsync<CityDb, JournalEntry>(db => db.Set<JournalEntry>().AsNoTracking().SingleAsync(e => e.RunId == c.Id && e.Kind == JournalKind.Started));
        Assert.Equal(ActorKind.Staff, filed.ActorKind);
        Assert.NotNull(filed.ActorId);

        var link = clerk.Page.QuerySelector(".city-secret a")!.GetAttribute("href")!;
        var person = await site.Visitor(language).OpenAsync(link);
        Assert.Contains(Report.Description, person.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_of_the_person_stays_in_the_browser_of_the_clerk()
    {
        var clerk = await FileAsync("en");
        Assert.DoesNotContain("/follow/", clerk.Address, StringComparison.Ordinal);

        await clerk.OpenAsync("/requests");
        Assert.DoesNotContain("SF-2026-", clerk.Text, StringComparison.Ordinal);
        await clerk.OpenAsync(Report.Question("check"));
        Assert.Equal("/services/street-fault", clerk.Address);
        await clerk.OpenAsync(Report.Start);
        Assert.Equal("", clerk.Typed("description"));
        Assert.DoesNotContain("for somebody else", clerk.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pressed_twice_it_is_filed_once()
    {
        var clerk = await ToCheckAsync("en");
        var check = clerk.Page;
        await clerk.SubmitAsync();
        var sheet = clerk.Address;

        using var again = new HttpRequestMessage(HttpMethod.Post, Report.Question("check"))
        {
            Content = new FormUrlEncodedContent(new[] { "Intent", "Draft", "__RequestVerificationToken" }.ToDictionary(n => n, n => check.QuerySelector($"main [name={n}]")!.GetAttribute("value")!)),
        };
        Assert.Equal(sheet, (await clerk.SendAsync(again)).Address);
    }

    [Fact]
    public async Task Only_the_clerk_who_filed_sees_the_code_and_only_for_an_hour()
    {
        await using var own = new Site();
        var clerk = await FileAsync("en", own);
        var other = await own.SignedInAsync(posts: new Post(Roles.Registrar, "ADM"));
        Assert.Equal(HttpStatusCode.NotFound, (await other.OpenAsync(clerk.Address)).Status);
        Assert.Equal(HttpStatusCode.OK, (await clerk.OpenAsync(clerk.Address)).Status);

        own.Time.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(HttpStatusCode.NotFound, (await clerk.OpenAsync(clerk.Address)).Status);
    }

    [Fact]
    public async Task Whoever_lost_the_post_meanwhile_files_nothing()
    {
        var account = await site.AccountAsync(new Post(Roles.Registrar, "ADM"), new Post(Roles.Dispatcher, "MSA"));
        var clerk = await site.Visitor("en").OpenAsync("/account/sign-in");
        await clerk.SubmitAsync(new { account.Email, account.Password });
        await BeginAsync(clerk);
        Assert.Null(await site.AskAsync<Application.People.Staffing, Refusal?>(s => s.UnassignAsync(account.Id, new(Roles.Registrar, "ADM"), Actor.System, null, default)));

        await clerk.SubmitAsync();
        Assert.StartsWith("Only a registrar", Assert.Single(clerk.Problems()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Others_of_the_staff_have_no_counter()
    {
        var officer = await site.SignedInAsync("en", posts: new Post(Roles.Dispatcher, "MSA"));
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.OpenAsync("/officer/counter")).Status);
        Assert.DoesNotContain("/officer/counter", (await officer.OpenAsync("/officer")).Page.Body!.InnerHtml, StringComparison.Ordinal);
    }

    private async Task<Visitor> FileAsync(string language, Site? at = null)
    {
        var clerk = await ToCheckAsync(language, at);
        await clerk.SubmitAsync();
        return clerk.Address.StartsWith("/officer/counter/", StringComparison.Ordinal) ? clerk : throw new InvalidOperationException($"{clerk.Address}: {clerk.Text}");
    }

    private async Task<Visitor> ToCheckAsync(string language, Site? at = null) => await BeginAsync(await (at ?? site).SignedInAsync(language, posts: new Post(Roles.Registrar, "ADM")));

    private static async Task<Visitor> BeginAsync(Visitor clerk)
    {
        await clerk.OpenAsync("/officer/counter");
        await clerk.SubmitAsync(form: "form:has([value=street-fault])");
        await Report.ToCheckAsync(clerk);
        Assert.NotNull(clerk.Page.QuerySelector("main .city-notice"));
        return clerk;
    }

    private Task<Case> CaseAsync(Visitor clerk)
    {
        var id = Guid.Parse(clerk.Address["/officer/counter/".Length..]);
        return site.AskAsync<CityDb, Case>(db => db.Set<Case>().AsNoTracking().SingleAsync(c => c.Id == id));
    }
}

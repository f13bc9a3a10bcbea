using System.Net;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Keys;
using Batumi.Workflows.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Tests.Pages.Citizen.Requests;

/// <summary>Requests of somebody with an account.</summary>
public sealed class RequestsTests(SharedSite shared) : IClassFixture<SharedSite>
{
    private readonly Site site = shared.Site;

    [Theory]
    [InlineData("ka", "ამ ანგარიშით მიმართვა ჯერ არ გამოგიგზავნიათ.")]
    [InlineData("en", "You have not sent a request with this account yet.")]
    public async Task Whoever_has_sent_nothing_reads_so(string language, string sentence)
    {
        var citizen = await (await site.SignedInAsync(language)).OpenAsync("/requests");
        Assert.Contains(sentence, citizen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_sent_with_an_account_is_among_my_requests_and_opens_without_its_code()
    {
        var citizen = await site.SignedInAsync("en");
        var sent = await Report.FileAsync(citizen);
        await citizen.OpenAsync("/requests");
        await citizen.FollowAsync(sent.Number);
        Assert.Equal($"/requests/{(await site.CaseAsync(sent)).Id}", citizen.Address);
        Assert.Contains(Report.Description, citizen.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(citizen.Page.Links, link => link.GetAttribute("href")!.Contains(sent.Secret, StringComparison.Ordinal));       // only the letter says it
    }

    [Theory]
    [InlineData("")]
    [InlineData("/reopen")]
    [InlineData("/answer/any?outcome=Ok")]
    public async Task A_request_of_somebody_else_is_not_there(string page)
    {
        var sent = await Report.FileAsync(await site.SignedInAsync());
        var address = $"/requests/{(await site.CaseAsync(sent)).Id}{page}";

        var other = await (await site.SignedInAsync()).OpenAsync(address);
        Assert.Equal(HttpStatusCode.NotFound, other.Status);
        var anonymous = await site.Visitor().OpenAsync(address);
        Assert.StartsWith("/account/sign-in", anonymous.Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_without_an_account_is_nobodys_even_when_the_address_is_known()
    {
        var sent = await Report.FileAsync(site.Visitor());
        var citizen = await (await site.SignedInAsync()).OpenAsync($"/requests/{(await site.CaseAsync(sent)).Id}");
        Assert.Equal(HttpStatusCode.NotFound, citizen.Status);
    }

    [Fact]
    public async Task People_with_an_account_are_not_limited_by_their_network()
    {
        using var workflows = new WorkflowCopy().Replace("services/street-fault.json", "\"ratePerHour\": 20", "\"ratePerHour\": 1");
        await using var busy = new Site(settings: workflows.Settings);
        var citizen = await busy.SignedInAsync();
        var (first, second) = (await Report.FileAsync(citizen), await Report.FileAsync(citizen));
        Assert.NotEqual(first.Number, second.Number);
    }

    [Fact]
    public async Task What_was_begun_with_an_account_goes_on_in_another_browser_and_only_there()
    {
        var (email, password, _) = await site.AccountAsync();
        var first = await site.SignInAsync(email, password, "en");
        await (await first.OpenAsync(Report.Start)).SubmitAsync(new { category = "pothole", description = Report.Description });
        await first.OpenAsync("/requests");
        Assert.Contains("Unfinished requests", first.Text, StringComparison.Ordinal);

        var second = await site.SignInAsync(email, password, "en");
        await (await second.OpenAsync("/requests")).SubmitAsync(button: "Go on: Report a street fault");
        Assert.Equal(Report.Question("what"), second.Address);
        Assert.Equal(Report.Description, second.Typed("description"));
        Assert.NotEqual(Report.Description, (await first.OpenAsync(Report.Start)).Typed("description"));
    }

    [Fact]
    public async Task What_was_begun_can_be_deleted_and_is_nobody_elses()
    {
        var (citizen, other) = (await site.SignedInAsync("en"), await site.SignedInAsync("en"));
        await (await citizen.OpenAsync(Report.Start)).SubmitAsync(new { category = "pothole", description = Report.Description });
        await (await other.OpenAsync(Report.Start)).SubmitAsync(new { category = "pothole", description = Report.Description });
        await citizen.OpenAsync("/requests");
        var mine = citizen.Page.QuerySelector("input[name=draft]")!.GetAttribute("value")!;

        await other.OpenAsync("/requests");
        foreach (var button in new[] { "Go on: Report a street fault", "Delete: Report a street fault" })
        {
            await (await other.OpenAsync("/requests")).SubmitAsync(new { draft = mine }, button: button);
            Assert.Equal("/requests", other.Address);
        }

        await (await citizen.OpenAsync("/requests")).SubmitAsync(button: "Delete: Report a street fault");
        Assert.DoesNotContain("Unfinished requests", citizen.Text, StringComparison.Ordinal);
        Assert.False(await site.AskAsync<CityDb, bool>(db => db.Set<CaseKey>().AnyAsync(k => k.CaseId == Guid.Parse(mine))));
    }
}

using System.Net;
using System.Text.RegularExpressions;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Demo;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Tests.Architecture;
using Batumi.Workflows.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Batumi.Workflows.Tests.Pages.Demo;

/// <summary>What a visitor may try out, and that nothing of it is there in a site that works.</summary>
public sealed partial class DemoTests
{
    [Fact]
    public async Task Outside_the_demo_none_of_its_pages_people_or_clock_is_there()
    {
        await using var site = new Site();
        var broken = new List<string>();
        var admin = await site.SignedInAsync("en", posts: [new Post(Roles.Administrator, "ADM"), new Post(Roles.Dispatcher, "MSA")]);
        var files = Sources.Files("src/Batumi.Workflows.Web/Pages/Demo", ".cshtml").Select(file => (file.Path, Route: Route().Match(file.Text))).Where(file => file.Route.Success).ToList();
        Assert.NotEmpty(files);
        foreach (var (file, route) in files)
        {
            await admin.OpenAsync(route.Groups[1].Value);
            if (admin.Status != HttpStatusCode.NotFound) broken.Add($"{file}: {admin.Status}");
        }

        foreach (var page in (await EveryPage.OfAsync(site)).Where(page => !page.HasId))
        {
            await admin.OpenAsync(page.Address);
            if (admin.Page.QuerySelector("a[href*='/demo'], .city-demo-bar") is not null) broken.Add($"{page} shows the demo");
        }

        Broken.None(broken);
        Assert.Null(site.Services.GetService<DemoClock>());
        Assert.False(await site.AskAsync<CityDb, bool>(db => db.Set<Application.Identity.Account>().AnyAsync(a => DemoAccounts.All.Select(d => d.Email).Contains(a.Email))));
    }

    [Fact]
    public async Task One_press_signs_in_as_any_of_the_demos_people()
    {
        await using var site = new Site(demo: true);
        foreach (var account in DemoAccounts.All)
        {
            var visitor = await site.Visitor("en").OpenAsync("/demo");
            Assert.NotNull(visitor.Page.QuerySelector(".city-demo-bar"));
            await visitor.SubmitAsync(form: $"form:has(input[value='{account.Email}'])");
            Assert.Equal(account.Posts.Count == 0 ? "/requests" : account.Posts[0].Role == Roles.Administrator ? "/admin" : "/officer", visitor.Address);
        }

        var stranger = await site.Visitor("en").OpenAsync("/demo");
        await stranger.SubmitAsync(new { email = "somebody@else.test" }, form: "main li:first-child form");
        Assert.Equal(HttpStatusCode.NotFound, stranger.Status);
    }

    [Fact]
    public async Task When_the_clock_moves_what_has_come_due_is_done_and_its_letters_can_be_read()
    {
        await using var site = new Site(demo: true);
        var sent = await Report.FileAsync(site.Visitor("en"), email: "nino@example.test");
        await new Officers(site).RepairAsync(await site.CaseAsync(sent));
        var visitor = await site.Visitor("en").OpenAsync("/demo/clock");

        await visitor.SubmitAsync(form: "form:has(input[type=hidden][name=Days][value='7'])");
        Assert.Contains("The clock has moved.", visitor.Text, StringComparison.Ordinal);
        Assert.Contains("7 days and 0 hours ahead", visitor.Text, StringComparison.Ordinal);
        await visitor.SubmitAsync(new { Days = "7", Hours = "" }, form: "main > form");
        Assert.Equal(Outcomes.Positive, (await site.CaseAsync(sent)).Outcome);

        await visitor.OpenAsync("/demo/mail");
        await visitor.FollowAsync("we have your report");
        Assert.NotNull(visitor.Page.QuerySelector($"article a[href$='{sent.Address}']"));
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.OpenAsync("/demo/mail/letter?id=none")).Status);
    }

    [Theory]
    [InlineData("ka", "ჩაწერეთ, რამდენით გადაიწიოს დრო", "0", "0")]
    [InlineData("en", "Say how far time shall move", "32", "")]
    [InlineData("en", "Say how far time shall move", "-1", "")]
    [InlineData("en", "Say how far time shall move", "one", "")]
    public async Task The_clock_moves_forward_and_not_too_far(string language, string sentence, string days, string hours)
    {
        await using var site = new Site(demo: true);
        var visitor = await site.Visitor(language).OpenAsync("/demo/clock");
        await visitor.SubmitAsync(new { Days = days, Hours = hours }, form: "main > form");
        Assert.StartsWith(sentence, Assert.Single(visitor.Problems()), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.Zero, site.Services.GetRequiredService<DemoClock>().Offset);
    }

    [GeneratedRegex("^@page \"([^\"]+)\"")]
    private static partial Regex Route();
}

using System.Net;
using Batumi.Workflows.Application.Statistics;
using Batumi.Workflows.Tests.Support;

namespace Batumi.Workflows.Tests.Pages.Public.Statistics;

public sealed class ServiceTests
{
    [Theory]
    [InlineData("ka", "ამ პერიოდში მიმართვა არ ყოფილა.")]
    [InlineData("en", "There were no requests in this period.")]
    public async Task Nothing_received_is_said_in_words(string language, string sentence)
    {
        await using var site = new Site();
        var visitor = await site.Visitor(language).OpenAsync("/statistics/services/street-fault");
        Assert.Equal(HttpStatusCode.OK, visitor.Status);
        Assert.Contains(sentence, visitor.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Figures_on_the_page_in_the_chart_in_the_table_and_in_the_file_are_those_of_the_register()
    {
        await using var site = new Site();
        await SeedAsync(site, positive: 12, negative: 3, other: 2, pending: 4);
        var visitor = await site.Visitor("en").OpenAsync("/statistics/services/street-fault");

        string Figure(string name) => visitor.Page.QuerySelector($"[data-figure={name}]")!.FirstChild!.TextContent.Trim().Split(' ')[0];
        Assert.Equal(["21", "12", "3", "2", "4"], new[] { "received", "positive", "negative", "other", "pending" }.Select(Figure));
        Assert.Contains("(71 %)", visitor.Page.QuerySelector("[data-figure=positive]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("we received 21 requests and resolved 17", visitor.Text, StringComparison.Ordinal);
        Assert.NotNull(visitor.Page.QuerySelector("svg.app-chart title"));
        Assert.Equal("12", visitor.Page.QuerySelector("tbody tr td:nth-of-type(2)")!.TextContent);

        var file = await visitor.Client.GetStringAsync(new Uri(visitor.Page.QuerySelector("a[download]")!.GetAttribute("href")!, UriKind.Relative));
        Assert.Contains("2026-11,MSA,UTL-019,resolved_positive,12,", file, StringComparison.Ordinal);
        Assert.Contains("2026-11,MSA,UTL-019,pending_end,4,", file, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Medians_of_few_cases_are_not_shown()
    {
        await using var site = new Site();
        await SeedAsync(site, positive: 9, negative: 0, other: 0, pending: 0);
        var visitor = await site.Visitor("en").OpenAsync("/statistics/services/street-fault");
        Assert.Contains("Fewer than 10 resolved: not shown", visitor.Page.QuerySelector("[data-figure=median]")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/statistics/services/no-such-service")]
    [InlineData("/data/services/no-such-service/monthly.csv")]
    public async Task An_unknown_service_is_not_found(string address)
    {
        await using var site = new Site();
        Assert.Equal(HttpStatusCode.NotFound, (await site.Visitor().OpenAsync(address)).Status);
    }

    [Theory]
    [InlineData("from=2026-13&to=x")]
    [InlineData("from=9999-01&to=0001-01")]
    [InlineData("from=2026-12&to=2026-01")]
    [InlineData("from=%00&to=%F0%9F%98%80")]
    public async Task A_period_that_makes_no_sense_gives_the_last_year(string query)
    {
        await using var site = new Site();
        var visitor = await site.Visitor().OpenAsync($"/statistics/services/street-fault?{query}");
        Assert.Equal(HttpStatusCode.OK, visitor.Status);
        Assert.Equal("2026-11", visitor.Page.QuerySelector("#to option[selected]")!.GetAttribute("value"));
    }

    private static Task SeedAsync(Site site, int positive, int negative, int other, int pending) => site.AskAsync<Application.Data.CityDb, bool>(async db =>
    {
        var outcomes = Enumerable.Repeat("positive", positive).Concat(Enumerable.Repeat("negative", negative)).Concat(Enumerable.Repeat("redirected", other))
            .Concat(Enumerable.Repeat<string?>(null, pending)).ToList();
        var at = new DateTime(2026, 11, 10, 8, 0, 0, DateTimeKind.Utc);
        foreach (var outcome in outcomes)
        {
            var id = Guid.CreateVersion7();
            db.Add(Fact(id, 1, StatKind.Received, null, at));
            if (outcome is not null) db.Add(Fact(id, 2, StatKind.Resolved, outcome, at.AddHours(5)));
        }

        await db.SaveChangesAsync();
        return true;
    });

    private static StatFact Fact(Guid id, int turn, StatKind kind, string? outcome, DateTime at) => new()
    {
        CaseId = id, Turn = turn, Kind = kind, Sign = 1, ServiceKey = "street-fault", Unit = "MSA", Day = DateOnly.FromDateTime(at), AtUtc = at, RegisteredAtUtc = at.AddHours(-5),
        Outcome = outcome, Channel = "online", NetMilliseconds = 5 * 3_600_000, OnTime = outcome is null ? null : true,
    };
}

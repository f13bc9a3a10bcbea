using System.Net;
using Batumi.Workflows.Tests.Support;

namespace Batumi.Workflows.Tests.Pages.Public.Services;

/// <summary>Finding a service and reading its standard.</summary>
public sealed class ServiceTests(SharedSite shared) : IClassFixture<SharedSite>
{
    private readonly Site site = shared.Site;

    [Theory]
    [InlineData("ka", "ლამპიონი")]
    [InlineData("ka", "pothole")]
    [InlineData("en", "ორმო")]
    [InlineData("en", "  street   LAMP ")]
    public async Task A_service_is_found_by_words_of_either_language(string language, string words)
    {
        var visitor = await site.Visitor(language).OpenAsync($"/services?q={Uri.EscapeDataString(words)}");
        Assert.NotNull(visitor.Page.QuerySelector("main a[href='/services/street-fault']"));
        Assert.Equal(words.Trim(), visitor.Typed("q"));
    }

    [Theory]
    [InlineData("ka", "<b>დირიჟაბლი</b>")]
    [InlineData("en", "<b>zeppelin</b>")]
    public async Task When_nothing_is_found_it_is_said_and_every_service_is_shown(string language, string words)
    {
        var visitor = await site.Visitor(language).OpenAsync($"/services?q={Uri.EscapeDataString(words)}");
        Assert.Contains(words, visitor.Page.QuerySelector("main h2")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(visitor.Page.QuerySelector("main a[href='/services/street-fault']"));
    }

    [Theory]
    [InlineData("ka", "უფასოა.", "ნებისმიერ ადამიანს შეუძლია")]
    [InlineData("en", "It is free.", "Anybody, with an account or without one.")]
    public async Task A_service_says_what_it_costs_who_may_use_it_and_where_to_begin(string language, string cost, string who)
    {
        var visitor = await site.Visitor(language).OpenAsync("/services/street-fault");
        Assert.Contains(cost, visitor.Text, StringComparison.Ordinal);
        Assert.Contains(who, visitor.Text, StringComparison.Ordinal);
        await visitor.OpenAsync(visitor.Page.QuerySelector("a.city-start")!.GetAttribute("href")!);
        Assert.Equal(Report.Question("what"), visitor.Address);
    }

    [Theory]
    [InlineData("ka")]
    [InlineData("en")]
    public async Task A_paused_service_says_so_and_offers_no_beginning(string language)
    {
        using var workflows = new WorkflowCopy().Replace("forms/street-fault.json", "\"kind\": \"radios\"", "\"kind\": \"nonsense\"");
        await using var city = new Site(settings: workflows.Settings);
        var visitor = await city.Visitor(language).OpenAsync(Report.Start);
        Assert.Equal("/services/street-fault", visitor.Address);
        Assert.NotNull(visitor.Page.QuerySelector(".city-notice"));
        Assert.Null(visitor.Page.QuerySelector("a.city-start"));
    }

    [Fact]
    public async Task The_language_that_was_chosen_stays_and_keeps_the_page()
    {
        var visitor = await site.Visitor("ka").OpenAsync("/services?q=pothole");
        await visitor.FollowAsync("English");
        Assert.Equal("en", visitor.Page.DocumentElement.GetAttribute("lang"));
        Assert.Equal("pothole", visitor.Typed("q"));
        await visitor.OpenAsync("/");
        Assert.Equal("en", visitor.Page.DocumentElement.GetAttribute("lang"));
    }

    [Theory]
    [InlineData("fr", "ka")]
    [InlineData("de;q=0.9, en-GB;q=0.5, ka;q=0.1", "en")]
    [InlineData("*", "ka")]
    [InlineData("'; nonsense", "ka")]
    public async Task Whoever_asks_for_neither_language_reads_Georgian(string asked, string shown)
    {
        var visitor = await site.Visitor(asked).OpenAsync("/");
        Assert.Equal(HttpStatusCode.OK, visitor.Status);
        Assert.Equal(shown, visitor.Page.DocumentElement.GetAttribute("lang"));
    }
}

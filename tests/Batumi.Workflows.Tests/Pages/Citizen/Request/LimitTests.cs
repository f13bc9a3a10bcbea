using System.Net;
using Batumi.Workflows.Tests.Support;

namespace Batumi.Workflows.Tests.Pages.Citizen.Request;

/// <summary>What one network may ask for in a given time. Others are not stopped, and nothing typed is lost.</summary>
public sealed class LimitTests
{
    [Theory]
    [InlineData("ka", "ამ ქსელიდან ბოლო ერთ საათში ძალიან ბევრი მოთხოვნა მოვიდა.")]
    [InlineData("en", "Too many requests came from this network within an hour.")]
    public async Task Whoever_begins_too_many_requests_is_asked_to_wait_and_keeps_what_is_typed(string language, string sentence)
    {
        await using var site = Limited("DraftsPerHour", 1);
        var first = site.Visitor(language);
        await BeginAsync(first);
        Assert.Equal(Report.Question("where"), first.Address);

        var second = site.Visitor(language, besides: first);
        await BeginAsync(second);
        Assert.Equal(HttpStatusCode.TooManyRequests, second.Status);
        Assert.StartsWith(sentence, Assert.Single(second.Problems()), StringComparison.Ordinal);
        Assert.Equal(Report.Description, second.Typed("description"));

        await first.OpenAsync(Report.Start);
        Assert.Equal(Report.Description, first.Typed("description"));
        await BeginAsync(site.Visitor(language));
    }

    [Theory]
    [InlineData("ka", "2.jpg: ამ ქსელიდან ბოლო ერთ საათში ძალიან ბევრი მოთხოვნა მოვიდა.")]
    [InlineData("en", "2.jpg: Too many requests came from this network within an hour.")]
    public async Task Whoever_uploads_too_much_is_asked_to_wait_and_keeps_what_there_is(string language, string sentence)
    {
        await using var site = Limited("UploadsPerHour", 1);
        var visitor = site.Visitor(language);
        await BeginAsync(visitor);
        await visitor.OpenAsync(Report.Question("pictures"));
        await visitor.SubmitAsync(files: [("pictures", "1.jpg", Report.Jpeg), ("pictures", "2.jpg", Report.Jpeg)]);

        Assert.Equal(HttpStatusCode.TooManyRequests, visitor.Status);
        Assert.StartsWith(sentence, Assert.Single(visitor.Problems()), StringComparison.Ordinal);
        Assert.Equal(["1.jpg"], visitor.Page.QuerySelectorAll(".city-files__name").Select(name => name.TextContent.Trim()));
    }

    [Theory]
    [InlineData("ka", "ამ ქსელიდან ძალიან ბევრი მოთხოვნა მოვიდა")]
    [InlineData("en", "Too many requests came from this network")]
    public async Task Passwords_cannot_be_tried_for_long_from_one_network_whatever_the_accounts(string language, string title)
    {
        await using var site = Limited("SignInsPerMinute", 2);
        var (email, password, _) = await site.AccountAsync();
        var thief = site.Visitor(language);
        for (var guess = 0; guess < 3; guess++)
        {
            await thief.OpenAsync("/account/sign-in");
            Assert.Equal(HttpStatusCode.OK, thief.Status);
            await thief.SubmitAsync(new { Email = $"{guess}@city.test", Password = "batumi-2026-guess" });
        }

        Assert.Equal((HttpStatusCode.TooManyRequests, title), (thief.Status, thief.Page.QuerySelector("h1")!.TextContent));
        var owner = await site.Visitor(language).OpenAsync("/account/sign-in");
        await owner.SubmitAsync(new { Email = email, Password = password });
        Assert.Equal("/requests", owner.Address);
    }

    private static Site Limited(string name, int most) => new(settings: new Dictionary<string, string> { [$"Limits:{name}"] = $"{most}" });

    private static async Task BeginAsync(Visitor visitor)
    {
        await visitor.OpenAsync(Report.Start);
        await visitor.SubmitAsync(new { category = "pothole", description = Report.Description });
    }
}

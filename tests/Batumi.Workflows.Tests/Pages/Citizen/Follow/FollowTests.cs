using System.Net;
using Batumi.Workflows.Tests.Support;

namespace Batumi.Workflows.Tests.Pages.Citizen.Follow;

/// <summary>A case found by its number and code, by whoever has both.</summary>
public sealed class FollowTests(SharedSite shared) : IClassFixture<SharedSite>
{
    private readonly Site site = shared.Site;

    [Theory]
    [InlineData("ka", "ჩაწერეთ საქმის ნომერი", "ჩაწერეთ კოდი", "ასეთი ნომრითა და კოდით საქმე ვერ ვიპოვეთ.")]
    [InlineData("en", "Write the number of the request", "Write the code", "No request has this number and code.")]
    public async Task Number_and_code_are_both_needed_and_neither_is_given_away(string language, string number, string code, string unknown)
    {
        var sent = await Report.FileAsync(site.Visitor(language));
        var visitor = await site.Visitor(language).OpenAsync("/follow");
        await visitor.SubmitAsync();
        Assert.Equal([number, code], visitor.Problems());

        await visitor.SubmitAsync(new { sent.Number, Code = new string('2', 17) });
        Assert.StartsWith(unknown, Assert.Single(visitor.Problems()), StringComparison.Ordinal);
        Assert.Equal(sent.Number, visitor.Typed("Number"));

        await visitor.SubmitAsync(new { Number = "SF-2026-00000000", Code = sent.Secret });
        Assert.StartsWith(unknown, Assert.Single(visitor.Problems()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Number_and_code_open_the_case_however_they_are_typed()
    {
        var sent = await Report.FileAsync(site.Visitor("en"));
        var visitor = await site.Visitor("en").OpenAsync("/follow");
        await visitor.SubmitAsync(new { Number = $" {sent.Number.ToLowerInvariant()} ", Code = $" {sent.Secret.ToUpperInvariant()} " });
        Assert.Equal(sent.Address, visitor.Address);
        Assert.Contains(sent.Number, visitor.Page.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/receipt")]
    [InlineData("/reopen")]
    [InlineData("/answer/any")]
    public async Task A_wrong_code_opens_nothing(string page)
    {
        var sent = await Report.FileAsync(site.Visitor());
        var visitor = await site.Visitor().OpenAsync($"/follow/{sent.Number}/{new string('2', 17)}{page}");
        Assert.Equal(HttpStatusCode.NotFound, visitor.Status);
        Assert.Contains("გვერდი ვერ მოიძებნა", visitor.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ka", "ამ ქსელიდან ძალიან ბევრი მოთხოვნა მოვიდა")]
    [InlineData("en", "Too many requests came from this network")]
    public async Task Whoever_tries_codes_for_long_is_asked_to_wait_and_nobody_else_is(string language, string sentence)
    {
        var sent = await Report.FileAsync(site.Visitor(language));
        var guesser = site.Visitor(language);
        for (var guess = 0; guess < 120; guess++) await guesser.OpenAsync($"/follow/{sent.Number}/{guess:00000000000000000}");
        Assert.Equal(HttpStatusCode.NotFound, guesser.Status);

        await guesser.OpenAsync(sent.Address);
        Assert.Equal(HttpStatusCode.TooManyRequests, guesser.Status);
        Assert.Contains(sentence, guesser.Text, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, (await site.Visitor(language).OpenAsync(sent.Address)).Status);
    }

    [Fact]
    public async Task The_page_is_kept_out_of_every_cache()
    {
        var visitor = site.Visitor();
        var sent = await Report.FileAsync(visitor);
        using var answer = await visitor.Client.GetAsync(new Uri(sent.Address, UriKind.Relative));
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }
}

using System.Net;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Tests.Support;

namespace Batumi.Workflows.Tests.Pages.Public.Check;

/// <summary>Checking a document by what is printed on it.</summary>
public sealed class CheckTests(SharedSite shared) : IClassFixture<SharedSite>
{
    private readonly Site site = shared.Site;
    private readonly Officers officers = new(shared.Site);

    [Theory]
    [InlineData("ka", "ეს დოკუმენტი ქალაქმა გასცა", "ძალაშია", "გადაეცა სხვა უწყებას")]
    [InlineData("en", "The city issued this document", "In force", "Passed to another body")]
    public async Task What_is_printed_on_the_decision_leads_to_a_page_without_its_person(string language, string issued, string state, string outcome)
    {
        var (visitor, sent) = await DecidedAsync(language);
        var mark = visitor.Page.QuerySelector(".city-mark")!;
        Assert.NotNull(mark.QuerySelector("svg[role=img] path"));
        Assert.NotEqual("", mark.QuerySelector("svg title")!.TextContent);
        Assert.Null(mark.Closest(".city-no-print"));
        Assert.Equal(sent.Number, Printed(visitor, 0));

        var stranger = await site.Visitor(language).OpenAsync($"/check?number={sent.Number}&code={Printed(visitor, 1)}");
        Assert.All(new[] { issued, state, outcome, sent.Number }, words => Assert.Contains(words, stranger.Text, StringComparison.Ordinal));
        Assert.All(new[] { "Nino Tester", Report.Description, "Gorgiladze", sent.Secret }, personal => Assert.DoesNotContain(personal, stranger.Page.DocumentElement.OuterHtml, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ka", "ჩაწერეთ დოკუმენტის ნომერი", "ჩაწერეთ შესამოწმებელი კოდი", "ასეთი ნომრითა და კოდით დოკუმენტი არ გაგვიცია.")]
    [InlineData("en", "Write the number of the document", "Write the check code", "We issued no document with this number and code.")]
    public async Task A_wrong_number_and_a_wrong_code_are_told_by_the_same_sentence(string language, string number, string code, string unknown)
    {
        var (visitor, sent) = await DecidedAsync(language);
        var printed = Printed(visitor, 1);
        var stranger = await site.Visitor(language).OpenAsync("/check");
        Assert.Empty(stranger.Problems());
        await stranger.OpenAsync("/check?Number=&Code=");
        Assert.Equal([number, code], stranger.Problems());

        foreach (var (otherNumber, otherCode) in new[] { (sent.Number, "22222-22222"), ("SF-2026-00000000", printed), (sent.Number, sent.Secret) })
        {
            await stranger.OpenAsync($"/check?Number={otherNumber}&Code={otherCode}");
            Assert.StartsWith(unknown, Assert.Single(stranger.Problems()), StringComparison.Ordinal);
            Assert.Equal((otherNumber, otherCode), (stranger.Typed("Number"), stranger.Typed("Code")));
        }
    }

    [Fact]
    public async Task Whoever_tries_codes_for_long_is_asked_to_wait()
    {
        var guesser = site.Visitor("en");
        for (var guess = 0; guess < 120; guess++) await guesser.OpenAsync($"/check?number=SF-2026-00000000&code={guess:0000000000}");
        Assert.Equal(HttpStatusCode.OK, guesser.Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await guesser.OpenAsync("/check?number=SF-2026-00000000&code=2222222222")).Status);
    }

    private async Task<(Visitor Visitor, Sent Sent)> DecidedAsync(string language)
    {
        var visitor = site.Visitor(language);
        var sent = await Report.FileAsync(visitor);
        await officers.CompleteAsync(Roles.Dispatcher, "MSA", (await site.CaseAsync(sent)).Id, new { category = "pothole", note = "Known", Outcome = "NotOurs" });
        return (await visitor.OpenAsync(sent.Address), sent);
    }

    private static string Printed(Visitor visitor, int at) => visitor.Page.QuerySelectorAll(".city-mark dd")[at].TextContent.Trim();
}

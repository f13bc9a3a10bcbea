using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Tests.Support;

namespace Batumi.Workflows.Tests.Pages.Citizen.Follow;

/// <summary>A case as its reporter sees it, from the receipt to the last answer.</summary>
public sealed class CaseTests(SharedSite shared) : IClassFixture<SharedSite>
{
    private readonly Site site = shared.Site;
    private readonly Officers officers = new(shared.Site);

    [Fact]
    public async Task Stages_stand_in_their_order_with_their_dates_and_say_who_acts()
    {
        var (visitor, sent) = await ReportAsync("ka");
        await visitor.OpenAsync(sent.Address);
        Assert.Equal(["მიღებულია", "ვარკვევთ, ვინ გამოასწორებს"], Stages(visitor));
        Assert.Contains("მუნიციპალური სერვისების სააგენტო", visitor.Text, StringComparison.Ordinal);

        await officers.TriageAsync(await site.CaseAsync(sent));
        await visitor.OpenAsync(sent.Address);
        Assert.Equal("გადაეცა შემსრულებელს", Stages(visitor)[^1]);
        Assert.Equal("ახლა აქ არის", visitor.Page.QuerySelector("[aria-current=step] .city-stages__now")!.TextContent);
        Assert.All(visitor.Page.QuerySelectorAll(".city-stages time"), time => Assert.StartsWith("24 ნოემბერი, 2026, ", time.TextContent, StringComparison.Ordinal));
        Assert.Contains("საქალაქო ინფრასტრუქტურისა", visitor.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ka", "დიახ, გამოსწორდა", "მადლობა, თქვენი პასუხი მივიღეთ.", "დადებითად გადაწყდა")]
    [InlineData("en", "Yes, it is fixed", "Thank you, we have your answer.", "Resolved positively")]
    public async Task A_reporter_who_is_content_ends_the_case(string language, string yes, string thanks, string outcome)
    {
        var (visitor, sent) = await RepairedAsync(language);
        await visitor.FollowAsync(yes);
        await visitor.SubmitAsync(new { comment = "" });

        Assert.Equal(sent.Address, visitor.Address);
        Assert.Contains(thanks, visitor.Text, StringComparison.Ordinal);
        Assert.Contains(outcome, visitor.Text, StringComparison.Ordinal);
        Assert.Equal(Outcomes.Positive, (await site.CaseAsync(sent)).Outcome);
    }

    [Fact]
    public async Task A_reporter_who_is_not_content_sends_the_work_back()
    {
        var (visitor, sent) = await RepairedAsync("en");
        await visitor.FollowAsync("No, it is still broken");
        await visitor.SubmitAsync(new { comment = "The hole opened again after the rain" });

        Assert.Contains("Opened again", Stages(visitor));
        Assert.Equal((1, null), ((await site.CaseAsync(sent)).Reopenings, (await site.CaseAsync(sent)).Outcome));
        var crew = await officers.WithPostAsync(Roles.ProviderCrew, "INF");
        await crew.OpenAsync($"/officer/cases/{(await site.CaseAsync(sent)).Id}");
        Assert.Contains("The hole opened again after the rain", crew.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ka", "ტექსტი ძალიან გრძელია: შეიძლება 1000 ნიშანი")]
    [InlineData("en", "this is too long: 1000 characters fit")]
    public async Task A_comment_that_is_too_long_stays_on_the_page(string language, string sentence)
    {
        var (visitor, sent) = await RepairedAsync(language);
        await visitor.OpenAsync(visitor.Page.QuerySelector(".city-ask a[href*='/answer/']")!.GetAttribute("href")!);
        await visitor.SubmitAsync(new { comment = new string('x', 1001) });
        Assert.Contains(sentence, Assert.Single(visitor.Problems()), StringComparison.Ordinal);
        Assert.Equal(1001, visitor.Typed("comment")!.Length);
        Assert.Null((await site.CaseAsync(sent)).Outcome);
    }

    [Fact]
    public async Task Of_two_answers_the_first_counts_and_the_second_is_shown_how_the_case_stands()
    {
        var (first, sent) = await RepairedAsync("en");
        var second = await site.Visitor("en").OpenAsync(sent.Address);
        await first.FollowAsync("Yes, it is fixed");
        await second.FollowAsync("No, it is still broken");

        await first.SubmitAsync();
        await second.SubmitAsync();

        Assert.Equal(sent.Address, second.Address);
        Assert.Contains("Resolved positively", second.Text, StringComparison.Ordinal);
        Assert.Equal(0, (await site.CaseAsync(sent)).Reopenings);
    }

    [Theory]
    [InlineData("ka", "დაწერეთ, რა არის ისევ გასაკეთებელი.", "ტექსტი ძალიან გრძელია: ეტევა 2 000 ნიშანი", "საქმე ხელახლა გაიხსნა.", "ამ საქმის ხელახლა გახსნა აღარ შეიძლება.")]
    [InlineData("en", "Write what is still wrong.", "This is too long: 2,000 characters fit", "The request is open again.", "This request can no longer be reopened.")]
    public async Task An_answered_case_can_be_opened_again_once(string language, string missing, string tooLong, string done, string refused)
    {
        var (visitor, sent) = await RepairedAsync(language);
        await visitor.OpenAsync(visitor.Page.QuerySelector(".city-ask a[href*='outcome=Ok']")!.GetAttribute("href")!);
        await visitor.SubmitAsync();
        await visitor.OpenAsync($"{sent.Address}/reopen");
        var late = await site.Visitor(language).OpenAsync($"{sent.Address}/reopen");

        foreach (var nothing in new[] { " ", "\u200B\u202E" })
        {
            await visitor.SubmitAsync(new { Reason = nothing });
            Assert.Equal([missing], visitor.Problems());
        }

        await visitor.SubmitAsync(new { Reason = new string('x', 2001) });
        Assert.Equal([tooLong], visitor.Problems());
        Assert.Equal(2001, visitor.Typed("Reason")!.Length);
        await visitor.SubmitAsync(new { Reason = "The hole is back" });
        Assert.Equal(sent.Address, visitor.Address);
        Assert.Contains(done, visitor.Text, StringComparison.Ordinal);
        Assert.Equal(1, (await site.CaseAsync(sent)).Reopenings);

        await late.SubmitAsync(new { Reason = "And there is another one" });
        Assert.Equal([refused], late.Problems());
        Assert.Equal("And there is another one", late.Typed("Reason"));
        await late.OpenAsync($"{sent.Address}/reopen");
        Assert.Equal(sent.Address, late.Address);
    }

    [Fact]
    public async Task What_the_officer_wrote_is_read_by_the_reporter_as_text()
    {
        var (visitor, sent) = await ReportAsync("en");
        var id = (await site.CaseAsync(sent)).Id;
        await officers.CompleteAsync(Roles.Dispatcher, "MSA", id, new { category = "pothole", note = "<b>See</b> SF-2026-1", Outcome = "NotOurs" });
        await visitor.OpenAsync(sent.Address);
        Assert.Contains("<b>See</b> SF-2026-1", visitor.Text, StringComparison.Ordinal);
        Assert.Contains("Passed to another body", visitor.Text, StringComparison.Ordinal);
    }

    private async Task<(Visitor Visitor, Sent Sent)> ReportAsync(string language)
    {
        var visitor = site.Visitor(language);
        return (visitor, await Report.FileAsync(visitor));
    }

    private async Task<(Visitor Visitor, Sent Sent)> RepairedAsync(string language)
    {
        var (visitor, sent) = await ReportAsync(language);
        await officers.RepairAsync(await site.CaseAsync(sent));
        return (await visitor.OpenAsync(sent.Address), sent);
    }

    private static string[] Stages(Visitor visitor) => [.. visitor.Page.QuerySelectorAll(".city-stages__title").Select(title => title.FirstChild!.TextContent.Trim())];
}

using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Tests.Support;

namespace Batumi.Workflows.Tests.Pages.Citizen.Follow;

/// <summary>Applicant and staff write to each other about a case, without a browser's scripts.</summary>
public sealed class MessageTests(SharedSite shared) : IClassFixture<SharedSite>
{
    private const string Question = "When will somebody come? <b>Soon</b>?", Answer = "On Thursday morning.";

    private readonly Site site = shared.Site;

    [Fact]
    public async Task A_question_reaches_those_who_work_on_the_case_and_the_answer_its_applicant()
    {
        var citizen = site.Visitor("en");
        var sent = await Report.FileAsync(citizen, email: "asks@example.test");
        await citizen.OpenAsync(sent.Address);
        await citizen.FollowAsync("Write to us");
        await citizen.SubmitAsync(new { Text = Question });
        Assert.Equal(sent.Address, citizen.Address);
        Assert.Contains(Question, citizen.Text, StringComparison.Ordinal);

        var officer = await site.SignedInAsync("en", posts: new Post(Roles.Dispatcher, "MSA"));
        var id = (await site.CaseAsync(sent)).Id;
        await officer.OpenAsync($"/officer/cases/{id}");
        Assert.Contains(Question, officer.Text, StringComparison.Ordinal);
        await officer.FollowAsync("Write to the applicant");
        await officer.SubmitAsync(new { Text = Answer });
        Assert.Equal($"/officer/cases/{id}", officer.Address);

        await site.PassAsync(TimeSpan.Zero);
        Assert.Contains(Answer, (await citizen.OpenAsync(sent.Address)).Text, StringComparison.Ordinal);
        Assert.Contains(site.Mail.Sent, m => m.To == "asks@example.test" && m.Body.Contains(Answer, StringComparison.Ordinal));
        Assert.Contains(site.Mail.Sent, m => m.To == "msa@city.invalid" && m.Subject.StartsWith(sent.Number, StringComparison.Ordinal) && !m.Body.Contains(Question, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "Write something.")]
    [InlineData(" \u200b ", "Write something.")]
    [InlineData(2001, "The text is too long: 2000 characters fit.")]
    public async Task What_cannot_be_sent_is_said_and_stays_on_the_page(object typed, string sentence)
    {
        var text = typed is int length ? new string('a', length) : (string)typed;
        var citizen = site.Visitor("en");
        var sent = await Report.FileAsync(citizen);
        await citizen.OpenAsync(sent.Address + "/message");
        await citizen.SubmitAsync(new { Text = text });
        Assert.Contains(sentence, citizen.Text, StringComparison.Ordinal);
        if (text.Length > 3) Assert.Equal(text, citizen.Page.QuerySelector("textarea")!.TextContent);
    }

    [Fact]
    public async Task Nobody_else_writes_in_the_case_and_a_closed_one_takes_no_more()
    {
        var citizen = site.Visitor("en");
        var sent = await Report.FileAsync(citizen);
        var id = (await site.CaseAsync(sent)).Id;
        var stranger = await site.SignedInAsync("en", posts: new Post(Roles.ProviderCrew, "INF"));
        await stranger.OpenAsync($"/officer/cases/{id}/message");
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, stranger.Status);

        await citizen.OpenAsync(sent.Address + "/withdraw");
        await citizen.SubmitAsync();
        Assert.Contains("You have withdrawn the request.", citizen.Text, StringComparison.Ordinal);
        Assert.Equal(sent.Address, (await citizen.OpenAsync(sent.Address + "/message")).Address);
        Assert.Equal("Message.Over", (await site.AskAsync<Messages, Refusal?>(m => m.WriteAsync(id, "One more", true, Actor.Anonymous, IntentKey.New(), default)))!.Code);
    }
}

using Batumi.Workflows.Application.Notifications;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Tests.Support;

namespace Batumi.Workflows.Tests.Pages.Citizen.Follow;

/// <summary>What the city wrote is read on the page of the case, whether or not it could be sent.</summary>
public sealed class LettersTests : IAsyncLifetime
{
    private readonly Site site = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await site.DisposeAsync();

    [Theory]
    [InlineData("ka", "ელფოსტა არ მიგითითებიათ, წაიკითხეთ აქ", "გამარჯობა")]
    [InlineData("en", "You gave no email address: read it here", "Dear Nino Tester")]
    public async Task Whoever_gave_no_address_reads_their_letters_here_and_not_those_to_the_company(string language, string status, string greeting)
    {
        var visitor = site.Visitor(language);
        var sent = await Report.FileAsync(visitor);
        await new Officers(site).RepairAsync(await site.CaseAsync(sent));

        await visitor.OpenAsync(sent.Address);
        Assert.Equal(2, Letters(visitor).Length);       // the answer to the report, and the question whether it is fixed
        Assert.All(Letters(visitor), letter => Assert.Contains(greeting, letter, StringComparison.Ordinal));
        Assert.All(Letters(visitor), letter => Assert.Contains(sent.Number, letter, StringComparison.Ordinal));
        Assert.Contains(status, visitor.Text, StringComparison.Ordinal);
        Assert.Equal(language, visitor.Page.QuerySelector(".city-kept-letter summary span")!.GetAttribute("lang"));
    }

    [Theory]
    [InlineData(true, "To be sent by email", "Sent by email")]
    [InlineData(false, "To be sent by email", "Could not be sent by email: read it here")]
    public async Task A_letter_says_whether_it_went_out(bool isTaken, string before, string after)
    {
        var visitor = site.Visitor("en");
        var sent = await Report.FileAsync(visitor, email: "nino@example.test");
        await visitor.OpenAsync(sent.Address);
        Assert.Contains(before, visitor.Text, StringComparison.Ordinal);

        if (!isTaken) site.Mail.Answer = _ => new Delivery.Permanent("550");
        await site.PassAsync(TimeSpan.FromMinutes(1));
        await visitor.OpenAsync(sent.Address);
        Assert.Contains(after, visitor.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_read_of_an_erased_case()
    {
        var sent = await Report.FileAsync(site.Visitor("en"));
        var id = (await site.CaseAsync(sent)).Id;
        await new Officers(site).CompleteAsync(Roles.Dispatcher, "MSA", id, new { category = "pothole", note = "Passed on", Outcome = "NotOurs" });
        Assert.NotEmpty(await ListAsync(id));
        await site.PassAsync(TimeSpan.FromDays(60));
        Assert.Null(await site.AskAsync<Erasing, Refusal?>(e => e.EraseAsync(id, Actor.System, "asked by the person", default)));
        Assert.Empty(await ListAsync(id));
    }

    private Task<IReadOnlyList<LetterView>> ListAsync(Guid id) => site.AskAsync<CaseLetters, IReadOnlyList<LetterView>>(l => l.ListAsync(id, default));

    private static string[] Letters(Visitor visitor) => [.. visitor.Page.QuerySelectorAll("details:has(.city-letter-body)").Select(letter => letter.TextContent)];
}

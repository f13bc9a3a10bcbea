using Batumi.Workflows.Application.Notifications;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Tests.Support;

namespace Batumi.Workflows.Tests.Pages.Admin;

/// <summary>Letters that no server takes: seen, sent again or given up with a reason.</summary>
public sealed class LettersTests : IAsyncLifetime
{
    private readonly Site site = new();
    private Visitor admin = null!;
    private Sent sent = null!;

    public async Task InitializeAsync()
    {
        site.Mail.Answer = _ => new Delivery.Permanent("550 no such mailbox");
        sent = await Report.FileAsync(site.Visitor("en"), email: "nino@example.test");
        await site.PassAsync(TimeSpan.FromSeconds(1));
        site.Mail.Answer = null;
        admin = await site.SignedInAsync("en", posts: new Post(Roles.Administrator, "ADM"));
    }

    public async Task DisposeAsync() => await site.DisposeAsync();

    [Fact]
    public async Task A_letter_that_failed_is_listed_without_what_it_says_and_can_be_sent_again()
    {
        await admin.OpenAsync("/admin/letters?status=Failed");
        var row = admin.Page.QuerySelector("tbody tr")!.TextContent;
        Assert.Contains(sent.Number, row, StringComparison.Ordinal);
        Assert.Contains("550 no such mailbox", row, StringComparison.Ordinal);
        Assert.DoesNotContain("nino@example.test", admin.Page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.DoesNotContain(sent.Secret, admin.Page.DocumentElement.OuterHtml, StringComparison.Ordinal);

        await admin.SubmitAsync(form: "form[action*='handler=Retry']");
        Assert.Contains("The letter will be sent again shortly.", admin.Text, StringComparison.Ordinal);
        await site.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Contains(sent.Secret, Assert.Single(site.Mail.Sent).Body, StringComparison.Ordinal);
        await admin.OpenAsync("/admin/incidents");
        Assert.Contains("Nothing has gone wrong.", admin.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ka", "დაწერეთ, რატომ გამოვტოვოთ")]
    [InlineData("en", "Say why it shall be passed over")]
    public async Task A_letter_is_given_up_with_a_reason_only(string language, string missing)
    {
        var reader = await (await site.SignedInAsync(language, posts: new Post(Roles.Administrator, "ADM"))).OpenAsync("/admin/incidents");
        await reader.SubmitAsync(new { Reason = " " }, form: "form[action*='handler=Skip']");
        Assert.Equal([missing], reader.Problems());

        await reader.SubmitAsync(new { Reason = "The address does not exist" }, form: "form[action*='handler=Skip']");
        Assert.Empty(reader.Problems());
        Assert.Empty(reader.Page.QuerySelectorAll(".city-incident"));
        await reader.OpenAsync("/admin/incidents?all=true");
        Assert.Single(reader.Page.QuerySelectorAll(".city-incident"));
        Assert.Empty(reader.Page.QuerySelectorAll(".city-incident form"));
    }
}

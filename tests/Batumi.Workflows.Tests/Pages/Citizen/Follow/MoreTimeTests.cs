using Batumi.Workflows.Tests.Support;

namespace Batumi.Workflows.Tests.Pages.Citizen.Follow;

/// <summary>The page on which an applicant asks for more time.</summary>
public sealed class MoreTimeTests : IAsyncLifetime
{
    private readonly WorkflowCopy workflows = new WorkflowCopy().Replace("services/street-fault.json", "\"retentionDays\"", "\"moreTime\": \"5 calendar-days\", \"retentionDays\"");
    private Site site = null!;

    public Task InitializeAsync()
    {
        site = new(settings: workflows.Settings);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await site.DisposeAsync();
        workflows.Dispose();
    }

    [Theory]
    [InlineData("en", "Need more time?", "Enter a whole number, at most 5", "You have more time.", "You have been given more time once already.")]
    [InlineData("ka", "მეტი დრო გჭირდებათ?", "შეიყვანეთ მთელი რიცხვი, არაუმეტეს: 5", "დრო დაგემატათ.", "დრო უკვე ერთხელ დაგემატათ.")]
    public async Task More_time_is_asked_for_once(string language, string link, string wrong, string given, string once)
    {
        var citizen = site.Visitor(language);
        var sent = await Report.FileAsync(citizen);
        await new Officers(site).RepairAsync(await site.CaseAsync(sent));
        await citizen.OpenAsync(sent.Address);
        await citizen.FollowAsync(link);
        var page = citizen.Address;

        await citizen.SubmitAsync(new { Count = "6" });
        Assert.Contains(wrong, citizen.Text, StringComparison.Ordinal);
        Assert.Equal("6", citizen.Page.QuerySelector("#Count")!.GetAttribute("value"));
        await citizen.SubmitAsync(new { Count = "3" });
        Assert.Equal(sent.Address, citizen.Address);
        Assert.Contains(given, citizen.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(link, citizen.Text, StringComparison.Ordinal);
        await citizen.OpenAsync(page);
        Assert.Contains(once, citizen.Text, StringComparison.Ordinal);
        Assert.Empty(citizen.Page.QuerySelectorAll("#Count"));
    }
}

using System.Net;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Tests.Support;

namespace Batumi.Workflows.Tests.Pages.Admin;

/// <summary>Erasing the person from a closed case.</summary>
public sealed class EraseTests(SharedSite shared) : IClassFixture<SharedSite>
{
    private readonly Site site = shared.Site;
    private readonly Officers officers = new(shared.Site);

    [Theory]
    [InlineData("ka", "ასეთი ნომრით საქმე ვერ მოიძებნა.", "საქმე ჯერ ღიაა.")]
    [InlineData("en", "No case has this number.", "The case is still open.")]
    public async Task Only_a_case_that_is_there_and_closed_can_be_erased(string language, string unknown, string open)
    {
        var sent = await Report.FileAsync(site.Visitor(language));
        var admin = await (await AdminAsync(language)).OpenAsync("/admin/cases/erase?Number=SF-2026-00000000");
        Assert.StartsWith(unknown, Assert.Single(admin.Problems()), StringComparison.Ordinal);
        Assert.Equal("SF-2026-00000000", admin.Typed("Number"));

        await admin.OpenAsync($"/admin/cases/erase?Number={sent.Number}");
        Assert.Contains(open, admin.Text, StringComparison.Ordinal);
        Assert.Empty(admin.Page.QuerySelectorAll("main form[method=post]"));
        Assert.DoesNotContain(Report.Description, admin.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ka", "დაწერეთ, რატომ იშლება მონაცემები")]
    [InlineData("en", "Say why the data is being erased")]
    public async Task An_erased_case_keeps_its_register_and_nothing_of_its_person(string language, string missing)
    {
        var sent = await Report.FileAsync(site.Visitor("en"), email: "nino@example.test", files: ("pictures", "hole.jpg", Report.Jpeg));
        var c = await site.CaseAsync(sent);
        await officers.CompleteAsync(Roles.Dispatcher, "MSA", c.Id, new { category = "pothole", note = "Known", Outcome = "Duplicate" });

        var admin = await (await AdminAsync(language)).OpenAsync($"/admin/cases/erase?Number={sent.Number}");
        await admin.SubmitAsync(new { Why = "" });
        Assert.Equal([missing], admin.Problems());
        await admin.SubmitAsync(new { Why = "Asked for in writing" });
        Assert.Contains(sent.Number, admin.Page.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);

        var officer = await (await officers.WithPostAsync(Roles.Dispatcher, "MSA")).OpenAsync($"/officer/cases/{c.Id}");
        Assert.Contains(sent.Number, officer.Text, StringComparison.Ordinal);
        Assert.Contains("Personal data has been erased", officer.Text, StringComparison.Ordinal);
        foreach (var personal in new[] { Report.Description, "nino@example.test", "Nino Tester", "Gorgiladze", "hole.jpg" })
            Assert.DoesNotContain(personal, officer.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Visitor("en").OpenAsync(sent.Address)).Status);
    }

    private Task<Visitor> AdminAsync(string language) => site.SignedInAsync(language, posts: new Post(Roles.Administrator, "ADM"));
}

using System.Net;
using Batumi.Workflows.Tests.Support;
using Batumi.Workflows.Web.Pages.Public.Error;

namespace Batumi.Workflows.Tests.Pages.Public.Error;

/// <summary>What went wrong is told on a page of ours, with a number to quote.</summary>
public sealed class ErrorTests(SharedSite shared) : IClassFixture<SharedSite>
{
    private readonly Site site = shared.Site;

    [Theory]
    [InlineData("ka")]
    [InlineData("en")]
    public async Task Every_error_has_words_of_its_own_and_keeps_its_status(string language)
    {
        var titles = new HashSet<string>();
        foreach (var code in ErrorModel.Known)
        {
            var visitor = await site.Visitor(language).OpenAsync($"/error/{code}");
            Assert.Equal(code, (int)visitor.Status);
            Assert.True(titles.Add(visitor.Page.QuerySelector("h1")!.TextContent), $"{code} has the words of another error.");
        }
    }

    [Theory]
    [InlineData("503", HttpStatusCode.ServiceUnavailable)]
    [InlineData("418", (HttpStatusCode)418)]
    [InlineData("200", HttpStatusCode.NotFound)]
    [InlineData("-1", HttpStatusCode.NotFound)]
    public async Task An_error_without_words_of_its_own_gets_the_nearest(string code, HttpStatusCode status)
    {
        var visitor = await site.Visitor("en").OpenAsync($"/error/{code}");
        Assert.Equal(status, visitor.Status);
        Assert.NotNull(visitor.Page.QuerySelector("h1"));
    }

    [Theory]
    [InlineData("ka", "ჩვენთან რაღაც გაფუჭდა")]
    [InlineData("en", "Something broke on our side")]
    public async Task When_the_site_itself_breaks_the_page_gives_a_number_to_quote_and_no_cause(string language, string title)
    {
        await using var broken = new Site();
        _ = broken.Services;
        await broken.AskAsync<Application.Data.CityDb, int>(db => Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.ExecuteSqlRawAsync(db.Database, "DROP TABLE drafts"));

        var visitor = await broken.Visitor(language).OpenAsync(Report.Start);
        await visitor.SubmitAsync(new { category = "pothole", description = Report.Description });

        Assert.Equal(HttpStatusCode.InternalServerError, visitor.Status);
        Assert.Equal(title, visitor.Page.QuerySelector("h1")!.TextContent);
        Assert.Matches("^[0-9A-Z]{4}-[0-9A-Z]{4}$", visitor.Page.QuerySelector("main .city-number")!.TextContent);
        Assert.DoesNotContain("Exception", visitor.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("drafts", visitor.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_other_language_of_an_error_leads_to_what_was_asked_for()
    {
        var visitor = await site.Visitor("en").OpenAsync("/services/no-such-service?x=1");

        var other = visitor.Page.QuerySelector("a[hreflang='ka'], link[hreflang='ka']")!.GetAttribute("href");
        Assert.StartsWith("/services/no-such-service?", other, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_even_the_account_cannot_be_read_the_page_still_says_so()
    {
        await using var broken = new Site();
        var visitor = await broken.SignedInAsync("en");
        await broken.AskAsync<Application.Data.CityDb, int>(db => Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.ExecuteSqlRawAsync(db.Database, "DROP TABLE posts"));

        await visitor.OpenAsync("/requests");

        Assert.Equal(HttpStatusCode.InternalServerError, visitor.Status);
        Assert.Equal("Something broke on our side", visitor.Page.QuerySelector("h1")!.TextContent);
    }
}

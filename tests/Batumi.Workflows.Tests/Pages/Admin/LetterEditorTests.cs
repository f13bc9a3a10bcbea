using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Letters;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Tests.Support;
using Batumi.Workflows.Tests.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Tests.Pages.Admin;

/// <summary>Letters written as letters, seen by the data of a real case.</summary>
public sealed class LetterEditorTests : IAsyncLifetime
{
    private const string Address = "/admin/publications/letter/registered";

    private readonly Site site = new();

    public static TheoryData<string> Letters => WorkflowFiles.Theory("letters");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await site.DisposeAsync();

    [Theory]
    [MemberData(nameof(Letters))]
    public void Every_letter_is_read_and_written_back_as_it_was(string key)
    {
        var text = WorkflowFiles.Text("letters", key);
        var words = LetterText.Read(text)!;
        Assert.Equal(text, words.Into(text));
        Assert.NotEmpty(words.Subject.Ka);
    }

    [Theory]
    [InlineData("ka")]
    [InlineData("en")]
    public async Task A_letter_is_written_seen_on_a_real_case_without_its_person_and_published(string language)
    {
        var sent = await Report.FileAsync(await site.SignedInAsync("en"));
        var admin = await site.SignedInAsync(language, "Nana Admin", new Post(Roles.Administrator, Roles.CentralUnit));
        await admin.OpenAsync(Address);
        await admin.OpenAsync(admin.Page.QuerySelector("a[href$='/write']")!.GetAttribute("href")!);
        var body = admin.Typed("BodyEn")!;
        await admin.SubmitAsync(new { BodyEn = body + "\n\nWe <b>thank</b> you, {{ colour }}.", Case = "sf-0000-00000000" }, button: language == "ka" ? "ნახვა" : "Show it");
        Assert.Single(admin.Problems());
        await admin.SubmitAsync(new Dictionary<string, string> { ["Case"] = sent.Number.ToLowerInvariant(), ["Values[colour]"] = "Blue" }, button: language == "ka" ? "ნახვა" : "Show it");
        Assert.Empty(admin.Problems());
        var shown = admin.Page.QuerySelectorAll("article.city-card").ToDictionary(a => a.GetAttribute("lang")!, a => a.TextContent);
        Assert.Contains(sent.Number, shown["ka"], StringComparison.Ordinal);
        Assert.Contains("We <b>thank</b> you, Blue.", shown["en"], StringComparison.Ordinal);
        Assert.DoesNotContain("Nino", shown["en"], StringComparison.Ordinal);
        Assert.Equal(1, await NewestAsync());

        await admin.SubmitAsync(new { SubjectKa = "" }, form: "form[action*='handler=Publish']");
        Assert.Equal("", admin.Typed("SubjectKa"));
        Assert.NotEmpty(admin.Problems());
        await admin.SubmitAsync(new { SubjectKa = "{{ caseNumber }}: მიღებულია", Reason = "Thanks belong there." }, form: "form[action*='handler=Publish']");
        Assert.Equal(Address, admin.Address);
        Assert.Equal(2, await NewestAsync());
        await admin.OpenAsync(Address + "/write?v=1");
        Assert.Equal(body, admin.Typed("BodyEn"));
    }

    private Task<int> NewestAsync() => site.AskAsync<CityDb, int>(db => db.Set<Publication>().Where(p => p.Kind == ContentKind.Letter && p.Key == "registered" && p.Status == PublicationStatus.Published).MaxAsync(p => p.Version));
}

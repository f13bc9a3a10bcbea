using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Batumi.Workflows.Tests.Modules.Requests;

/// <summary>Pictures of a draft: every picture has a name, and none lies about that no draft knows.</summary>
public sealed class DraftFileTests
{
    [Theory]
    [InlineData("/", "photo.jpeg")]
    [InlineData("C:\\", "photo.jpeg")]
    [InlineData("\u0001\u0007", "photo.jpeg")]
    [InlineData("\u202E\u200B\u2066", "photo.jpeg")]
    [InlineData("  ", "photo.jpeg")]
    [InlineData("\u202Egpj.hole", "gpj.hole")]
    [InlineData("folder/hole.jpg", "hole.jpg")]
    public async Task A_picture_always_has_a_name(string given, string name)
    {
        await using var city = await TestCity.OpenAsync();
        var draft = await DraftAsync(city);
        Assert.Equal(name, (await AddAsync(city, draft, given)).Value!.Name);
    }

    [Fact]
    public async Task A_long_name_is_not_cut_through_a_sign()
    {
        await using var city = await TestCity.OpenAsync();
        Assert.Equal(new string('a', 149), (await AddAsync(city, await DraftAsync(city), new string('a', 149) + "🕳🕳")).Value!.Name);
    }

    [Fact]
    public async Task A_picture_whose_row_could_not_be_saved_leaves_nothing_behind()
    {
        await using var city = await TestCity.OpenAsync();
        var draft = await DraftAsync(city);

        await Assert.ThrowsAsync<DbUpdateException>(() => city.AskAsync<IServiceProvider, Answer<DraftFile>>(services =>
        {
            services.GetRequiredService<CityDb>().SavingChanges += (_, _) => throw new DbUpdateException("The disk is full.");
            return services.GetRequiredService<Drafts>().AddFileAsync(draft, "pictures", "hole.jpg", new MemoryStream(Report.Jpeg), default);
        }));
        Assert.Empty(Directory.GetFiles(Path.Combine(city.Settings.DataFolder, "files")));
    }

    [Theory]
    [InlineData("construction-permit-ii", "architecture", "%PDF-1.7 plan", null)]
    [InlineData("construction-permit-ii", "architecture", "\u00FF\u00D8\u00FF\u00E0 photo of a plan", null)]
    [InlineData("construction-permit-ii", "architecture", "RIFF0000WEBPVP8 ", "File.WrongDocument")]
    [InlineData("construction-permit-ii", "architecture", "MZ this is a program", "File.WrongDocument")]
    [InlineData("construction-permit-ii", "category", "%PDF-1.7 plan", "Draft.NotFound")]
    [InlineData("street-fault", "pictures", "%PDF-1.7 plan", "File.WrongType")]
    public async Task A_question_takes_what_it_says_told_by_the_content(string service, string field, string content, string? refusal)
    {
        await using var city = await TestCity.OpenAsync();
        var draft = await DraftAsync(city, service);
        Assert.Equal(refusal, (await AddAsync(city, draft, field, content)).Refused?.Code);
    }

    [Fact]
    public async Task Each_question_takes_as_many_files_as_it_says()
    {
        await using var city = await TestCity.OpenAsync();
        var draft = await DraftAsync(city, "construction-permit-ii");
        for (var i = 0; i < 5; i++) Assert.Null((await AddAsync(city, draft, "organisation", "%PDF-1.7 plan")).Refused);
        var refused = (await AddAsync(city, draft, "organisation", "%PDF-1.7 plan")).Refused!;
        Assert.Equal(("File.TooMany", "5"), (refused.Code, refused.Details[0]));
        Assert.Null((await AddAsync(city, draft, "architecture", "%PDF-1.7 plan")).Refused);
    }

    private static async Task<Guid> DraftAsync(TestCity city, string service) => (await city.AskAsync<Drafts, Answer<DraftView>>(
        async d => await d.BeginAsync(service, await new StreetFault(city).PersonAsync(Roles.Registrar, "CIT"), "en", default))).Value!.Id;

    private static Task<Answer<DraftFile>> AddAsync(TestCity city, Guid draft, string field, string content) =>
        city.AskAsync<Drafts, Answer<DraftFile>>(d => d.AddFileAsync(draft, field, "plan.pdf", new MemoryStream(System.Text.Encoding.Latin1.GetBytes(content)), default));

    private static async Task<Guid> DraftAsync(TestCity city) =>
        (await city.AskAsync<Drafts, Answer<DraftView>>(d => d.BeginAsync("street-fault", Actor.Anonymous, "en", default))).Value!.Id;

    private static Task<Answer<DraftFile>> AddAsync(TestCity city, Guid draft, string name) =>
        city.AskAsync<Drafts, Answer<DraftFile>>(d => d.AddFileAsync(draft, "pictures", name, new MemoryStream(Report.Jpeg), default));
}

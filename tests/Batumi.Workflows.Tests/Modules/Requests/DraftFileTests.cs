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

    private static async Task<Guid> DraftAsync(TestCity city) =>
        (await city.AskAsync<Drafts, Answer<DraftView>>(d => d.BeginAsync("street-fault", Actor.Anonymous, "en", default))).Value!.Id;

    private static Task<Answer<DraftFile>> AddAsync(TestCity city, Guid draft, string name) =>
        city.AskAsync<Drafts, Answer<DraftFile>>(d => d.AddFileAsync(draft, "pictures", name, new MemoryStream(Report.Jpeg), default));
}

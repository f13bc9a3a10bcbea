using System.Net;
using Batumi.Workflows.Tests.Support;

namespace Batumi.Workflows.Tests.Pages.Citizen.Request;

/// <summary>Pictures with a report: of the right kind, not too large, not too many; what is wrong with one leaves the others alone.</summary>
public sealed class FilesTests(SharedSite shared) : IClassFixture<SharedSite>
{
    private const int Megabyte = 1024 * 1024;

    private readonly Site site = shared.Site;

    [Theory]
    [InlineData("ka", "letter.jpg: ეს ფოტო არ არის. ვიღებთ JPEG, PNG, WebP და HEIC ფაილებს.")]
    [InlineData("en", "letter.jpg: This is not a picture. We take JPEG, PNG, WebP and HEIC files.")]
    public async Task A_text_that_calls_itself_a_picture_is_refused_and_the_real_picture_is_kept(string language, string sentence)
    {
        var visitor = await PicturesAsync(language);
        await visitor.SubmitAsync(files: [("pictures", "letter.jpg", "Dear city, there is a hole"u8.ToArray()), ("pictures", "hole.jpg", Report.Jpeg)]);

        Assert.Equal([sentence], visitor.Problems());
        Assert.Equal(["hole.jpg"], Names(visitor));
    }

    [Theory]
    [InlineData("ka", "large.jpg: ფაილი 10 მბ-ზე დიდია.")]
    [InlineData("en", "large.jpg: The file is larger than 10 MB.")]
    public async Task A_picture_over_ten_megabytes_gets_a_sentence_and_every_answer_is_kept(string language, string sentence)
    {
        var visitor = await PicturesAsync(language);
        await visitor.SubmitAsync(files: [("pictures", "large.jpg", Picture((10 * Megabyte) + 1)), ("pictures", "hole.jpg", Report.Jpeg)]);

        Assert.StartsWith(sentence, Assert.Single(visitor.Problems()), StringComparison.Ordinal);
        Assert.Equal(["hole.jpg"], Names(visitor));
        await visitor.OpenAsync(Report.Start);
        Assert.Equal(Report.Description, visitor.Typed("description"));
    }

    [Theory]
    [InlineData("ka", "ფაილი ცარიელია.")]
    [InlineData("en", "The file is empty.")]
    public async Task An_empty_file_is_refused(string language, string sentence)
    {
        var visitor = await PicturesAsync(language);
        await visitor.SubmitAsync(files: [("pictures", "nothing.jpg", [])]);
        Assert.Equal([$"nothing.jpg: {sentence}"], visitor.Problems());
    }

    [Theory]
    [InlineData("ka", "6.jpg: შეიძლება მხოლოდ 5 ფაილი. ჯერ ერთი წაშალეთ.")]
    [InlineData("en", "6.jpg: Only 5 files fit. Remove one first.")]
    public async Task Of_six_pictures_five_are_taken(string language, string sentence)
    {
        var visitor = await PicturesAsync(language);
        await visitor.SubmitAsync(files: [.. Enumerable.Range(1, 6).Select(n => ("pictures", $"{n}.jpg", Report.Jpeg))]);

        Assert.Equal([sentence], visitor.Problems());
        Assert.Equal(["1.jpg", "2.jpg", "3.jpg", "4.jpg", "5.jpg"], Names(visitor).Order());
    }

    [Theory]
    [InlineData("ka", "{0}: ფაილი 10 მბ-ზე დიდია და არ დაემატა. აირჩიეთ უფრო პატარა ფოტო.")]
    [InlineData("en", "{0}: the file is larger than 10 MB and was left out. Choose a smaller picture.")]
    public async Task The_page_tells_scripts_what_is_too_much(string language, string sentence)
    {
        var visitor = await PicturesAsync(language);
        await visitor.SubmitAsync(button: "upload", files: [("pictures", "one.jpg", Report.Jpeg)]);
        var input = visitor.Page.QuerySelector("[name=pictures]")!;

        Assert.Equal((sentence, $"{10 * Megabyte}", "4"), (input.GetAttribute("data-too-large"), input.GetAttribute("data-most-bytes"), input.GetAttribute("data-most-files")));
        Assert.Equal("polite", visitor.Page.GetElementById(input.GetAttribute("data-left-out")!)!.GetAttribute("aria-live"));
    }

    [Fact]
    public async Task A_picture_can_be_taken_away_again()
    {
        var visitor = await PicturesAsync("en");
        await visitor.SubmitAsync(button: "upload", files: [("pictures", "one.jpg", Report.Jpeg), ("pictures", "two.jpg", Report.Jpeg)]);
        await visitor.SubmitAsync(button: visitor.Page.QuerySelectorAll("button[name=remove]").Single(b => b.TextContent.Contains("one.jpg", StringComparison.Ordinal)).GetAttribute("value"));
        Assert.Equal(["two.jpg"], Names(visitor));
    }

    [Fact]
    public async Task A_name_with_folders_and_markup_is_only_a_name()
    {
        var visitor = await PicturesAsync("en");
        await visitor.SubmitAsync(button: "upload", files: [("pictures", "../../<b>hole.jpg", Report.Jpeg)]);
        Assert.Equal(["<b>hole.jpg"], Names(visitor));
    }

    [Fact]
    public async Task Pictures_are_seen_by_whoever_has_the_code_and_by_nobody_else()
    {
        var visitor = site.Visitor("en");
        var sent = await Report.FileAsync(visitor, files: ("pictures", "hole.jpg", Report.Jpeg));
        await visitor.OpenAsync(sent.Address);
        var address = visitor.Page.QuerySelector(".city-files a")!.GetAttribute("href")!;

        using var answer = await visitor.Client.GetAsync(new Uri(address, UriKind.Relative));
        Assert.Equal("image/jpeg", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(Report.Jpeg, await answer.Content.ReadAsByteArrayAsync());

        var stranger = await site.Visitor("en").OpenAsync(address.Replace(sent.Secret, new string('2', 17), StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, stranger.Status);
        await stranger.OpenAsync($"{sent.Address}/files/{Guid.NewGuid()}");
        Assert.Equal(HttpStatusCode.NotFound, stranger.Status);
    }

    private static byte[] Picture(int length)
    {
        var picture = new byte[length];
        Report.Jpeg.CopyTo(picture, 0);
        return picture;
    }

    private static IEnumerable<string> Names(Visitor visitor) => visitor.Page.QuerySelectorAll(".city-files__name").Select(name => name.TextContent.Trim());

    private async Task<Visitor> PicturesAsync(string language)
    {
        var visitor = await site.Visitor(language).OpenAsync(Report.Start);
        await visitor.SubmitAsync(new { category = "pothole", description = Report.Description });
        return await visitor.OpenAsync(Report.Question("pictures"));
    }
}

using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Tests.Support;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Tests.Pages.Citizen.Request;

public sealed class QuestionTests(SharedSite shared) : IClassFixture<SharedSite>
{
    private readonly Site site = shared.Site;

    [Theory]
    [InlineData("ka", "აირჩიეთ, რას ეხება: აირჩიეთ ერთი პასუხი", "აღწერეთ, რა მოხდა: ტექსტი ძალიან მოკლეა: დაწერეთ სულ მცირე 5 ნიშანი")]
    [InlineData("en", "Choose what it is about: choose an answer", "Describe what happened: this is too short: write at least 5 characters")]
    public async Task What_is_broken_must_be_said_and_what_was_typed_stays(string language, string category, string description)
    {
        var visitor = await site.Visitor(language).OpenAsync(Report.Start);
        await visitor.SubmitAsync(new { description = "ორმო" });

        Assert.Equal([category, description], visitor.Problems());
        Assert.Equal("ორმო", visitor.Typed("description"));
        Assert.Equal("#category", visitor.Page.QuerySelector(".govuk-error-summary a")!.GetAttribute("href"));
        Assert.NotNull(visitor.Page.QuerySelector("#category"));
        Assert.StartsWith(language == "ka" ? "შეცდომა" : "Error", visitor.Page.Title, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ka", "ტექსტი ძალიან გრძელია: შეიძლება 2000 ნიშანი, თქვენ დაწერეთ 2001")]
    [InlineData("en", "this is too long: 2000 characters fit, you wrote 2001")]
    public async Task A_text_that_is_too_long_stays_whole_and_says_by_how_much(string language, string sentence)
    {
        var visitor = await site.Visitor(language).OpenAsync(Report.Start);
        await visitor.SubmitAsync(new { category = "pothole", description = new string('ო', 2001) });
        Assert.EndsWith(sentence, Assert.Single(visitor.Problems()), StringComparison.Ordinal);
        Assert.Equal(2001, visitor.Typed("description")!.Length);
        Assert.Equal("pothole", visitor.Typed("category"));
    }

    [Theory]
    [InlineData("ka", "ადგილი: აღწერეთ ადგილი სიტყვებით ან მონიშნეთ რუკაზე", "შეიძლება ვინმე ახლავე დაშავდეს? აირჩიეთ ერთი პასუხი")]
    [InlineData("en", "Place: describe the place in words or mark it on the map", "Could somebody get hurt right now? Choose an answer")]
    public async Task Place_and_danger_must_be_said(string language, string place, string danger)
    {
        var visitor = await site.Visitor(language).OpenAsync(Report.Question("where"));
        await visitor.SubmitAsync(Report.Place());
        Assert.Equal([place], visitor.Problems());

        await visitor.OpenAsync(Report.Question("danger"));
        await visitor.SubmitAsync();
        Assert.Equal([danger], visitor.Problems());
    }

    [Theory]
    [InlineData("ka", "ასეთი ტელეფონის ნომერი არ არსებობს", "ელფოსტის მისამართი სწორი არ არის")]
    [InlineData("en", "there is no such telephone number", "this is not an email address")]
    public async Task How_to_reach_somebody_may_be_left_out_but_not_be_wrong(string language, string phone, string email)
    {
        var visitor = await site.Visitor(language).OpenAsync(Report.Question("contact"));
        await visitor.SubmitAsync(new { name = "ნინო", phone = "12", email = "nino at example" });

        Assert.Collection(visitor.Problems(), p => Assert.Contains(phone, p, StringComparison.Ordinal), p => Assert.Contains(email, p, StringComparison.Ordinal));
        Assert.Equal(("ნინო", "12", "nino at example"), (visitor.Typed("name"), visitor.Typed("phone"), visitor.Typed("email")));
    }

    [Fact]
    public async Task An_answer_nobody_offered_is_not_taken()
    {
        var visitor = await site.Visitor("en").OpenAsync(Report.Start);
        await visitor.SubmitAsync(new { category = "volcano", description = Report.Description });
        Assert.Equal(["Choose what it is about: choose an answer"], visitor.Problems());
    }

    [Fact]
    public async Task The_place_can_be_set_moved_and_taken_away_on_the_map_without_scripts()
    {
        var visitor = await site.Visitor("en").OpenAsync(Report.Question("where"));
        Assert.Contains("No point is set.", visitor.Text, StringComparison.Ordinal);

        await visitor.SubmitAsync(new Dictionary<string, string?> { ["place.words"] = "By the fountain", ["map-480.x"] = "300", ["map-480.y"] = "200" });
        Assert.Contains("The point is set:", visitor.Text, StringComparison.Ordinal);
        Assert.Equal("By the fountain", visitor.Typed("place.words"));
        var (lat, lon) = (visitor.Typed("place.lat"), visitor.Typed("place.lon"));
        Assert.NotEqual("", visitor.Typed("place.district"));

        await visitor.SubmitAsync(button: "north");
        Assert.True(Number(visitor.Typed("place.lat")) > Number(lat), "One step north is farther north.");
        Assert.Equal(lon, visitor.Typed("place.lon"));

        var picture = visitor.Page.QuerySelector("input[type=image]")!.GetAttribute("src")!;
        Assert.StartsWith("<svg", await visitor.Client.GetStringAsync(new Uri(picture, UriKind.Relative)), StringComparison.Ordinal);

        await visitor.SubmitAsync(button: "remove");
        Assert.Contains("No point is set.", visitor.Text, StringComparison.Ordinal);
        Assert.Equal("By the fountain", visitor.Typed("place.words"));
    }

    [Fact]
    public async Task A_point_on_the_map_is_place_enough()
    {
        var visitor = await site.Visitor("en").OpenAsync(Report.Question("where"));
        await visitor.SubmitAsync(Report.Place(district: "rustaveli"), button: "centre");
        await visitor.SubmitAsync();
        Assert.Equal(Report.Question("danger"), visitor.Address);
    }

    [Theory]
    [InlineData("ka", "ჯერ აირჩიეთ უბანი")]
    [InlineData("en", "choose a district first")]
    public async Task The_middle_of_no_district_is_nowhere(string language, string sentence)
    {
        var visitor = await site.Visitor(language).OpenAsync(Report.Question("where"));
        await visitor.SubmitAsync(Report.Place(words: "By the fountain"), button: "centre");
        Assert.Equal([sentence], visitor.Problems());
        Assert.Equal("By the fountain", visitor.Typed("place.words"));
    }

    [Fact]
    public async Task A_post_that_no_page_of_ours_made_begins_no_request()
    {
        var before = await DraftsAsync(site);
        using var forged = new HttpRequestMessage(HttpMethod.Post, Report.Question("what"))
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["category"] = "pothole", ["description"] = "written by another site" }),
        };
        await site.Visitor().SendAsync(forged);
        Assert.Equal(before, await DraftsAsync(site));
    }

    [Fact]
    public async Task What_was_answered_is_still_there_after_the_site_was_started_again()
    {
        var (data, keys) = (Directory.CreateTempSubdirectory("data-").FullName, Directory.CreateTempSubdirectory("keys-").FullName);
        var settings = new Dictionary<string, string> { ["Data:Folder"] = data, ["Keys:Folder"] = keys };
        using var cookies = new CookieContainerHandler();
        var container = cookies.Container;
        await using (var before = new Site(settings: settings))
        {
            var visitor = await With(before, container).OpenAsync(Report.Start);
            await visitor.SubmitAsync(new { category = "pothole", description = Report.Description });
            Assert.Equal(Report.Question("where"), visitor.Address);
        }

        await using (var after = new Site(settings: settings))
        {
            var visitor = await With(after, container).OpenAsync(Report.Start);
            Assert.Equal((Report.Description, "pothole"), (visitor.Typed("description"), visitor.Typed("category")));
            await visitor.SubmitAsync();
            Assert.Equal(Report.Question("where"), visitor.Address);
        }

        Directory.Delete(data, recursive: true);
        Directory.Delete(keys, recursive: true);
    }

    [Fact]
    public async Task A_draft_of_another_browser_is_not_seen()
    {
        var mine = await site.Visitor("en").OpenAsync(Report.Start);
        await mine.SubmitAsync(new { category = "pothole", description = "Only I may see this" });
        var other = await site.Visitor("en").OpenAsync(Report.Start);
        Assert.Equal("", other.Typed("description"));
    }

    [Fact]
    public async Task A_service_that_needs_an_account_asks_to_sign_in_first()
    {
        using var workflows = new WorkflowCopy().Replace("services/street-fault.json", "\"anonymousAllowed\": true", "\"anonymousAllowed\": false");
        await using var city = new Site(settings: workflows.Settings);
        var visitor = await city.Visitor("ka").OpenAsync("/services/street-fault/request/what");
        Assert.StartsWith("/account/sign-in?returnUrl=%2Fservices%2Fstreet-fault%2Frequest%2Fwhat", visitor.Address, StringComparison.Ordinal);
    }

    private static double Number(string? text) => double.Parse(text!, System.Globalization.CultureInfo.InvariantCulture);

    private static Task<int> DraftsAsync(Site site) => site.AskAsync<CityDb, int>(db => db.Set<Draft>().CountAsync());

    private static Visitor With(Site site, System.Net.CookieContainer cookies) =>
        new(site.CreateDefaultClient(new Uri("https://city.test"), new RedirectHandler(), new CookieContainerHandler(cookies)), "en");

    [Fact]
    public async Task What_is_written_is_kept_before_it_is_finished_and_checked_when_it_is()
    {
        var visitor = await site.Visitor("en").OpenAsync(Report.Question("contact"));
        await visitor.SubmitAsync(new { name = "Nino", phone = "555 1", @do = "keep" });
        Assert.Equal(System.Net.HttpStatusCode.NoContent, visitor.Status);

        await visitor.OpenAsync(Report.Question("contact"));
        Assert.Equal(("Nino", "555 1"), (visitor.Typed("name"), visitor.Typed("phone")));
        await visitor.SubmitAsync();
        Assert.Contains("there is no such telephone number", Assert.Single(visitor.Problems()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_kept_unfinished_is_not_filed()
    {
        var visitor = await Report.ToCheckAsync(site.Visitor("en"));
        await visitor.OpenAsync(Report.Question("contact"));
        await visitor.SubmitAsync(new { email = "nino at example", @do = "keep" });
        await visitor.OpenAsync("/services/street-fault/request/check");
        Assert.EndsWith("/contact", visitor.Address, StringComparison.Ordinal);
        Assert.Equal("nino at example", visitor.Typed("email"));
    }

    [Fact]
    public async Task A_script_that_may_not_begin_a_request_is_told_so()
    {
        await using var busy = new Site(settings: new Dictionary<string, string> { ["Limits:DraftsPerHour"] = "1" });
        var visitor = await busy.Visitor("en").OpenAsync(Report.Question("contact"));
        await visitor.SubmitAsync(new { name = "Nino", @do = "keep" });
        var other = await busy.Visitor("en", besides: visitor).OpenAsync(Report.Question("contact"));
        await other.SubmitAsync(new { name = "Nino", @do = "keep" });
        Assert.Equal(System.Net.HttpStatusCode.TooManyRequests, other.Status);
    }
}

using System.Net;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Register;
using Batumi.Workflows.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Tests.Pages.Citizen.Request;

/// <summary>The end of a report: answers once more, sent once whatever is pressed, and a receipt.</summary>
public sealed class CheckTests(SharedSite shared) : IClassFixture<SharedSite>
{
    private readonly Site site = shared.Site;

    [Theory]
    [InlineData("ka", "მივიღეთ", "ორმო გზაზე")]
    [InlineData("en", "We have it", "Pothole in the road")]
    public async Task A_report_without_an_account_gets_a_number_a_code_and_a_date(string language, string title, string category)
    {
        var visitor = await Report.ToCheckAsync(site.Visitor(language));
        Assert.Contains(category, visitor.Text, StringComparison.Ordinal);
        Assert.Contains(Report.Description, visitor.Text, StringComparison.Ordinal);
        Assert.Contains("Gorgiladze 12", visitor.Text, StringComparison.Ordinal);

        var sent = await Report.SendAsync(visitor);
        Assert.Equal(title, visitor.Page.QuerySelector("h1")!.TextContent);
        Assert.Matches("^SF-2026-[0-9]{8}$", sent.Number);
        Assert.Contains(sent.Number, visitor.Text, StringComparison.Ordinal);
        Assert.Contains(sent.Secret, visitor.Text, StringComparison.Ordinal);
        Assert.Contains($"https://city.test{sent.Address}", visitor.Text, StringComparison.Ordinal);
        Assert.Contains(language == "ka" ? "პასუხის ვადა: 8 დეკემბერი, 2026" : "You have our answer by 8 December 2026", visitor.Text, StringComparison.Ordinal);

        var stored = await site.CaseAsync(sent);
        Assert.Equal((language, "online", null), (stored.Language, stored.Channel, stored.ApplicantAccountId));
    }

    [Fact]
    public async Task At_a_shared_computer_nobody_reads_what_somebody_else_wrote_or_sent_with_their_account()
    {
        var (email, password, _) = await site.AccountAsync();
        var visitor = await site.SignedInAsync("en");
        await Report.ToCheckAsync(visitor);
        await visitor.OpenAsync("/account");
        await visitor.SubmitAsync(form: "[action='/account/sign-out']");

        await visitor.OpenAsync(Report.Question("check"));
        Assert.DoesNotContain("Nino Tester", visitor.Text, StringComparison.Ordinal);
        await visitor.OpenAsync("/account/sign-in");
        await visitor.SubmitAsync(new { Email = email, Password = password });
        await visitor.OpenAsync(Report.Question("check"));
        Assert.DoesNotContain("Nino Tester", visitor.Text, StringComparison.Ordinal);

        await Report.FileAsync(visitor);
        await visitor.OpenAsync("/account");
        await visitor.SubmitAsync(form: "[action='/account/sign-out']");
        await visitor.OpenAsync(Report.Question("check"));
        Assert.Equal("/services/street-fault", visitor.Address);
    }

    [Fact]
    public async Task A_draft_begun_before_signing_in_goes_on_after_it_and_then_belongs_to_the_account()
    {
        var (email, password, _) = await site.AccountAsync();
        var visitor = await Report.ToCheckAsync(site.Visitor("en"));
        await visitor.OpenAsync("/account/sign-in");
        await visitor.SubmitAsync(new { Email = email, Password = password });

        await visitor.OpenAsync(Report.Question("check"));
        Assert.Contains("Nino Tester", visitor.Text, StringComparison.Ordinal);
        await visitor.SubmitAsync(form: "[action='/account/sign-out']");
        await visitor.OpenAsync(Report.Question("check"));
        Assert.Equal("/services/street-fault", visitor.Address);
    }

    [Fact]
    public async Task An_answer_can_be_changed_before_it_is_sent()
    {
        var visitor = await Report.ToCheckAsync(site.Visitor("en"));
        await visitor.OpenAsync(Report.Question("what") + "?change=true");
        await visitor.SubmitAsync(new { description = "Two deep holes" });

        Assert.Equal(Report.Question("check"), visitor.Address);
        Assert.Contains("Two deep holes", visitor.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Report.Description, visitor.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_skips_a_question_is_led_back_to_it()
    {
        var visitor = await site.Visitor("en").OpenAsync(Report.Start);
        await visitor.SubmitAsync(new { category = "pothole", description = Report.Description });
        await visitor.OpenAsync(Report.Question("check"));
        Assert.Equal(Report.Question("where"), visitor.Address);
    }

    [Fact]
    public async Task Sending_twice_gives_the_first_receipt_again()
    {
        var visitor = await Report.ToCheckAsync(site.Visitor("en"));
        var form = Fields(visitor);
        var before = await CasesAsync();

        var both = await Task.WhenAll(PostAsync(visitor, form), PostAsync(visitor, form));
        var third = await PostAsync(visitor, form);

        Assert.StartsWith("/follow/SF-", third, StringComparison.Ordinal);
        Assert.Equal([third, third], both);
        Assert.Equal(before + 1, await CasesAsync());
    }

    [Fact]
    public async Task Going_back_after_sending_leads_to_the_receipt_and_a_new_report_begins_empty()
    {
        var visitor = site.Visitor("en");
        var sent = await Report.FileAsync(visitor);

        await visitor.OpenAsync(Report.Question("check"));
        Assert.Equal($"{sent.Address}/receipt", visitor.Address);
        await visitor.OpenAsync(Report.Start);
        Assert.Equal("", visitor.Typed("description"));
    }

    [Fact]
    public async Task The_form_of_another_browser_sends_nothing_here()
    {
        var mine = await Report.ToCheckAsync(site.Visitor("en"), "Only mine to send");
        var stolen = Fields(mine)["Draft"];
        var thief = await Report.ToCheckAsync(site.Visitor("en"), "The other's own report");
        var before = await CasesAsync();

        await thief.SubmitAsync(new { Draft = stolen });
        Assert.Equal(before, await CasesAsync());
        Assert.DoesNotContain("/receipt", thief.Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Markup_and_formulas_are_shown_as_they_were_typed()
    {
        const string text = "<script>alert('x')</script> =HYPERLINK(\"http://evil.test\") {{ 1 | plus: 1 }}";
        var visitor = await Report.ToCheckAsync(site.Visitor("en"), text, place: "=1+1 <img src=x onerror=alert(1)>");
        AssertPlain(visitor);
        var sent = await Report.SendAsync(visitor);
        await visitor.OpenAsync(sent.Address);
        AssertPlain(visitor);

        var file = await visitor.Client.GetStringAsync(new Uri("/data/services/street-fault/monthly.csv", UriKind.Relative));
        Assert.DoesNotContain("HYPERLINK", file, StringComparison.Ordinal);
        Assert.Contains(",received,", file, StringComparison.Ordinal);

        void AssertPlain(Visitor open)
        {
            Assert.Contains(text, open.Text, StringComparison.Ordinal);
            Assert.Contains("=1+1 <img src=x onerror=alert(1)>", open.Text, StringComparison.Ordinal);
            Assert.All(open.Page.Scripts, script => Assert.NotNull(script.Source));
            Assert.Null(open.Page.QuerySelector("img[onerror]"));
        }
    }

    [Theory]
    [InlineData("ka", "რაც დაწერეთ, შენახულია.")]
    [InlineData("en", "What you wrote is kept.")]
    public async Task Too_many_reports_from_one_address_are_asked_to_wait_and_nothing_is_lost(string language, string sentence)
    {
        using var workflows = new WorkflowCopy().Replace("services/street-fault.json", "\"ratePerHour\": 20", "\"ratePerHour\": 1");
        await using var busy = new Site(settings: workflows.Settings);
        var visitor = busy.Visitor(language);
        await Report.FileAsync(visitor);

        await Report.ToCheckAsync(visitor, "The second one today");
        await visitor.SubmitAsync();
        Assert.Equal(HttpStatusCode.TooManyRequests, visitor.Status);
        Assert.Contains(sentence, visitor.Text, StringComparison.Ordinal);

        await visitor.OpenAsync(Report.Question("check"));
        Assert.Contains("The second one today", visitor.Text, StringComparison.Ordinal);
        await Report.FileAsync(busy.Visitor(language));
    }

    [Theory]
    [InlineData("ka", "სერვისი დროებით შეჩერებულია.")]
    [InlineData("en", "The service is paused for now.")]
    public async Task A_service_that_was_paused_meanwhile_says_so_and_keeps_the_answers(string language, string sentence)
    {
        using var workflows = new WorkflowCopy();
        await using var city = new Site(settings: workflows.Settings);
        var visitor = await Report.ToCheckAsync(city.Visitor(language));
        await ChangeAsync(city, workflows.Replace("forms/street-fault.json", "\"kind\": \"radios\"", "\"kind\": \"nonsense\""));

        await visitor.SubmitAsync();
        Assert.StartsWith(sentence, Assert.Single(visitor.Problems()), StringComparison.Ordinal);
        Assert.Contains(Report.Description, visitor.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_that_was_added_meanwhile_is_asked_in_later_reports_only()
    {
        using var workflows = new WorkflowCopy();
        await using var city = new Site(settings: workflows.Settings);
        var begun = await Report.ToCheckAsync(city.Visitor("en"));
        await ChangeAsync(city, workflows.Replace("forms/street-fault.json", "\"maxLength\": 120,", "\"required\": true, \"minLength\": 3, \"maxLength\": 120,")
            .Replace("forms/street-fault.json", "\"key\": \"phone\",", "\"key\": \"phone\", \"required\": true,"));

        await Report.SendAsync(await begun.OpenAsync(Report.Question("check")));

        var later = await city.Visitor("en").OpenAsync(Report.Question("contact"));
        await later.SubmitAsync();
        Assert.Equal(2, later.Problems().Length);
    }

    private static async Task ChangeAsync(Site city, WorkflowCopy workflows) =>
        Assert.Equal(1, await city.AskAsync<Application.Publishing.WorkflowFolder, int>(folder => folder.ImportAsync(workflows.Folder, default)));

    private static Dictionary<string, string> Fields(Visitor visitor) =>
        visitor.Page.QuerySelectorAll("main form input").ToDictionary(input => input.GetAttribute("name")!, input => input.GetAttribute("value")!);

    private static async Task<string> PostAsync(Visitor visitor, Dictionary<string, string> fields)
    {
        using var content = new FormUrlEncodedContent(fields);
        using var answer = await visitor.Client.PostAsync(new Uri(Report.Question("check"), UriKind.Relative), content);
        return answer.RequestMessage!.RequestUri!.PathAndQuery;
    }

    private Task<int> CasesAsync() => site.AskAsync<CityDb, int>(db => db.Set<Case>().CountAsync());
}

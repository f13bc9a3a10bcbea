using System.Net;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Register;
using Batumi.Workflows.Tests.Support;

namespace Batumi.Workflows.Tests.Pages.Officer.Cases;

/// <summary>Ending a task: what is missing is said, what was typed stays, whatever somebody else did meanwhile.</summary>
public sealed class CompleteTests(SharedSite shared) : IClassFixture<SharedSite>
{
    private const string Note = "Seen on the way to work";

    private readonly Site site = shared.Site;

    [Theory]
    [InlineData("ka", "აირჩიეთ, რით დასრულდა დავალება")]
    [InlineData("en", "Choose how the task ended")]
    public async Task An_outcome_must_be_chosen_and_what_was_typed_stays(string language, string sentence)
    {
        var (officer, c) = await BeginAsync(language);
        await officer.SubmitAsync(new { category = "tree", note = Note });
        Assert.Equal([sentence], officer.Problems());
        Assert.Equal((Note, "tree"), (officer.Typed("note"), officer.Typed("category")));
        Assert.Equal("triage", (await CaseAsync(c)).Stage);
    }

    [Theory]
    [InlineData("ka", "პრიორიტეტი: აირჩიეთ ერთი პასუხი", "შემსრულებელი: აირჩიეთ ერთი პასუხი")]
    [InlineData("en", "Priority: choose an answer", "Who fixes it: choose an answer")]
    public async Task What_an_outcome_needs_must_be_answered(string language, string priority, string provider)
    {
        var (officer, c) = await BeginAsync(language);
        await officer.SubmitAsync(new { category = "tree", note = Note, Outcome = "Assign" });
        Assert.Equal([priority, provider], officer.Problems());
        Assert.Equal((Note, "Assign"), (officer.Typed("note"), officer.Typed("Outcome")));

        await officer.SubmitAsync(new { category = "tree", note = Note, Outcome = "Duplicate" });
        Assert.Equal($"/officer/cases/{c.Id}", officer.Address);
        Assert.Equal(Outcomes.Terminated, (await CaseAsync(c)).Outcome);
    }

    [Fact]
    public async Task An_outcome_or_a_company_that_nobody_offered_is_not_taken()
    {
        var (officer, c) = await BeginAsync("en");
        await officer.SubmitAsync(new { category = "tree", Outcome = "Explode" });
        Assert.Equal(["Choose how the task ended"], officer.Problems());
        await officer.SubmitAsync(new { category = "tree", priority = "P3", provider = "ADM", Outcome = "Assign" });
        Assert.Equal("An answer is missing, or a choice is no longer offered.", officer.Problems()[0]);
        Assert.Equal("triage", (await CaseAsync(c)).Stage);
    }

    [Fact]
    public async Task Pressing_twice_ends_the_task_once()
    {
        var (officer, c) = await BeginAsync("en");
        var address = officer.Address;
        var fields = officer.Page.QuerySelectorAll("main form input[type=hidden]").ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value")!);
        foreach (var (key, value) in new[] { ("category", "tree"), ("priority", "P3"), ("provider", "INF"), ("Outcome", "Assign") }) fields[key] = value;

        for (var press = 0; press < 2; press++)
        {
            using var post = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(fields) };
            await officer.SendAsync(post);
            Assert.Equal($"/officer/cases/{c.Id}", officer.Address);
            Assert.Contains("The task is complete", officer.Text, StringComparison.Ordinal);
        }

        Assert.Equal("assigned", (await CaseAsync(c)).Stage);
    }

    [Theory]
    [InlineData("ka", "დავალება უკვე დასრულებულია. დაასრულა: Tamar, 24.11.2026 10:00.", "რაც დაწერეთ, ქვემოთაა")]
    [InlineData("en", "This task is already closed. Closed by Tamar, 24.11.2026 10:00.", "What you typed is kept below")]
    public async Task Of_two_officers_the_second_is_told_who_ended_the_task_and_keeps_what_was_typed(string language, string sentence, string kept)
    {
        var (late, c) = await BeginAsync(language, "Giorgi");
        var head = await (await site.SignedInAsync("en", "Head", new Post(Roles.UnitHead, "MSA"))).OpenAsync($"/officer/cases/{c.Id}");
        await head.SubmitAsync(form: "form[action*='handler=Release']");
        var quick = await Officers.BeginAsync(await site.SignedInAsync("en", "Tamar", new Post(Roles.Dispatcher, "MSA")), c.Id);
        await quick.SubmitAsync(new { category = "pothole", priority = "P3", provider = "INF", Outcome = "Assign" });
        await new Officers(site).CompleteAsync(Roles.ProviderCrew, "INF", c.Id, new { Outcome = "Accept" });

        await late.SubmitAsync(new { category = "tree", priority = "P1", provider = "INF", note = Note, Outcome = "Assign" });

        Assert.Equal(HttpStatusCode.OK, late.Status);
        Assert.Contains(late.Problems(), p => p == sentence);
        Assert.Contains(kept, late.Text, StringComparison.Ordinal);
        Assert.Equal((Note, "P1"), (late.Typed("note"), late.Typed("priority")));
        Assert.Equal("in_work", (await CaseAsync(c)).Stage);
    }

    [Theory]
    [InlineData("ka", "ეს დავალება თქვენ არ აგიღიათ. ჯერ აიღეთ.")]
    [InlineData("en", "Somebody else has this task, or nobody. Claim it first.")]
    public async Task A_task_that_was_taken_over_meanwhile_is_not_ended_by_its_former_owner(string language, string sentence)
    {
        var (late, c) = await BeginAsync(language, "Giorgi");
        var head = await (await site.SignedInAsync("en", "Head", new Post(Roles.UnitHead, "MSA"))).OpenAsync($"/officer/cases/{c.Id}");
        await head.SubmitAsync(form: "form[action*='handler=Release']");

        await late.SubmitAsync(new { category = "tree", priority = "P1", provider = "INF", note = Note, Outcome = "Assign" });
        Assert.Contains(late.Problems(), p => p == sentence);
        Assert.Equal((Note, "Assign"), (late.Typed("note"), late.Typed("Outcome")));
        Assert.Equal("triage", (await CaseAsync(c)).Stage);
    }

    [Theory]
    [InlineData("ka", "სანამ წერდით, საქმე შეიცვალა.")]
    [InlineData("en", "The case changed while you were writing.")]
    public async Task Whoever_wrote_about_an_older_state_reads_what_changed_and_may_send_again(string language, string sentence)
    {
        var (officer, c) = await BeginAsync(language);
        await officer.SubmitAsync(new { category = "tree", priority = "P2", provider = "INF", note = Note, Outcome = "Assign", Revision = "0" });
        Assert.Contains(officer.Problems(), p => p.StartsWith(sentence, StringComparison.Ordinal));
        Assert.Equal((Note, "P2", "Assign"), (officer.Typed("note"), officer.Typed("priority"), officer.Typed("Outcome")));

        await officer.SubmitAsync();
        Assert.Equal($"/officer/cases/{c.Id}", officer.Address);
        Assert.Equal("assigned", (await CaseAsync(c)).Stage);
    }

    [Fact]
    public async Task A_task_is_not_ended_on_the_page_of_another_case()
    {
        var (officer, c) = await BeginAsync("en");
        var other = await site.CaseAsync(await Report.FileAsync(site.Visitor()));
        await officer.OpenAsync(officer.Address.Replace(c.Id.ToString(), other.Id.ToString(), StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, officer.Status);
    }

    private async Task<(Visitor Officer, Case Case)> BeginAsync(string language, string name = "Giorgi")
    {
        var c = await site.CaseAsync(await Report.FileAsync(site.Visitor()));
        return (await Officers.BeginAsync(await site.SignedInAsync(language, name, new Post(Roles.Dispatcher, "MSA")), c.Id), c);
    }

    private Task<Case> CaseAsync(Case c) => site.CaseAsync(new Sent(c.Number, ""));
}

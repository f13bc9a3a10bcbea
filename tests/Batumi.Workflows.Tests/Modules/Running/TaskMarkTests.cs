using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Desk;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Tests.Modules.Running;

/// <summary>Tasks that wait: applicants are reminded and may ask for more time, heads are told and assign. The day is Tuesday, 24 November 2026, 10:00.</summary>
public sealed class TaskMarkTests
{
    [Fact]
    public async Task An_applicant_is_reminded_two_days_before_the_end_and_may_have_more_time_once()
    {
        await using var city = await TestCity.OpenAsync();
        var planning = new Planning(city);
        var id = (await planning.FileExtractAsync()).CaseId;
        await planning.FlawAsync(id, days: 10);       // to Friday, 4 December, 23:59
        var task = await planning.AskedAsync(id, "correct");
        Assert.Equal(new DateTime(2026, 12, 4, 19, 59, 59), (await planning.TaskAsync(id, "correct")).DueAtUtc);
        var offer = (await city.AskAsync<MoreTime, Answer<MoreTimeOffer>>(m => m.OfferAsync(id, task, default))).Value!;
        Assert.Equal(new DateTime(2026, 12, 21, 19, 59, 59), offer.LatestUtc);      // 25 days end on Saturday, 19 December

        await city.PassAsync(TimeSpan.FromDays(9));
        Assert.Equal("your answer is due soon", Last(city));
        Assert.Contains("4 December 2026, 23:59", planning.LastLetter(), StringComparison.Ordinal);
        Assert.Equal("MoreTime.Count", (await AskAsync(city, id, task, 16, IntentKey.New()))!.Code);
        var intent = IntentKey.New();
        Assert.Null(await AskAsync(city, id, task, 5, intent));
        Assert.Null(await AskAsync(city, id, task, 5, intent));        // the same press again
        Assert.Equal("MoreTime.Once", (await AskAsync(city, id, task, 5, IntentKey.New()))!.Code);
        await city.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal("you have more time", Last(city));
        Assert.Equal(new DateTime(2026, 12, 9, 19, 59, 59), (await planning.TaskAsync(id, "correct")).DueAtUtc);

        await city.PassAsync(TimeSpan.FromDays(4));        // over the first end
        Assert.Equal("flaw", (await planning.CaseAsync(id)).Stage);
        await city.PassAsync(TimeSpan.FromDays(1));
        Assert.Equal(2, city.Mail.Sent.Count(m => m.Subject.EndsWith("your answer is due soon", StringComparison.Ordinal)));
        await city.PassAsync(TimeSpan.FromDays(3));
        Assert.Equal(Outcomes.LeftWithoutConsideration, (await planning.CaseAsync(id)).Outcome);
        await StreetFaultTests.AssertProvenAsync(city, 1);
    }

    [Fact]
    public async Task A_new_calendar_counts_the_longer_term_anew()
    {
        await using var city = await TestCity.OpenAsync();
        var planning = new Planning(city);
        var id = (await planning.FileExtractAsync()).CaseId;
        await planning.FlawAsync(id, days: 10);
        Assert.Null(await AskAsync(city, id, await planning.AskedAsync(id, "correct"), 3, IntentKey.New()));
        Assert.Equal(new DateTime(2026, 12, 7, 19, 59, 59), (await planning.TaskAsync(id, "correct")).DueAtUtc);
        Assert.Equal("13 calendar-days", (await city.QueryAsync(db => db.Set<RunTimer>().AsNoTracking().SingleAsync(t => t.RunId == id && t.Status == RunTimerStatus.Waiting))).Rule);

        await CaseClockTests.AddHolidayAsync(city, "2026-12-07");

        Assert.Equal(new DateTime(2026, 12, 8, 19, 59, 59), (await planning.TaskAsync(id, "correct")).DueAtUtc);
        await StreetFaultTests.AssertProvenAsync(city, 1);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("moreTime")]
    public async Task More_time_is_refused_where_nobody_is_asked_or_the_service_gives_none(string? without)
    {
        using var workflows = new WorkflowCopy();
        if (without is not null) workflows.Replace("services/zone-extract.json", "  \"moreTime\": \"15 calendar-days\",\n", "");
        await using var city = await TestCity.OpenAsync(workflows: workflows.Folder);
        var planning = new Planning(city);
        var id = (await planning.FileExtractAsync()).CaseId;
        var staff = await planning.AskedAsync(id, "formal-check");
        Assert.Equal("Follow.NotAsked", (await AskAsync(city, id, staff, 5, IntentKey.New()))!.Code);
        Assert.Equal("Follow.NotAsked", (await AskAsync(city, id, "nothing", 5, IntentKey.New()))!.Code);
        if (without is null) return;

        await planning.FlawAsync(id);
        Assert.Equal("MoreTime.NotHere", (await AskAsync(city, id, await planning.AskedAsync(id, "correct"), 5, IntentKey.New()))!.Code);
    }

    [Fact]
    public async Task A_task_that_nobody_takes_is_told_to_the_head_who_assigns_it()
    {
        await using var city = await TestCity.OpenAsync();
        var fault = new StreetFault(city);
        var id = (await fault.FileAsync()).CaseId;
        var (head, other, dispatcher, crew) = (await fault.PersonAsync(Roles.UnitHead, "MSA"), await fault.PersonAsync(Roles.UnitHead, "INF"), await fault.PersonAsync(Roles.Dispatcher, "MSA"), await fault.PersonAsync(Roles.ProviderCrew, "INF"));
        var task = (await fault.TaskAsync(id, "triage")).Id;

        await city.PassAsync(TimeSpan.FromDays(2));
        Assert.Equal(["unit_head.msa.0@city.test: დავალება არავის აუღია"], Told(city));
        await city.PassAsync(TimeSpan.FromDays(2));
        Assert.Equal("unit_head.msa.0@city.test: დავალება ვინმეს უნდა გადასცეთ", Told(city)[^1]);
        await city.PassAsync(TimeSpan.FromDays(3));
        Assert.Equal(2, Told(city).Length);

        Assert.Equal([dispatcher.AccountId], (await city.AskAsync<Assigning, Answer<IReadOnlyList<Candidate>>>(a => a.CandidatesAsync(id, task, head, default))).Value!.Select(c => (Guid?)c.AccountId));
        Assert.Equal("Desk.NotFound", (await AssignAsync(city, id, task, dispatcher, other))!.Code);
        Assert.Equal("Desk.NotFound", (await AssignAsync(city, id, task, dispatcher, dispatcher))!.Code);
        Assert.Equal("Assign.NotFor", (await AssignAsync(city, id, task, crew, head))!.Code);
        Assert.Null(await AssignAsync(city, id, task, dispatcher, head));
        await city.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal("dispatcher.msa.2@city.test: დავალება გადმოგეცათ", Told(city)[^1]);
        Assert.Contains("ქუჩა ბავშვებისთვის საშიშია", city.Mail.Sent[^1].Body, StringComparison.Ordinal);
        Assert.Equal(dispatcher.AccountId, (await fault.TaskAsync(id, "triage")).OwnerId);
        var journal = (await city.AskAsync<CaseFolder, Answer<CaseView>>(f => f.OpenAsync(id, head, default))).Value!.Journal;
        Assert.Contains(journal, line => line.What.En == "“Sort the report” was assigned to dispatcher MSA" && line.Who == "unit_head MSA");

        await fault.MustAsync(id, "triage", "Assign", StreetFault.Triage());
        Assert.Equal("Assign.Closed", (await AssignAsync(city, id, task, dispatcher, head))!.Code);
        await StreetFaultTests.AssertProvenAsync(city, 1);
    }

    [Fact]
    public async Task A_task_that_is_taken_is_told_to_nobody_until_it_is_given_back()
    {
        await using var city = await TestCity.OpenAsync();
        var fault = new StreetFault(city);
        var id = (await fault.FileAsync()).CaseId;
        var dispatcher = await fault.PersonAsync(Roles.Dispatcher, "MSA");
        var task = (await fault.TaskAsync(id, "triage")).Id;
        Assert.Null(await city.AskAsync<TaskDesk, Refusal?>(d => d.ClaimAsync(task, dispatcher, default)));
        await city.PassAsync(TimeSpan.FromDays(3));
        Assert.Empty(Told(city));

        Assert.Null(await city.AskAsync<TaskDesk, Refusal?>(d => d.ReleaseAsync(task, dispatcher, default)));
        await city.PassAsync(TimeSpan.FromDays(4));        // over the weekend; the unit has no head
        Assert.Equal("msa@city.invalid: დავალება არავის აუღია", Told(city)[^1]);
        await StreetFaultTests.AssertProvenAsync(city, 1);
    }

    [Fact]
    public async Task Who_did_the_earlier_step_is_not_given_the_later_one()
    {
        using var workflows = new WorkflowCopy().Replace("definitions/street-fault.json", "\"name\": \"verify-desk\",",
            "\"name\": \"verify-desk\", \"notBy\": { \"typeName\": \"Object\", \"expression\": { \"type\": \"Object\", \"value\": \"[\\\"triage\\\"]\" } },");
        await using var city = await TestCity.OpenAsync(workflows: workflows.Folder);
        var fault = new StreetFault(city);
        var id = (await fault.FileAsync()).CaseId;
        await fault.RepairAsync(id);
        var (head, sorted) = (await fault.PersonAsync(Roles.UnitHead, "MSA"), await fault.PersonAsync(Roles.Dispatcher, "MSA"));
        var fresh = await new StreetFault(city, "fresh.test").PersonAsync(Roles.Dispatcher, "MSA");
        var task = (await fault.TaskAsync(id, "verify-desk")).Id;

        Assert.Equal([fresh.AccountId], (await city.AskAsync<Assigning, Answer<IReadOnlyList<Candidate>>>(a => a.CandidatesAsync(id, task, head, default))).Value!.Select(c => (Guid?)c.AccountId));
        Assert.Equal("Assign.FourEyes", (await AssignAsync(city, id, task, sorted, head))!.Code);
        Assert.Null(await AssignAsync(city, id, task, fresh, head));
    }

    private static string Last(TestCity city) => city.Mail.Sent[^1].Subject[(city.Mail.Sent[^1].Subject.IndexOf(':') + 2)..];

    private static string[] Told(TestCity city) => [.. city.Mail.Sent.Where(m => m.Subject.Contains("დავალება", StringComparison.Ordinal)).Select(m => $"{m.To}: {m.Subject[(m.Subject.IndexOf(':') + 2)..]}")];

    private static Task<Refusal?> AskAsync(TestCity city, Guid id, string task, int count, IntentKey intent) => city.AskAsync<MoreTime, Refusal?>(m => m.AskAsync(id, task, count, Actor.Anonymous, intent, default));

    private static Task<Refusal?> AssignAsync(TestCity city, Guid id, string task, Actor to, Actor by) =>
        city.AskAsync<Assigning, Refusal?>(a => a.AssignAsync(id, task, to.AccountId!.Value, "ქუჩა ბავშვებისთვის საშიშია", by, IntentKey.New(), default));
}

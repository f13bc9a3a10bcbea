using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Calendar;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Desk;
using Batumi.Workflows.Application.Notifications;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Register;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Batumi.Workflows.Tests.Modules.Running;

/// <summary>The term of a case in the register: marks, extension, a new calendar, withdrawal. The day is Tuesday, 24 November 2026, 10:00.</summary>
public sealed class CaseClockTests : IDisposable
{
    private readonly WorkflowCopy workflows = new WorkflowCopy().Replace("services/street-fault.json", "\"retentionDays\": 1095,",
        "\"retentionDays\": 1095, \"extension\": { \"most\": \"5 working-days\", \"total\": \"14 working-days\", \"beforePercent\": 50 },");

    [Fact]
    public async Task At_each_mark_of_the_term_those_are_told_who_can_do_something()
    {
        await using var city = await TestCity.OpenAsync();
        var fault = new StreetFault(city);
        await fault.PersonAsync(Roles.UnitHead, "MSA");
        await fault.PersonAsync(Roles.Auditor, "ADM");
        var caseId = (await fault.FileAsync()).CaseId;        // 10 working days: to 8 December
        Assert.Equal((50, new DateTime(2026, 12, 1, 5, 0, 0)), await NextAsync(fault, caseId));

        var told = new List<(int, string)>();
        foreach (var day in Enumerable.Range(1, 18))
        {
            await city.PassAsync(TimeSpan.FromDays(1));
            told.AddRange(city.Mail.Sent.Where(m => !m.Subject.Contains("დავალება", StringComparison.Ordinal)).Skip(told.Count + 1).Select(m => (day, $"{m.To}: {m.Subject[(m.Subject.IndexOf(':') + 2)..]}")));
        }

        Assert.Equal(
        [
            (7, "msa@city.invalid: ვადის 50 % გავიდა"),
            (10, "msa@city.invalid: ვადის 80 % გავიდა"), (10, "unit_head.msa.0@city.test: ვადის 80 % გავიდა"),
            (15, "msa@city.invalid: ვადის 100 % გავიდა"), (15, "unit_head.msa.0@city.test: ვადის 100 % გავიდა"), (15, "nino@example.test: our answer is late"),
            (17, "msa@city.invalid: ვადის 120 % გავიდა"), (17, "unit_head.msa.0@city.test: ვადის 120 % გავიდა"), (17, "auditor.adm.1@city.test: ვადის 120 % გავიდა"),
        ], told.OrderBy(t => t.Item1).ThenBy(t => Order(t.Item2)).ToList());
        var c = await fault.CaseAsync(caseId);
        Assert.Equal((120, (int?)null, (DateTime?)null), (c.MarkReached, c.NextMark, c.NextMarkAtUtc));
        await StreetFaultTests.AssertProvenAsync(city, 1);

        static int Order(string mail) => mail[0] switch { 'm' => 0, 'u' => 1, _ => 2 };
    }

    [Fact]
    public async Task A_term_that_turns_out_to_be_over_is_told_once()
    {
        await using var city = await TestCity.OpenAsync();
        var fault = new StreetFault(city);
        var caseId = (await fault.FileAsync()).CaseId;
        await city.PassAsync(TimeSpan.FromHours(4));
        await fault.TriageAsync(caseId, "P1");      // two hours from registration: all of it is over

        await city.PassAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(120, (await fault.CaseAsync(caseId)).MarkReached);
        Assert.Single(await JournalAsync(city, caseId), e => e.Kind == JournalKind.TermReached);
    }

    [Fact]
    public async Task While_the_clock_stands_still_nobody_is_told_anything()
    {
        await using var city = await TestCity.OpenAsync();
        var fault = new StreetFault(city);
        var caseId = (await fault.FileAsync()).CaseId;
        await fault.RepairAsync(caseId);        // the applicant is asked: the clock stops
        Assert.Null((await fault.CaseAsync(caseId)).NextMarkAtUtc);
        await city.PassAsync(TimeSpan.FromDays(4));
        Assert.DoesNotContain(await JournalAsync(city, caseId), e => e.Kind == JournalKind.TermReached);

        await fault.VerifyAsync(caseId, "NotOk");
        var c = await fault.CaseAsync(caseId);
        Assert.Equal(new DateTime(2026, 12, 2, 19, 59, 59), c.DueAtUtc);        // 25 to 28 November stood still; 30 November, 1 and 2 December count
        Assert.Equal(c.DueAtUtc, (await city.AskAsync<Terms, Derivation?>(t => t.ExplainAsync(caseId, default)))!.DueUtc);
    }

    [Fact]
    public async Task A_new_calendar_counts_every_open_term_anew_and_no_closed_one()
    {
        await using var city = await TestCity.OpenAsync();
        var fault = new StreetFault(city);
        var (open, verifying, closed) = ((await fault.FileAsync()).CaseId, (await fault.FileAsync()).CaseId, (await fault.FileAsync()).CaseId);
        await fault.RepairAsync(verifying);
        await WithdrawAsync(city, closed, IntentKey.New());
        var before = await DatesAsync(city);

        Assert.Equal(2, await AddHolidayAsync(city, "2026-11-30"));
        Assert.Equal(0, await city.Services.GetRequiredService<CalendarChanges>().RecountAsync(default));

        var after = await DatesAsync(city);
        Assert.Equal(before[open].Case.AddDays(1), after[open].Case);
        Assert.Equal(before[closed], after[closed]);
        Assert.NotEqual(before[verifying].Timer, after[verifying].Timer);
        Assert.Equal((before[verifying].Timer!.Value.AddDays(1), after[verifying].Timer), (after[verifying].Timer!.Value, after[verifying].Task));
        Assert.Contains((await city.AskAsync<Terms, Derivation?>(t => t.ExplainAsync(open, default)))!.Days, d => d.Holiday?.En == "By resolution");
        Assert.Single(await JournalAsync(city, open), e => e.Kind == JournalKind.Recounted);
        await StreetFaultTests.AssertProvenAsync(city, 3);
    }

    [Fact]
    public async Task A_term_is_extended_once_in_time_by_those_who_decide_and_the_applicant_reads_why()
    {
        await using var city = await TestCity.OpenAsync(workflows: workflows.Folder);
        var fault = new StreetFault(city);
        var caseId = (await fault.FileAsync()).CaseId;
        var head = await fault.PersonAsync(Roles.UnitHead, "MSA");
        var other = await fault.PersonAsync(Roles.UnitHead, "INF");
        var intent = IntentKey.New();

        Assert.Equal("Extend.NotYours", (await ExtendAsync(city, caseId, 3, "Why", other, IntentKey.New()))!.Code);
        Assert.Equal("Extend.Why", (await ExtendAsync(city, caseId, 3, " ", head, IntentKey.New()))!.Code);
        Assert.Equal("Extend.Count", (await ExtendAsync(city, caseId, 6, "Why", head, IntentKey.New()))!.Code);
        Assert.Equal("Extend.TooLong", (await ExtendAsync(city, caseId, 5, "Why", head, IntentKey.New()))!.Code);
        Assert.Null(await ExtendAsync(city, caseId, 3, "The road has to be opened", head, intent));
        Assert.Null(await ExtendAsync(city, caseId, 3, "The road has to be opened", head, intent));        // the same press again
        Assert.Equal("Extend.Once", (await ExtendAsync(city, caseId, 1, "More", head, IntentKey.New()))!.Code);

        Assert.Equal(new DateTime(2026, 12, 11, 19, 59, 59), (await fault.CaseAsync(caseId)).DueAtUtc);
        await city.PassAsync(TimeSpan.Zero);
        var letter = Assert.Single(city.Mail.Sent, m => m.Subject.EndsWith("we need more time to answer", StringComparison.Ordinal));
        Assert.Contains("The road has to be opened", letter.Body, StringComparison.Ordinal);
        Assert.Contains("11 December 2026", letter.Body, StringComparison.Ordinal);
        await StreetFaultTests.AssertProvenAsync(city, 1);
    }

    [Fact]
    public async Task After_half_of_the_term_and_while_it_stands_still_nothing_is_extended()
    {
        await using var city = await TestCity.OpenAsync(workflows: workflows.Folder);
        var fault = new StreetFault(city);
        var head = await fault.PersonAsync(Roles.UnitHead, "MSA");
        var (late, still) = ((await fault.FileAsync()).CaseId, (await fault.FileAsync()).CaseId);
        await fault.RepairAsync(still);
        Assert.Equal("Extend.StandsStill", (await city.AskAsync<TermDesk, Answer<ExtensionOffer>>(t => t.OfferAsync(still, head, default))).Refused!.Code);

        city.Time.Advance(TimeSpan.FromDays(7));
        Assert.Equal("Extend.TooLate", (await ExtendAsync(city, late, 3, "Why", head, IntentKey.New()))!.Code);
    }

    [Fact]
    public async Task An_applicant_withdraws_until_it_is_decided_and_every_task_and_mark_ends()
    {
        await using var city = await TestCity.OpenAsync();
        var fault = new StreetFault(city);
        var caseId = (await fault.FileAsync()).CaseId;
        await fault.TriageAsync(caseId);
        var intent = IntentKey.New();
        Assert.Null(await WithdrawAsync(city, caseId, intent));
        Assert.Null(await WithdrawAsync(city, caseId, intent));
        Assert.Equal("Follow.CannotWithdraw", (await WithdrawAsync(city, caseId, IntentKey.New()))!.Code);

        await city.PassAsync(TimeSpan.FromDays(30));
        var c = await fault.CaseAsync(caseId);
        Assert.Equal((Outcomes.Withdrawn, (DateTime?)null), (c.Outcome, c.NextMarkAtUtc));
        Assert.NotNull(c.ClosedAtUtc);
        Assert.Empty(await fault.OpenTasksAsync(caseId));
        Assert.Single(city.Mail.Sent, m => m.Subject.EndsWith("you have withdrawn your request", StringComparison.Ordinal));
        await StreetFaultTests.AssertProvenAsync(city, 1);
    }

    [Fact]
    public async Task Where_the_law_says_so_silence_grants_the_request_at_the_end_of_its_term()
    {
        workflows.Replace("services/street-fault.json", "\"retentionDays\"", "\"silence\": \"deemed-positive\", \"retentionDays\"");
        await using var city = await TestCity.OpenAsync(workflows: workflows.Folder);
        var fault = new StreetFault(city);
        var caseId = (await fault.FileAsync()).CaseId;

        await city.PassAsync(TimeSpan.FromDays(14));
        Assert.Null((await fault.CaseAsync(caseId)).Outcome);
        await city.PassAsync(TimeSpan.FromDays(1));

        var c = await fault.CaseAsync(caseId);
        Assert.Equal((Outcomes.Positive, false), (c.Outcome, c.DecidedOnTime));
        Assert.Empty(await fault.OpenTasksAsync(caseId));
        Assert.Single(city.Mail.Sent, m => m.Subject.EndsWith("your request is granted", StringComparison.Ordinal));
        Assert.DoesNotContain(city.Mail.Sent, m => m.Subject.EndsWith("our answer is late", StringComparison.Ordinal));
        await StreetFaultTests.AssertProvenAsync(city, 1);
    }

    [Fact]
    public async Task Who_did_the_earlier_step_may_not_do_the_later_one_whatever_their_posts()
    {
        workflows.Replace("definitions/street-fault.json", "\"name\": \"verify-desk\",",
            "\"name\": \"verify-desk\", \"notBy\": { \"typeName\": \"Object\", \"expression\": { \"type\": \"Object\", \"value\": \"[\\\"triage\\\"]\" } },");
        await using var city = await TestCity.OpenAsync(workflows: workflows.Folder);
        var fault = new StreetFault(city);
        var caseId = (await fault.FileAsync()).CaseId;
        await fault.RepairAsync(caseId);

        Assert.Equal("Desk.FourEyes", (await fault.CompleteAsync(caseId, "verify-desk", "Ok"))!.Code);
        var task = await fault.TaskAsync(caseId, "verify-desk");
        var dispatcher = await fault.PersonAsync(Roles.Dispatcher, "MSA");
        var direct = await city.AskAsync<TaskDesk, Refusal?>(d => d.CompleteAsync(new(task.Id, "Ok", [], IntentKey.New(), 4), dispatcher, default));
        Assert.Equal("Desk.FourEyes", direct!.Code);
    }

    public void Dispose() => workflows.Dispose();

    private static async Task<(int?, DateTime?)> NextAsync(StreetFault fault, Guid caseId) => await fault.CaseAsync(caseId) is var c ? (c.NextMark, c.NextMarkAtUtc) : default;

    private static Task<List<JournalEntry>> JournalAsync(TestCity city, Guid caseId) =>
        city.QueryAsync(db => db.Set<JournalEntry>().AsNoTracking().Where(e => e.RunId == caseId).ToListAsync());

    private static Task<Refusal?> ExtendAsync(TestCity city, Guid caseId, int count, string reason, Actor actor, IntentKey intent) =>
        city.AskAsync<TermDesk, Refusal?>(t => t.ExtendAsync(caseId, count, reason, actor, intent, default));

    private static Task<Refusal?> WithdrawAsync(TestCity city, Guid caseId, IntentKey intent) =>
        city.AskAsync<Following, Refusal?>(f => f.WithdrawAsync(caseId, Actor.Anonymous, intent, default));

    private static async Task<Dictionary<Guid, (DateTime Case, DateTime? Timer, DateTime? Task)>> DatesAsync(TestCity city) => await city.QueryAsync(async db =>
    {
        var timers = await db.Set<RunTimer>().AsNoTracking().Where(t => t.Status == RunTimerStatus.Waiting).ToDictionaryAsync(t => t.RunId, t => t.DueAtUtc);
        var tasks = (await db.Set<WorkTask>().AsNoTracking().Where(t => t.Name == "verify").ToListAsync()).ToDictionary(t => t.RunId, t => t.DueAtUtc);
        var cases = await db.Set<Case>().AsNoTracking().ToListAsync();
        return cases.ToDictionary(c => c.Id, c => (c.DueAtUtc!.Value, timers.TryGetValue(c.Id, out var at) ? at : (DateTime?)null, tasks.GetValueOrDefault(c.Id)));
    });

    /// <summary>A resolution makes a day a holiday, and open terms are counted anew.</summary>
    /// <returns>In how many runs.</returns>
    internal static async Task<int> AddHolidayAsync(TestCity city, string date)
    {
        var calendar = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Workflows, "calendar", "georgia.json")))!.AsObject();
        calendar["oneOff"]!.AsArray().Add(new JsonObject { ["date"] = date, ["name"] = new JsonObject { ["ka"] = "დადგენილებით", ["en"] = "By resolution" } });
        Assert.Null(await PublishAsync(city, calendar.ToJsonString()));
        return await city.Services.GetRequiredService<CalendarChanges>().RecountAsync(default);
    }

    private static Task<Refusal?> PublishAsync(TestCity city, string calendar) =>
        city.AskAsync<Publications, Refusal?>(async p => (await p.PublishAsync(new(ContentKind.Calendar, WorkflowHost.CalendarKey, 1, calendar, "A test needs it.", IntentKey.New()), Actor.System, default)).Refused);
}

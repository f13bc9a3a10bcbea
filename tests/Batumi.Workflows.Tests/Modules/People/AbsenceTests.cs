using Batumi.Workflows.Application.Desk;
using Batumi.Workflows.Application.Identity;
using Batumi.Workflows.Application.People;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Tests.Modules.People;

/// <summary>Who stands in for whom. The day is Tuesday, 24 November 2026, 10:00.</summary>
public sealed class AbsenceTests
{
    private static readonly DateOnly today = new(2026, 11, 24), tomorrow = new(2026, 11, 25), friday = new(2026, 11, 27);

    [Fact]
    public async Task A_substitute_does_the_work_from_the_first_day_to_the_end_of_the_last()
    {
        await using var city = await TestCity.OpenAsync();
        var fault = new StreetFault(city);
        var id = (await fault.FileAsync()).CaseId;
        var (dispatcher, finance) = (await fault.PersonAsync(Roles.Dispatcher, "MSA"), await fault.PersonAsync(Roles.Finance, "MSA"));
        var task = (await fault.TaskAsync(id, "triage")).Id;
        Assert.Null(await city.AskAsync<TaskDesk, Refusal?>(d => d.ClaimAsync(task, dispatcher, default)));
        Assert.Null(await SetAsync(city, dispatcher, finance, tomorrow, friday, dispatcher));
        Assert.Equal("Desk.NotFound", (await ClaimAsync(city, task, finance))!.Code);       // it has not begun

        await city.PassAsync(TimeSpan.FromDays(1));
        var standing = (await city.AskAsync<Staffing, Actor?>(s => s.ActorAsync(finance.AccountId!.Value, default)))!;
        Assert.Equal([new Post(Roles.Dispatcher, "MSA"), new Post(Roles.Finance, "MSA")], standing.Posts.OrderBy(p => p.Role, StringComparer.Ordinal));
        Assert.Equal([task], (await city.AskAsync<TaskLists, TaskList>(l => l.ListAsync(standing, new TaskFilter(Mine: true), default))).Lines.Select(l => l.TaskId));
        Assert.True((await city.AskAsync<CaseFolder, Answer<CaseView>>(f => f.OpenAsync(id, standing, default))).Value!.OpenTasks.Single().MayClaim);
        Assert.Null(await ClaimAsync(city, task, finance));
        Assert.Equal(finance.AccountId, (await fault.TaskAsync(id, "triage")).OwnerId);
        var revision = (await fault.RunAsync(id)).Revision;
        Assert.Null(await city.AskAsync<TaskDesk, Refusal?>(d => d.CompleteAsync(new(task, "Assign", StreetFault.Triage(), IntentKey.New(), revision), standing, default)));

        await city.PassAsync(TimeSpan.FromDays(3));       // Saturday
        Assert.Equal([new Post(Roles.Finance, "MSA")], (await city.AskAsync<Staffing, Actor?>(s => s.ActorAsync(finance.AccountId!.Value, default)))!.Posts);
        await AssertProvenAsync(city);
    }

    [Fact]
    public async Task Nobody_else_takes_the_task_of_somebody_who_is_away()
    {
        await using var city = await TestCity.OpenAsync();
        var fault = new StreetFault(city);
        var id = (await fault.FileAsync()).CaseId;
        var (dispatcher, finance, third) = (await fault.PersonAsync(Roles.Dispatcher, "MSA"), await fault.PersonAsync(Roles.Finance, "MSA"), await new StreetFault(city, "third.test").PersonAsync(Roles.Dispatcher, "MSA"));
        var task = (await fault.TaskAsync(id, "triage")).Id;
        Assert.Null(await ClaimAsync(city, task, dispatcher));
        Assert.Null(await SetAsync(city, dispatcher, finance, today, friday, dispatcher));

        Assert.Equal("Desk.AlreadyClaimed", (await ClaimAsync(city, task, third))!.Code);
    }

    [Fact]
    public async Task Standing_in_is_not_handed_on_and_administration_is_not_handed_over()
    {
        await using var city = await TestCity.OpenAsync();
        var fault = new StreetFault(city);
        var (dispatcher, finance, head) = (await fault.PersonAsync(Roles.Dispatcher, "MSA"), await fault.PersonAsync(Roles.Finance, "MSA"), await fault.PersonAsync(Roles.UnitHead, "MSA"));
        Assert.Null(await city.AskAsync<Staffing, Refusal?>(s => s.AssignAsync(dispatcher.AccountId!.Value, new(Roles.Administrator, "MSA"), Actor.System, null, default)));
        Assert.Null(await SetAsync(city, dispatcher, finance, today, friday, dispatcher));
        Assert.Equal("Absence.SubstituteAway", (await SetAsync(city, head, dispatcher, today, friday, head))!.Code);

        var posts = (await city.AskAsync<Staffing, Actor?>(s => s.ActorAsync(finance.AccountId!.Value, default)))!.Posts;
        Assert.Equal([Roles.Dispatcher, Roles.Finance], posts.Select(p => p.Role).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_absence_is_set_by_oneself_or_the_head_and_ends_at_once()
    {
        await using var city = await TestCity.OpenAsync();
        var fault = new StreetFault(city);
        var (dispatcher, finance, head, other) = (await fault.PersonAsync(Roles.Dispatcher, "MSA"), await fault.PersonAsync(Roles.Finance, "MSA"), await fault.PersonAsync(Roles.UnitHead, "MSA"), await fault.PersonAsync(Roles.UnitHead, "INF"));

        Assert.Equal("Absence.NotYours", (await SetAsync(city, dispatcher, finance, today, friday, finance))!.Code);
        Assert.Equal("Absence.NotYours", (await SetAsync(city, dispatcher, finance, today, friday, other))!.Code);
        Assert.Equal("Absence.NotYours", (await SetAsync(city, dispatcher, finance, today, friday, Actor.Anonymous))!.Code);
        Assert.Equal("Absence.Days", (await SetAsync(city, dispatcher, finance, friday, today, head))!.Code);
        Assert.Equal("Absence.Days", (await SetAsync(city, dispatcher, finance, new(2026, 11, 20), new(2026, 11, 23), head))!.Code);
        Assert.Equal("Absence.TooLong", (await SetAsync(city, dispatcher, finance, today, new(2028, 1, 1), head))!.Code);
        Assert.Equal("Absence.Substitute", (await SetAsync(city, dispatcher, dispatcher, today, friday, head))!.Code);
        Assert.Equal("Absence.Substitute", (await SetAsync(city, dispatcher, other, today, friday, head))!.Code);
        Assert.Null(await SetAsync(city, dispatcher, finance, today, friday, head));
        Assert.Null(await SetAsync(city, dispatcher, finance, today, friday, head));       // the same press again
        Assert.Equal("Absence.Overlaps", (await SetAsync(city, dispatcher, head, friday, new(2026, 12, 1), dispatcher))!.Code);

        var line = Assert.Single(await city.AskAsync<Absences, IReadOnlyList<AbsenceLine>>(a => a.ListAsync(dispatcher, default)));
        Assert.Equal(("dispatcher MSA", "finance MSA", today, friday, true, true), (line.Who, line.Substitute, line.FirstDay, line.LastDay, line.IsNow, line.MayEnd));
        Assert.False(Assert.Single(await city.AskAsync<Absences, IReadOnlyList<AbsenceLine>>(a => a.ListAsync(finance, default))).MayEnd);
        Assert.Empty(await city.AskAsync<Absences, IReadOnlyList<AbsenceLine>>(a => a.ListAsync(other, default)));
        Assert.Equal("Absence.NotYours", (await EndAsync(city, line.Id, finance))!.Code);
        Assert.Null(await EndAsync(city, line.Id, dispatcher));
        Assert.Null(await EndAsync(city, line.Id, dispatcher));
        Assert.Single((await city.AskAsync<Staffing, Actor?>(s => s.ActorAsync(finance.AccountId!.Value, default)))!.Posts);
        Assert.Equal([AccountAct.AbsenceSet, AccountAct.AbsenceEnded], (await city.AskAsync<AccountLog, IReadOnlyList<AccountLogLine>>(l => l.ListAsync(dispatcher.AccountId!.Value, default))).Select(l => l.Act).Where(act => act is AccountAct.AbsenceSet or AccountAct.AbsenceEnded).Order());
        Assert.Equal(1, await city.QueryAsync(db => db.Set<Absence>().CountAsync()));
    }

    private static async Task AssertProvenAsync(TestCity city) => Assert.Empty((await city.AskAsync<Replay, ReplayReport>(r => r.RunAsync(default))).Differences);

    private static Task<Refusal?> ClaimAsync(TestCity city, string task, Actor person) => city.AskAsync<IServiceProvider, Refusal?>(async services =>
    {
        var actor = await Get<Staffing>(services).ActorAsync(person.AccountId!.Value, default);
        return await Get<TaskDesk>(services).ClaimAsync(task, actor!, default);
    });

    private static T Get<T>(IServiceProvider services) where T : notnull => Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<T>(services);

    private static Task<Refusal?> SetAsync(TestCity city, Actor who, Actor substitute, DateOnly first, DateOnly last, Actor by) =>
        city.AskAsync<Absences, Refusal?>(a => a.SetAsync(new(who.AccountId!.Value, substitute.AccountId!.Value, first, last), by, default));

    private static Task<Refusal?> EndAsync(TestCity city, Guid id, Actor by) => city.AskAsync<Absences, Refusal?>(a => a.EndAsync(id, by, default));
}

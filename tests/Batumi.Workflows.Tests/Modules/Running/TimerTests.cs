using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Batumi.Workflows.Tests.Modules.Running;

/// <summary>A term that has run out acts once, whatever stood in its way at that moment.</summary>
public sealed class TimerTests
{
    [Fact]
    public async Task A_term_that_ran_out_while_the_city_could_not_count_acts_as_soon_as_it_can()
    {
        await using var city = await TestCity.OpenAsync();
        var fault = new StreetFault(city);
        var caseId = (await fault.FileAsync()).CaseId;
        await fault.RepairAsync(caseId);

        await CalendarIsAsync(city, PublicationStatus.Broken);
        await city.PassAsync(TimeSpan.FromDays(8));
        Assert.Null((await fault.CaseAsync(caseId)).Outcome);

        await CalendarIsAsync(city, PublicationStatus.Published);
        await city.PassAsync(TimeSpan.FromMinutes(3));
        Assert.Equal(Outcomes.Positive, (await fault.CaseAsync(caseId)).Outcome);
        await StreetFaultTests.AssertProvenAsync(city, 1);
    }

    [Fact]
    public async Task Nodes_that_wake_together_run_each_timer_once()
    {
        await using var city = await TestCity.OpenAsync();
        var fault = new StreetFault(city);
        var cases = new List<Guid>();
        for (var i = 0; i < 6; i++)
        {
            cases.Add((await fault.FileAsync()).CaseId);
            await fault.RepairAsync(cases[^1]);
        }

        city.Time.Advance(TimeSpan.FromDays(8));
        var nodes = Enumerable.Range(0, 3).Select(_ => ActivatorUtilities.CreateInstance<Timers>(city.Services)).ToList();
        var ran = await Task.WhenAll(nodes.Select(node => Task.Run(() => node.RunDueAsync(default))));

        Assert.Empty(await city.QueryAsync(db => db.Set<RunTimer>().Where(t => t.Status == RunTimerStatus.Waiting && t.DueAtUtc <= city.Time.GetUtcNow().UtcDateTime).ToListAsync()));
        Assert.Equal(ran.Sum(), await city.QueryAsync(db => db.Set<RunTimer>().CountAsync(t => t.Status == RunTimerStatus.Elapsed)));
        foreach (var id in cases) Assert.Equal(Outcomes.Positive, (await fault.CaseAsync(id)).Outcome);
        await StreetFaultTests.AssertProvenAsync(city, 6);
    }

    private static async Task CalendarIsAsync(TestCity city, PublicationStatus status)
    {
        await city.QueryAsync(db => db.Set<Publication>().Where(p => p.Kind == ContentKind.Calendar).ExecuteUpdateAsync(s => s.SetProperty(p => p.Status, status)));
        city.Services.GetRequiredService<Published>().Refresh();
    }
}

using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Application.Studio;
using Batumi.Workflows.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Batumi.Workflows.Tests.Modules.Running;

/// <summary>Runs that definitions begin by themselves, by Timer, Cron and StartAt.</summary>
public sealed class ScheduleTests
{
    [Fact]
    public async Task A_timer_begins_runs_in_its_beat_and_leaves_out_what_nobody_was_there_for()
    {
        await using var city = await TestCity.OpenAsync();
        await PublishAsync(city, "beat", "Elsa.Timer", "interval", "TimeSpan", "00:10:00");

        Assert.Equal(0, await PassAsync(city, TimeSpan.Zero));          // ten minutes from now, not at once
        Assert.Equal(0, await PassAsync(city, TimeSpan.FromMinutes(9)));
        Assert.Equal(1, await PassAsync(city, TimeSpan.FromMinutes(1.5)));
        Assert.Equal(0, await PassAsync(city, TimeSpan.FromMinutes(9)));
        Assert.Equal(1, await PassAsync(city, TimeSpan.FromMinutes(1)));        // 20 minutes after the beginning, not after the run
        Assert.Equal(1, await PassAsync(city, TimeSpan.FromHours(5)));          // nobody worked for five hours: one run
        Assert.Equal(0, await PassAsync(city, TimeSpan.FromMinutes(1)));

        var runs = await RunsAsync(city, "beat");
        Assert.Equal(3, runs.Count);
        Assert.All(runs, r => Assert.Equal("Finished", r.SubStatus));
        Assert.Empty((await city.AskAsync<Replay, ReplayReport>(r => r.RunAsync(default))).Differences);
    }

    [Fact]
    public async Task A_cron_begins_runs_at_its_moments_in_the_time_of_Tbilisi()
    {
        await using var city = await TestCity.OpenAsync();      // Tuesday, 10:00
        await PublishAsync(city, "morning", "Elsa.Cron", "cronExpression", "String", "0 0 9 * * MON-FRI");

        Assert.Equal(0, await PassAsync(city, TimeSpan.Zero));
        Assert.Equal(0, await PassAsync(city, TimeSpan.FromHours(22.9)));
        Assert.Equal(1, await PassAsync(city, TimeSpan.FromHours(0.2)));        // Wednesday, 9:06
        Assert.Equal(1, await PassAsync(city, TimeSpan.FromDays(1)));
        Assert.Equal(1, await PassAsync(city, TimeSpan.FromDays(1)));           // Friday
        Assert.Equal(0, await PassAsync(city, TimeSpan.FromDays(2)));
        Assert.Equal(1, await PassAsync(city, TimeSpan.FromDays(1)));           // Monday
    }

    [Theory]
    [InlineData("2026-11-25T09:00:00+04:00", 1)]
    [InlineData("2026-11-20T09:00:00+04:00", 0)]
    public async Task A_moment_begins_one_run_and_one_that_had_passed_none(string moment, int runs)
    {
        await using var city = await TestCity.OpenAsync();
        await PublishAsync(city, "once", "Elsa.StartAt", "dateTime", "DateTimeOffset", moment);

        Assert.Equal(0, await PassAsync(city, TimeSpan.Zero));
        Assert.Equal(runs, await PassAsync(city, TimeSpan.FromDays(3)));
        Assert.Equal(0, await PassAsync(city, TimeSpan.FromDays(3)));
    }

    [Fact]
    public async Task What_is_changed_counts_anew_and_what_is_retracted_begins_nothing()
    {
        await using var city = await TestCity.OpenAsync();
        await PublishAsync(city, "beat", "Elsa.Timer", "interval", "TimeSpan", "00:10:00");
        Assert.Equal(0, await PassAsync(city, TimeSpan.Zero));
        await PublishAsync(city, "beat", "Elsa.Timer", "interval", "TimeSpan", "01:00:00");
        Assert.Equal(0, await PassAsync(city, TimeSpan.FromMinutes(11)));
        Assert.Equal(1, await PassAsync(city, TimeSpan.FromHours(1)));
        Assert.Equal(2, Assert.Single(await RunsAsync(city, "beat")).DefinitionVersion);

        await city.AskAsync<DefinitionShelf, Answer<SavedDefinition>>(s => s.RetractAsync("beat", Actor.System, default));
        Assert.Equal(0, await PassAsync(city, TimeSpan.FromHours(3)));
        Assert.Empty(await city.QueryAsync(db => db.Set<RunSchedule>().ToListAsync()));
    }

    [Fact]
    public async Task Nodes_that_wake_together_begin_each_occurrence_once_and_so_does_one_that_was_killed_before_it_moved_the_schedule_on()
    {
        await using var city = await TestCity.OpenAsync();
        for (var i = 0; i < 5; i++) await PublishAsync(city, $"beat-{i}", "Elsa.Timer", "interval", "TimeSpan", "00:10:00");
        var nodes = Enumerable.Range(0, 3).Select(_ => ActivatorUtilities.CreateInstance<Schedules>(city.Services)).ToList();
        await Task.WhenAll(nodes.Select(n => Task.Run(() => n.BeginDueAsync(default))));
        Assert.Equal(5, await city.QueryAsync(db => db.Set<RunSchedule>().CountAsync()));

        city.Time.Advance(TimeSpan.FromMinutes(11));
        var before = await city.QueryAsync(db => db.Set<RunSchedule>().AsNoTracking().ToListAsync());
        var begun = await Task.WhenAll(nodes.Select(n => Task.Run(() => n.BeginDueAsync(default))));
        Assert.Equal(5, begun.Sum());

        foreach (var row in before) await city.QueryAsync(db => db.Set<RunSchedule>().Where(s => s.Id == row.Id).ExecuteUpdateAsync(s => s.SetProperty(r => r.NextAtUtc, row.NextAtUtc)));
        Assert.Equal(0, await PassAsync(city, TimeSpan.Zero));
        Assert.Equal(5, await city.QueryAsync(db => db.Set<Run>().CountAsync(r => r.DefinitionId.StartsWith("beat-"))));
    }

    [Fact]
    public async Task A_singleton_that_still_runs_leaves_an_occurrence_out()
    {
        await using var city = await TestCity.OpenAsync();
        await PublishAsync(city, "beat", "Elsa.Timer", "interval", "TimeSpan", "00:10:00", new JsonObject { ["id"] = "wait", ["type"] = "Elsa.Delay", ["version"] = 1, ["timeSpan"] = Literal("TimeSpan", "00:25:00") }, "Singleton");
        Assert.Equal(0, await PassAsync(city, TimeSpan.Zero));
        Assert.Equal(1, await PassAsync(city, TimeSpan.FromMinutes(10)));
        Assert.Equal(0, await PassAsync(city, TimeSpan.FromMinutes(10)));
        Assert.Equal(0, await PassAsync(city, TimeSpan.FromMinutes(10)));
        Assert.Equal(1, await PassAsync(city, TimeSpan.FromMinutes(10)));
    }

    private static async Task<int> PassAsync(TestCity city, TimeSpan by)
    {
        await city.PassAsync(by);
        city.Services.GetRequiredService<Published>().Refresh();
        return await city.Services.GetRequiredService<Schedules>().BeginDueAsync(default);
    }

    private static Task<List<Run>> RunsAsync(TestCity city, string definition) => city.QueryAsync(db => db.Set<Run>().AsNoTracking().Where(r => r.DefinitionId == definition).ToListAsync());

    private static JsonObject Literal(string type, string text) => new() { ["typeName"] = type, ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = text } };

    private static async Task PublishAsync(TestCity city, string key, string type, string input, string inputType, string text, JsonObject? then = null, string? strategy = null)
    {
        var model = new JsonObject
        {
            ["definitionId"] = key, ["name"] = key, ["options"] = new JsonObject { ["activationStrategyType"] = strategy },
            ["root"] = new JsonObject
            {
                ["id"] = "root", ["type"] = "Elsa.Sequence", ["version"] = 1,
                ["activities"] = new JsonArray(
                    new JsonObject { ["id"] = "when", ["type"] = type, ["version"] = 1, ["customProperties"] = new JsonObject { ["canStartWorkflow"] = true }, [input] = Literal(inputType, text) },
                    then ?? new JsonObject { ["id"] = "say", ["type"] = "Elsa.WriteLine", ["version"] = 1, ["text"] = Literal("String", "now") }),
            },
        };
        Assert.Null((await city.AskAsync<DefinitionShelf, Answer<SavedDefinition>>(s => s.SaveAsync(model, publish: true, Actor.System, default))).Refused);
    }
}

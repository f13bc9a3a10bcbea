using System.Net;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Batumi.Workflows.Tests.Hosting;

public sealed class HealthTests
{
    [Fact]
    public async Task A_site_whose_database_is_away_lives_and_is_not_ready_and_tells_strangers_no_cause()
    {
        await using var site = await SmallSite.StartAsync(services => services.AddHealthChecks()
            .AddCheck("database", () => HealthCheckResult.Unhealthy("no route to 10.0.0.7", new InvalidOperationException("password of city refused"))));

        var ready = await site.Client.GetAsync("/health/ready");

        Assert.Equal(HttpStatusCode.OK, (await site.Client.GetAsync("/health/live")).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal("""{"status":"Unhealthy","checks":{"database":"Unhealthy"}}""", await ready.Content.ReadAsStringAsync());
        Assert.Contains(site.Lines, line => line.Contains("password of city refused", StringComparison.Ordinal));     // the log knows the cause
    }

    [Fact]
    public async Task The_real_site_knows_when_its_database_is_away()
    {
        await using var site = new Site();
        using var client = site.CreateClient();
        Assert.Equal("""{"status":"Healthy","checks":{"database":"Healthy"}}""", await client.GetStringAsync(new Uri("/health/ready", UriKind.Relative)));

        var file = await site.AskAsync<CityDb, string>(db => Task.FromResult(new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource));
        SqliteConnection.ClearAllPools();
        File.Move(file, file + ".away");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync(new Uri("/health/ready", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/health/live", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task A_well_site_is_ready()
    {
        await using var site = await SmallSite.StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await site.Client.GetAsync("/health/ready")).StatusCode);
    }

    [Fact]
    public async Task Being_asked_for_health_is_not_worth_a_line_or_a_trace()
    {
        await using var site = await SmallSite.StartAsync();

        await site.Client.GetAsync("/health/live");
        await site.Client.GetAsync("/follow/1/2");

        await site.UntilAsync(s => s.Traces.Count > 0);
        Assert.DoesNotContain(site.Lines, line => line.Contains("/health/live", StringComparison.Ordinal));
        Assert.DoesNotContain(site.Traces, trace => trace.GetTagItem("url.path") is "/health/live");
    }
}

using System.IO.Compression;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Register;
using Batumi.Workflows.Tests.Modules.Running;
using Batumi.Workflows.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Tests.Data;

/// <summary>
/// A city of an earlier version of this site, with its keys: <c>EarlierCity.zip</c> was made at commit 93ed1c9, two migrations old, with four reports: filed, sorted,
/// repaired and waiting for the reporter, and closed.
/// </summary>
public sealed class UpgradeTests
{
    [Fact]
    public async Task A_city_of_an_earlier_version_is_brought_up_to_date_and_its_cases_are_carried_on_to_their_end()
    {
        await using var city = await TestCity.OpenAsync(before: UnpackAsync);
        city.Time.SetUtcNow(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
        await StreetFaultTests.AssertProvenAsync(city, 4);
        var fault = new StreetFault(city, "upgraded.test");
        var cases = await city.QueryAsync(db => db.Set<Case>().AsNoTracking().ToListAsync());
        Assert.Equal(["answered", "assigned", "triage", "verification"], cases.Select(c => c.Stage).Order());
        Guid At(string stage) => cases.Single(c => c.Stage == stage).Id;

        await fault.RepairAsync(At("triage"));
        await fault.MustAsync(At("assigned"), "accept", "Accept");
        await fault.MustAsync(At("assigned"), "work", "Fixed", StreetFault.Work());
        foreach (var waiting in new[] { "triage", "assigned", "verification" }) Assert.Null(await fault.VerifyAsync(At(waiting), "Ok"));
        await city.PassAsync(TimeSpan.FromDays(20));

        Assert.All(await city.QueryAsync(db => db.Set<Case>().ToListAsync()), c => Assert.Equal((Outcomes.Positive, "closed"), (c.Outcome, c.Stage)));
        await StreetFaultTests.AssertProvenAsync(city, 4);
    }

    private static async Task UnpackAsync(TestCity city)
    {
        await ZipFile.ExtractToDirectoryAsync(Path.Combine(Repository.Root, "tests/Batumi.Workflows.Tests/Data/EarlierCity.zip"), Path.GetDirectoryName(city.Settings.DataFolder)!);
        Assert.Equal(2, (await city.QueryAsync(db => db.Database.GetAppliedMigrationsAsync())).Count());
    }
}

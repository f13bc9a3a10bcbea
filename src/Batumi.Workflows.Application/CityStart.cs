using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Demo;
using Batumi.Workflows.Application.Identity;
using Batumi.Workflows.Application.People;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Batumi.Workflows.Application;

/// <summary>What a site does before it opens: bring the database up to date, take in the files, make the demo's people.</summary>
public static class CityStart
{
    public static async Task OpenCityAsync(this IServiceProvider services, CancellationToken ct = default)
    {
        var settings = services.GetRequiredService<CitySettings>();
        Directory.CreateDirectory(settings.DataFolder);
        await using var scope = services.CreateAsyncScope();
        var city = scope.ServiceProvider;
        city.GetRequiredService<Keys.MasterKeys>();     // a site without its keys must not start
        await city.GetRequiredService<CityDb>().Database.MigrateAsync(ct);
        await city.GetRequiredService<WorkflowFolder>().ImportAsync(settings.WorkflowsFolder, ct);
        if (await city.GetRequiredService<ServiceCatalog>().UnitsAsync(ct) is { } units)
        {
            await city.GetRequiredService<UnitRegister>().TakeAsync(
                [.. units.Units.Select(u => new Unit { Code = u.Code, NameKa = u.Name.Ka, NameEn = u.Name.En, Kind = u.Kind, Email = u.Email })], ct);
        }

        if (settings.IsDemo) await city.GetRequiredService<DemoAccounts>().EnsureAsync(ct);
        else if (await DemoAccounts.AreInAsync(city.GetRequiredService<CityDb>(), ct)) throw new SettingsException(
            "The database was made in demo mode: it holds accounts whose password everybody knows. Start with a new database and new Data:Folder, or set Demo:Enabled to true.");
    }
}

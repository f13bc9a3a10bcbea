using Batumi.Workflows.Application;
using Batumi.Workflows.Application.Data;
using Microsoft.Extensions.DependencyInjection;

namespace Batumi.Workflows.Benchmarks;

/// <summary>A city with one definition and the calendar, in a folder of its own.</summary>
internal sealed class BenchCity : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("bench-").FullName;
    private readonly ServiceProvider services;

    public BenchCity(DatabaseSettings? database, string definitionId, string definition)
    {
        var (data, workflows) = (Path.Combine(folder, "data"), Path.Combine(folder, "workflows"));
        Directory.CreateDirectory(Path.Combine(workflows, "definitions"));
        Directory.CreateDirectory(Path.Combine(workflows, "calendar"));
        File.WriteAllText(Path.Combine(workflows, "definitions", $"{definitionId}.json"), definition);
        File.WriteAllText(Path.Combine(workflows, "calendar", "georgia.json"), """{ "holidays": [], "officeHours": { "opens": "09:00", "closes": "18:00" } }""");
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddCity(new(database ?? DatabaseSettings.InFolder(data), data, new(Path.Combine(folder, "keys"), CreateIfMissing: true), workflows, new("http://city.test"),
            new("", 25, "None", null, null, "no-reply@city.test", "City"), IsDemo: false));
        services = collection.BuildServiceProvider();
    }

    public IServiceProvider Services => services;

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }
}

using Batumi.Workflows.Application;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Keys;
using Batumi.Workflows.Application.Notifications;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Tests.Data.SqlServer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Batumi.Workflows.Tests.Support;

/// <summary>A whole city without its web: real database, real files, real keys; only the clock stands in.</summary>
public sealed class TestCity : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("city-").FullName;
    private readonly ServiceProvider services;

    private TestCity(DatabaseSettings? database, Action<IServiceCollection>? with, string? workflows, MailSettings? mail)
    {
        Time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 6, 0, 0, TimeSpan.Zero));      // a Tuesday, 10:00 in Batumi
        var data = Path.Combine(folder, "data");
        Settings = new(database ?? DatabaseSettings.InFolder(data), data, new KeySettings(Path.Combine(folder, "keys"), CreateIfMissing: true),
            workflows ?? Repository.Workflows, new SiteSettings("http://city.test"),
            mail ?? new MailSettings("", 25, "None", null, null, "no-reply@city.test", "City"), IsDemo: false);
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSingleton<TimeProvider>(Time);
        collection.FollowedBySqlServer();
        with?.Invoke(collection);
        if (mail is null) collection.AddSingleton<IMailSender>(Mail);
        collection.AddCity(Settings);
        services = collection.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });
    }

    public CitySettings Settings { get; }
    public FakeTimeProvider Time { get; }
    public MailStandIn Mail { get; } = new();
    public IServiceProvider Services => services;

    public static async Task<TestCity> OpenAsync(
        DatabaseSettings? database = null, Action<IServiceCollection>? with = null, string? workflows = null, MailSettings? mail = null, Func<TestCity, Task>? before = null)
    {
        var city = new TestCity(database, with, workflows, mail);
        if (before is not null) await before(city);
        await city.services.OpenCityAsync();
        return city;
    }

    /// <summary>Asks one application class one question, in a scope of its own as a request has.</summary>
    public async Task<T> AskAsync<TService, T>(Func<TService, Task<T>> question) where TService : notnull
    {
        await using var scope = services.CreateAsyncScope();
        return await question(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public async Task<T> QueryAsync<T>(Func<CityDb, Task<T>> query) => await AskAsync(query);

    /// <summary>Moves the clock and runs what has come due, as the workers would.</summary>
    public async Task PassAsync(TimeSpan by)
    {
        Time.Advance(by);
        await services.GetRequiredService<Timers>().RunDueAsync(CancellationToken.None);
        await services.GetRequiredService<TermMarks>().TellDueAsync(CancellationToken.None);
        await services.GetRequiredService<TaskMarks>().TellDueAsync(CancellationToken.None);
        await AskAsync<Outbox, int>(outbox => outbox.SendDueAsync(CancellationToken.None));
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }
}

/// <summary>Keeps what was sent, so that a test can read the letter; can be told to fail.</summary>
public sealed class MailStandIn : IMailSender
{
    private readonly List<Mail> sent = [];
    private readonly Lock door = new();

    public IReadOnlyList<Mail> Sent { get { lock (door) return [.. sent]; } }

    public Func<Mail, Delivery>? Answer { get; set; }

    public Task<Delivery> SendAsync(Mail mail, CancellationToken ct)
    {
        var answer = Answer?.Invoke(mail) ?? new Delivery.Accepted();
        if (answer is Delivery.Accepted)
        {
            lock (door) sent.Add(mail);
        }

        return Task.FromResult(answer);
    }
}

using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Batumi.Workflows.BrowserTests.Support;

/// <summary>
/// The real site on a real port, in demo mode with its own database: demo accounts, mailbox and clock are there. One for all tests of the collection
/// <see cref="LiveSiteCollection"/>, another for those of <see cref="SecondSiteCollection"/>; each visit brings its own browser profile.
/// </summary>
public sealed class LiveSite : WebApplicationFactory<Program>, IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("live-site-").FullName;
    private readonly int port = FreePort();

    public LiveSite() => UseKestrel(port);

    public string Address => $"http://127.0.0.1:{port}";

    public Task InitializeAsync()
    {
        if (Chromium.WhyNot is null) StartServer();                          // without a browser every test is skipped
        return Task.CompletedTask;
    }

    /// <summary>
    /// One person with a browser of their own. When the visit fails, screenshot, page and trace lie in <c>artifacts/browser/NAME</c>; errors of the site's
    /// scripts fail the visit too.
    /// </summary>
    public async Task VisitAsync(Func<Visit, Task> journey, VisitOptions? options = null, [CallerMemberName] string name = "")
    {
        options ??= new();
        await using var context = await (await Chromium.SharedAsync()).NewContextAsync(new()
        {
            BaseURL = Address, Locale = options.Locale, TimezoneId = "Asia/Tbilisi", JavaScriptEnabled = options.Scripts, ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = options.Narrow ? new() { Width = 360, Height = 740 } : new() { Width = 1280, Height = 900 },
        });
        context.SetDefaultTimeout(15_000);
        await context.Tracing.StartAsync(new() { Snapshots = true });
        var visit = new Visit(await context.NewPageAsync(), options);
        try
        {
            await journey(visit);
            Assert.True(visit.BrowserErrors.Count == 0, string.Join('\n', visit.BrowserErrors));
        }
        catch when (options.KeepFailure)
        {
            await visit.KeepAsync(Path.Combine(Artifacts(), $"{name}-{(options.Scripts ? "scripts" : "plain")}{(options.Narrow ? "-narrow" : "")}-{options.Locale}"), context);
            throw;
        }
    }

    public async Task<T> AskAsync<TService, T>(Func<TService, Task<T>> question) where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        return await question(scope.ServiceProvider.GetRequiredService<TService>());
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");                                // as citizens get it: our error pages, not the developer's
        builder.UseSetting("Data:Folder", Path.Combine(folder, "data")).UseSetting("Keys:Folder", Path.Combine(folder, "keys"));
        builder.UseSetting("Demo:Enabled", "true").UseSetting("Workers:Enabled", "false").UseSetting("Site:PublicUrl", Address);
        builder.UseSetting("Serilog:MinimumLevel:Default", "Warning");
    }

    private static string Artifacts()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Batumi.Workflows.sln"))) root = root.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        return Path.Combine(root.FullName, "artifacts", "browser");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>Tests that share the one live site; they run one after the other.</summary>
[CollectionDefinition(nameof(LiveSite))]
public sealed class LiveSiteCollection : ICollectionFixture<LiveSite>;

/// <summary>Tests that share another live site: what moves the clock here moves it there alone, so that both collections run side by side.</summary>
[CollectionDefinition(nameof(SecondSiteCollection))]
public sealed class SecondSiteCollection : ICollectionFixture<LiveSite>;

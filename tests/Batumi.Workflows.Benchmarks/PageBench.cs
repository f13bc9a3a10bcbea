using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Identity;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Web.Localization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Batumi.Workflows.Benchmarks;

/// <summary>The real site with cases in it, and in the same process a bare Razor page that sends the same queries to the same database.</summary>
internal sealed partial class PageBench : WebApplicationFactory<Texts>
{
    private const int Cases = 200;

    private readonly string folder = Directory.CreateTempSubdirectory("bench-pages-").FullName;
    private readonly RecordedPages recorded = new();
    private readonly DatabaseSettings? database;
    private readonly List<(string Name, string Address, HttpClient Client)> pages = [];
    private WebApplication? bare;
    private HttpClient? bareClient;

    public PageBench(DatabaseSettings? database)
    {
        this.database = database;
        UseKestrel(0);
    }

    /// <summary>Names of the pages that are measured.</summary>
    public IEnumerable<string> Pages => pages.Select(p => p.Name);

    public async Task OpenAsync()
    {
        System.Diagnostics.DiagnosticListener.AllListeners.Subscribe(recorded);
        StartServer();
        var filed = await FileAsync();
        var (officer, citizen) = (await SignInAsync("officer@demo.invalid"), Browser());
        pages.Add(("service", "/services/zone-extract", citizen));
        pages.Add(("follow", filed.Follow, citizen));
        pages.Add(("task list", "/officer?list=unit", officer));
        pages.Add(("case", filed.Case, officer));
        foreach (var (name, address, client) in pages)
        {
            for (var i = 0; i < 3; i++) await GetAsync(client, address);        // what is read once is read before
            await recorded.RecordAsync(name, () => GetAsync(client, address));
        }

        bare = Bare();
        await bare.StartAsync();
        bareClient = new() { BaseAddress = new(bare.Urls.First()) };
    }

    public Task SiteAsync(string name)
    {
        var (_, address, client) = pages.First(p => p.Name == name);
        return GetAsync(client, address);
    }

    public Task BareAsync(string name) => GetAsync(bareClient!, $"/bare/{Uri.EscapeDataString(name)}");

    public int Queries(string name) => recorded.Of(name).Count;

    public override async ValueTask DisposeAsync()
    {
        bareClient?.Dispose();
        if (bare is not null) await bare.DisposeAsync();
        foreach (var client in pages.Select(p => p.Client).Distinct()) client.Dispose();
        await base.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production").UseContentRoot(WebFolder());
        builder.UseSetting("Data:Folder", Path.Combine(folder, "data")).UseSetting("Keys:Folder", Path.Combine(folder, "keys")).UseSetting("Keys:Create", "true");
        builder.UseSetting("Demo:Enabled", "true").UseSetting("Workers:Enabled", "false").UseSetting("Serilog:MinimumLevel:Default", "Warning");
        builder.ConfigureServices(services => services.AddSingleton<IStartupFilter, ManyNetworks>());
        if (database is null) return;
        builder.UseSetting("Database:Provider", $"{database.Provider}").UseSetting("ConnectionStrings:City", database.ConnectionString);
    }

    private static string WebFolder()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Batumi.Workflows.sln"))) root = root.Parent ?? throw new InvalidOperationException("The benchmarks do not run inside the repository.");
        return Path.Combine(root.FullName, "src", "Batumi.Workflows.Web");
    }

    private WebApplication Bare()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddCityDb(Services.GetRequiredService<DatabaseSettings>()).AddSingleton(recorded);
        builder.Services.AddRazorPages().ConfigureApplicationPartManager(parts =>
        {
            parts.ApplicationParts.Clear();         // the site's own pages are not part of it
            parts.ApplicationParts.Add(new AssemblyPart(typeof(PageBench).Assembly));
            parts.ApplicationParts.Add(new CompiledRazorAssemblyPart(typeof(PageBench).Assembly));
        });
        var app = builder.Build();
        app.MapRazorPages();
        return app;
    }

    private async Task<(string Follow, string Case)> FileAsync()
    {
        var email = "citizen@demo.invalid";
        var citizen = await AskAsync(db => db.Set<Account>().Where(a => a.Email == email).Select(a => a.Id).SingleAsync());
        var actor = new Actor(ActorKind.Citizen, citizen, "Citizen", []);
        (string Follow, string Case) last = ("", "");
        for (var i = 0; i < Cases; i++)
        {
            await using var scope = Services.CreateAsyncScope();
            var drafts = scope.ServiceProvider.GetRequiredService<Drafts>();
            var draft = (await drafts.BeginAsync("zone-extract", actor, "ka", default)).Value ?? throw new InvalidOperationException("The service takes no requests.");
            var answers = Answers;
            await drafts.SaveAsync(draft.Id, answers, [.. answers.Select(a => a.Key)], default);
            var filed = await scope.ServiceProvider.GetRequiredService<Requesting>().FileAsync(draft.Id, actor, IntentKey.New(), default);
            if (filed.Value is not { } receipt) throw new InvalidOperationException($"{filed.Refused}");
            last = ($"/follow/{receipt.Number}/{receipt.Secret}", $"/officer/cases/{receipt.CaseId}");
        }

        return last;
    }

    private static JsonObject Answers => new()
    {
        ["applicantKind"] = "person", ["personalNumber"] = "61001012345", ["isRepresentative"] = "no", ["cadastralCode"] = "05.24.03.010", ["category"] = "bank",
        ["name"] = "Nino", ["phone"] = "+995555123456", ["email"] = "nino@example.test",
    };

    private async Task<T> AskAsync<T>(Func<CityDb, Task<T>> question)
    {
        await using var scope = Services.CreateAsyncScope();
        return await question(scope.ServiceProvider.GetRequiredService<CityDb>());
    }

    private HttpClient Browser()
    {
        var client = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() }) { BaseAddress = ClientOptions.BaseAddress };
        client.DefaultRequestHeaders.Add("Accept-Language", "ka");
        return client;
    }

    private async Task<HttpClient> SignInAsync(string email)
    {
        var client = Browser();
        var page = await client.GetStringAsync("/account/sign-in");
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["Email"] = email, ["Password"] = "batumi-demo-2026", ["__RequestVerificationToken"] = WebUtility.HtmlDecode(Token().Match(page).Groups["token"].Value) });
        using var answer = await client.PostAsync("/account/sign-in", form);
        answer.EnsureSuccessStatusCode();
        return client;
    }

    private static async Task GetAsync(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(address);
        await answer.Content.CopyToAsync(Stream.Null);
        if (answer.StatusCode != HttpStatusCode.OK) throw new InvalidOperationException($"{address}: {answer.StatusCode}");
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Token();

    /// <summary>Requests from many networks: nobody's limit an hour is what is measured.</summary>
    private sealed class ManyNetworks : IStartupFilter
    {
        private int count;

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, rest) =>
            {
                var number = Interlocked.Increment(ref count);
                context.Connection.RemoteIpAddress = new IPAddress([10, (byte)(number >> 16), (byte)(number >> 8), (byte)number]);
                return rest(context);
            });
            next(app);
        };
    }
}

using Batumi.Workflows.Application.Notifications;
using Batumi.Workflows.Application.People;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Application.Running;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace Batumi.Workflows.Tests.Support;

/// <summary>The whole site over HTTP: real pages with antiforgery on, real database, real keys. Only clock and mail server stand in.</summary>
public sealed class Site : WebApplicationFactory<Program>
{
    private readonly string folder = Directory.CreateTempSubdirectory("site-").FullName;
    private readonly bool isDemo;
    private readonly IReadOnlyDictionary<string, string> settings;
    private readonly Action<IServiceCollection>? with;
    private int visitors;

    public Site(bool demo = false, IReadOnlyDictionary<string, string>? settings = null, Action<IServiceCollection>? with = null)
    {
        this.with = with;
        isDemo = demo;
        this.settings = settings ?? new Dictionary<string, string>();
    }

    /// <summary>A Tuesday, 10:00 in Batumi. The demo keeps its own clock.</summary>
    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 24, 6, 0, 0, TimeSpan.Zero));

    public MailStandIn Mail { get; } = new();

    /// <summary>A person in front of a browser without scripts, with cookies of their own.</summary>
    /// <param name="besides">Somebody whose network address they share.</param>
    public Visitor Visitor(string language = "ka", Visitor? besides = null)
    {
        var client = CreateClient(new() { AllowAutoRedirect = true, HandleCookies = true, BaseAddress = new("https://city.test") });
        if (besides is null) VisitorAddress.Give(client, Interlocked.Increment(ref visitors));
        else VisitorAddress.Share(client, besides.Client);
        return new(client, language);
    }

    /// <summary>Somebody who holds these posts (a citizen without any), signed in through the page as people are.</summary>
    public async Task<Visitor> SignedInAsync(string language = "ka", string name = "Test Person", params Post[] posts)
    {
        var (email, password, _) = await AccountAsync(name, posts);
        return await SignInAsync(email, password, language);
    }

    /// <summary>Somebody who has an account, at a browser of their own.</summary>
    public async Task<Visitor> SignInAsync(string email, string password, string language = "ka")
    {
        var visitor = await Visitor(language).OpenAsync("/account/sign-in");
        await visitor.SubmitAsync(new { Email = email, Password = password });
        return visitor.Address.StartsWith("/account/sign-in", StringComparison.Ordinal) ? throw new InvalidOperationException(visitor.Text) : visitor;
    }

    public async Task<T> AskAsync<TService, T>(Func<TService, Task<T>> question) where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        return await question(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <summary>Makes an account and gives its password, already its own.</summary>
    public Task<(string Email, string Password, Guid Id)> AccountAsync(params Post[] posts) => AccountAsync("Test Person", posts);

    public async Task<(string Email, string Password, Guid Id)> AccountAsync(string name, params Post[] posts)
    {
        var email = $"person{Guid.CreateVersion7():N}@city.test";
        var made = await AskAsync<Staffing, Answer<Welcome>>(s => s.CreateAsync(new(email, name, "ka", null, posts), Actor.System, default));
        await AskAsync<UserManager<Application.Identity.Account>, bool>(async accounts =>
        {
            var account = (await accounts.FindByEmailAsync(email))!;
            account.MustChangePassword = false;
            await accounts.UpdateAsync(account);
            return true;
        });
        return (email, made.Value!.OneTimePassword, made.Value.AccountId);
    }

    /// <summary>Moves the clock and runs what has come due, as the workers would.</summary>
    public async Task PassAsync(TimeSpan by)
    {
        Time.Advance(by);
        await Services.GetRequiredService<Timers>().RunDueAsync(default);
        await Services.GetRequiredService<TermMarks>().TellDueAsync(default);
        await AskAsync<Outbox, int>(outbox => outbox.SendDueAsync(default));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("Data:Folder", Path.Combine(folder, "data")).UseSetting("Keys:Folder", Path.Combine(folder, "keys")).UseSetting("Keys:Create", "true");
        builder.UseSetting("Workers:Enabled", "false").UseSetting("Demo:Enabled", isDemo ? "true" : "false").UseSetting("Site:PublicUrl", "https://city.test");
        foreach (var (key, value) in settings) builder.UseSetting(key, value);
        builder.ConfigureTestServices(services =>
        {
            services.AddSingleton<IStartupFilter, VisitorAddress>();
            services.Configure<SecurityStampValidatorOptions>(options => options.ValidationInterval = TimeSpan.Zero);      // sessions live by the wall clock, which no test moves
            with?.Invoke(services);
            if (isDemo) return;
            services.RemoveAll<TimeProvider>();
            services.AddSingleton<TimeProvider>(Time);
            services.RemoveAll<IMailSender>();
            services.AddSingleton<IMailSender>(Mail);
        });
    }
}

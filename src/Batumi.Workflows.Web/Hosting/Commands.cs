using System.Globalization;
using Batumi.Workflows.Application;
using Batumi.Workflows.Application.Backups;
using Batumi.Workflows.Application.Keys;
using Batumi.Workflows.Application.People;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Application.Statistics;

namespace Batumi.Workflows.Web.Hosting;

/// <summary>What the site's program does besides serving pages: proofs and one-time acts of an operator.</summary>
public static class Commands
{
    /// <returns>The exit code when the arguments name a command; null to serve pages.</returns>
    public static async Task<int?> RunCommandAsync(this WebApplication app, string[] args)
    {
        if (args is not [var name, .. var rest] || name.StartsWith('-')) return null;
        var settings = app.Services.GetRequiredService<CitySettings>();
        if (name == "keys" && rest is ["rotate", ..]) return await RotateAsync(app, settings);

        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(Languages.English);
        if (name is "backup" or "restore" && rest is [var folder, .. var keys] && keys.Length < 2) return await CopyAsync(app, name, Path.GetFullPath(folder), keys is [var apart] ? Path.GetFullPath(apart) : null);
        await app.Services.OpenCityAsync();
        await using var scope = app.Services.CreateAsyncScope();
        return (name, rest) switch
        {
            ("replay", []) => await ReplayAsync(scope.ServiceProvider),
            ("export", [var target]) => await ExportAsync(scope.ServiceProvider, Path.GetFullPath(target)),
            ("admin", ["first", var email, var displayName, ..]) => await FirstAdministratorAsync(scope.ServiceProvider, email, displayName),
            _ => Usage(string.Join(' ', args)),
        };
    }

    private static async Task<int> ReplayAsync(IServiceProvider city)
    {
        var report = await city.GetRequiredService<Replay>().RunAsync(CancellationToken.None);
        foreach (var (run, how) in report.Differences) Console.WriteLine($"{run}: {how}");
        var recount = await city.GetRequiredService<Recount>().DifferencesAsync(CancellationToken.None);
        foreach (var line in recount) Console.WriteLine($"statistics: {line}");
        Console.WriteLine($"{report.Runs} cases, {report.Entries} journal entries, {report.Erased} erased: {report.Differences.Count} cases differ from their journal, "
            + $"{recount.Count} figures differ from the register.");
        return report.Differences.Count + recount.Count == 0 ? 0 : 1;
    }

    private static async Task<int> ExportAsync(IServiceProvider city, string folder)
    {
        var done = await city.GetRequiredService<WorkflowExport>().WriteAsync(folder, CancellationToken.None);
        foreach (var file in done.Written) Console.WriteLine(file);
        Console.WriteLine($"{folder}: {done.Written.Count} files written, {done.Same} stood there already.");
        return 0;
    }

    private static async Task<int> RotateAsync(WebApplication app, CitySettings settings)
    {
        var version = MasterKeys.AddNext(settings.Keys.Folder);
        await app.Services.OpenCityAsync();
        await using var scope = app.Services.CreateAsyncScope();
        var done = await scope.ServiceProvider.GetRequiredService<KeyRotation>().RunAsync(CancellationToken.None);
        Console.WriteLine($"Master key {version} is in force; {done} stored keys and numbers are wrapped by it. Running nodes that read this Keys:Folder take it up by "
            + "themselves. The database needs the older master key files no more: keep them away from here as long as a backup needs them.");
        return 0;
    }

    // Neither opens the city: a backup before an upgrade must not upgrade, and there is nothing to open before a restore.
    private static async Task<int> CopyAsync(WebApplication app, string name, string folder, string? keys)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var city = scope.ServiceProvider;
        var done = name == "backup"
            ? await city.GetRequiredService<CityBackup>().MakeAsync(folder, keys, CancellationToken.None)
            : await city.GetRequiredService<CityRestore>().RunAsync(folder, keys, CancellationToken.None);
        if (done.Value is { } manifest)
            Console.WriteLine($"Done: {folder}, {manifest.Files.Count} files of {manifest.AtUtc:yyyy-MM-dd HH:mm} UTC, {manifest.Provider}, {manifest.Schema}. "
                + (name == "restore" ? "The command replay proves it." : keys is null ? "The keys are not in it: keep Keys:Folder, apart." : $"Keys: {keys}; keep them apart."));
        else await Console.Error.WriteLineAsync(city.GetRequiredService<Texts>()[done.Refused!]);
        return done.IsRefused ? 1 : 0;
    }

    private static async Task<int> FirstAdministratorAsync(IServiceProvider city, string email, string name)
    {
        var made = await city.GetRequiredService<Staffing>().CreateFirstAdministratorAsync(email, name, CancellationToken.None);
        if (made.Value is { } welcome) Console.WriteLine($"Administrator {email} with the one-time password {welcome.OneTimePassword}");
        else await Console.Error.WriteLineAsync($"Not made. {city.GetRequiredService<Texts>()[made.Refused!]}");
        return made.IsRefused ? 1 : 0;
    }

    private static int Usage(string asked)
    {
        Console.Error.WriteLine($"Unknown command '{asked}'. Commands: replay, keys rotate, admin first EMAIL NAME, backup FOLDER [KEYS], restore FOLDER [KEYS], export FOLDER.");
        return 2;
    }
}

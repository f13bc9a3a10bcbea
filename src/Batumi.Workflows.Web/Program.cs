using Batumi.Workflows.Application;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Workers;
using Batumi.Workflows.Web.Api;
using Batumi.Workflows.Web.Api.Elsa;
using Batumi.Workflows.Web.Hosting;
using Batumi.Workflows.Web.Identity;

try
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddHousekeeping();
    var city = builder.Configuration.ReadCity(builder.Environment.ContentRootPath);
    builder.Services.AddCity(city);
    builder.Services.AddHealthChecks().AddCheck<DatabaseCheck>("database");
    if (builder.Configuration.GetValue("Workers:Enabled", true)) builder.Services.AddWorkers(city.Database);
    builder.Services.AddCitizenPages(builder.Configuration);
    builder.Services.AddStaffPages(builder.Configuration);
    builder.Services.AddElsaApi(builder.Configuration);

    var app = builder.Build();
    if (await app.RunCommandAsync(args) is { } exitCode) return exitCode;

    if (!city.IsDemo && !app.Environment.IsDevelopment()) app.UseHsts();
    app.UseHousekeeping();
    app.UseErrorPages();
    app.UseRouting();
    app.UseSignIn();
    app.UseRateLimiter();
    app.MapStaticAssets().AllowAnonymous();
    app.MapRazorPages();
    app.MapStatisticsCsv();
    app.MapElsaApi();
    app.MapStudioFiles();
    app.MapSecurityTxt(city.Site);

    await app.Services.OpenCityAsync();
    app.GreetWhenStarted(city);
    await app.RunAsync();
    return 0;
}
catch (SettingsException wrong)
{
    await Console.Error.WriteLineAsync($"The site cannot start. {wrong.Message}");
    return 1;
}

public partial class Program;

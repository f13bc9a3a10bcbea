using Batumi.Workflows.Application.Backups;
using Batumi.Workflows.Application.Calendar;
using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Demo;
using Batumi.Workflows.Application.Desk;
using Batumi.Workflows.Application.Files;
using Batumi.Workflows.Application.Forms;
using Batumi.Workflows.Application.Identity;
using Batumi.Workflows.Application.Incidents;
using Batumi.Workflows.Application.Keys;
using Batumi.Workflows.Application.Letters;
using Batumi.Workflows.Application.Notifications;
using Batumi.Workflows.Application.People;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Application.Statistics;
using Batumi.Workflows.Application.Studio;
using Batumi.Workflows.Engine.Definitions;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Batumi.Workflows.Application;

/// <summary>Where a city's site keeps and finds what it needs.</summary>
/// <param name="WorkflowsFolder">The folder the municipality edits.</param>
/// <param name="IsDemo">Demo accounts, mailbox and clock exist.</param>
public sealed record CitySettings(
    DatabaseSettings Database, string DataFolder, KeySettings Keys, string WorkflowsFolder, SiteSettings Site, MailSettings Mail, bool IsDemo)
{
    public AccountSettings Accounts { get; init; } = new();
    public SmsSettings Sms { get; init; } = SmsSettings.None;
    public OutsideSettings Outside { get; init; } = OutsideSettings.None;
    public PublishingSettings Publishing { get; init; } = new(SecondPerson: false);
    public TaskMarkSettings TaskMarks { get; init; } = TaskMarkSettings.Usual;
}

/// <summary>Puts the application together: the one place that knows every module.</summary>
public static class CityServices
{
    public static IServiceCollection AddCity(this IServiceCollection services, CitySettings settings)
    {
        services.AddSingleton(settings).AddSingleton(settings.Site).AddSingleton(settings.Mail).AddSingleton(settings.Accounts).AddSingleton(settings.Sms).AddSingleton(settings.TaskMarks).AddSingleton(settings.Outside).AddSingleton(settings.Publishing);
        services.AddCityDb(settings.Database);
        services.AddSingleton(_ => MasterKeys.Open(settings.Keys, settings.DataFolder));
        services.AddSingleton(new FileSettings(Path.Combine(settings.DataFolder, "files")));
        services.AddSingleton<FileVault>().AddSingleton<Published>().AddSingleton<Timers>().AddSingleton<Schedules>().AddSingleton<RunMessages>().AddSingleton<CalendarChanges>().AddSingleton<TermMarks>().AddSingleton<TaskMarks>().AddSingleton<PersonalNumbers>();
        foreach (var kind in Kinds()) services.AddSingleton(kind);

        services.AddScoped<CaseKeys>().AddScoped<KeyRotation>().AddScoped<WorkflowFolder>().AddScoped<WorkflowExport>().AddScoped<IContentRule, ServiceWorkflowRule>().AddScoped<Publications>().AddScoped<DefinitionShelf>().AddScoped<Trials>().AddScoped<Staffing>().AddScoped<AccountLog>().AddScoped<Absences>().AddScoped<MachineKeys>().AddScoped<AccountLetters>().AddScoped<AccountLinks>().AddScoped<Registration>().AddScoped<UnitRegister>();
        services.AddScoped<ServiceCatalog>().AddScoped<Names>().AddScoped<LettersOfTerms>().AddScoped<LettersOfStep>().AddScoped<WorkflowHost>().AddScoped<Replay>().AddScoped<RunHistory>().AddScoped<PlainRuns>();
        services.AddScoped<AnswerSheet>().AddScoped<Drafts>().AddScoped<TaskFiles>().AddScoped<Requesting>().AddScoped<Following>().AddScoped<Messages>().AddScoped<MoreTime>().AddScoped<CaseLetters>().AddScoped<LetterPreview>().AddScoped<IssuedDocuments>().AddScoped<Terms>().AddScoped<Erasing>().AddScoped<UnconfirmedAccounts>();
        services.AddScoped<TaskDesk>().AddScoped<TermDesk>().AddScoped<Assigning>().AddScoped<TaskLists>().AddScoped<CaseFolder>().AddScoped<IncidentDesk>().AddScoped<OutboxDesk>();
        services.AddScoped<ServiceStatistics>().AddScoped<Recount>().AddScoped<Outbox>();
        services.AddScoped<DatabaseCopy>().AddScoped<CityBackup>().AddScoped<CityRestore>().AddScoped<DataIncidentRegister>();

        // The register's row first: the others compare it with what it was.
        services.AddScoped<IStepKeeper, CaseKeeper>().AddScoped<IStepKeeper, DocumentKeeper>().AddScoped<IStepKeeper, TaskFileKeeper>().AddScoped<IStepKeeper, TaskMarkKeeper>().AddScoped<IStepKeeper, FactKeeper>();

        services.AddIdentityCore<Account>(Identity).AddUserStore<AccountStore>().AddTokenProvider<PhoneCodes>(TokenOptions.DefaultAuthenticatorProvider);
        services.AddDataProtection().SetApplicationName("Batumi.Workflows").PersistKeysToDbContext<CityDb>();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(
            options => options.XmlEncryptor = new WrappedXmlEncryptor(provider.GetRequiredService<MasterKeys>())));

        if (settings.IsDemo) services.AddDemo();
        else services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new WallClock(settings.IsDemo ? TimeProvider.System : provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<IMailSender, SmtpSender>();
        services.TryAddSingleton<ISmsSender, HttpSmsSender>();
        services.TryAddSingleton<OutsideServers>();
        return services;
    }

    private static void AddDemo(this IServiceCollection services)
    {
        services.AddSingleton<DemoTime>();
        services.TryAddSingleton<TimeProvider>(provider => provider.GetRequiredService<DemoTime>());
        services.TryAddSingleton<IMailSender, DemoSender>();
        services.TryAddSingleton<ISmsSender, DemoSmsSender>();
        services.AddSingleton<DemoClock>().AddScoped<DemoMailbox>().AddScoped<DemoAccounts>();
    }

    private static void Identity(IdentityOptions options)
    {
        options.User.RequireUniqueEmail = true;
        options.SignIn.RequireConfirmedEmail = true;
        options.User.AllowedUserNameCharacters = "";
        options.Password.RequiredLength = 12;
        options.Password.RequireDigit = options.Password.RequireUppercase = options.Password.RequireLowercase = options.Password.RequireNonAlphanumeric = false;
        options.Lockout.MaxFailedAccessAttempts = 5;
        options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
    }

    private static IEnumerable<ContentKind> Kinds() =>
    [
        new(ContentKind.Calendar, "calendar", "*.json", (text, file) => WorkCalendar.Read(text, file) is var r ? (r.Calendar, r.Errors) : default),
        new(ContentKind.Units, "", "units.json", (text, file) => UnitsFile.Read(text, file) is var r ? (r.Units, r.Errors) : default),
        new(ContentKind.Districts, "districts", "*.json", (text, file) => DistrictsFile.Read(text, file) is var r ? (r.Districts, r.Errors) : default),
        new(ContentKind.Reasons, "reasons", "*.json", (text, file) => ReasonsFile.Read(text, file) is var r ? (r.Reasons, r.Errors) : default),
        new(ContentKind.Page, "pages", "*.json", (text, file) => SitePage.Read(text, file) is var r ? (r.Page, r.Errors) : default),
        new(ContentKind.Form, "forms", "*.json", (text, file) => Form.Read(text, file) is var r ? (r.Form, r.Errors) : default),
        new(ContentKind.Letter, "letters", "*.*", (text, file) => LetterTemplate.Read(text, file) is var r ? (r.Template, r.Errors) : default),
        new(ContentKind.Definition, "definitions", "*.json", (text, file) => WorkflowDefinition.Read(text, file) is var r ? (r.Definition, r.Errors) : default),
        new(ContentKind.Service, "services", "*.json", (text, file) => ServiceEntry.Read(text, file) is var r ? (r.Service, r.Errors) : default),
    ];
}

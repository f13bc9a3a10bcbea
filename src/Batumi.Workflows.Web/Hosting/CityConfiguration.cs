using System.Globalization;
using System.Text.Json;
using Batumi.Workflows.Application;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Keys;
using Batumi.Workflows.Application.Notifications;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Engine.Definitions;

namespace Batumi.Workflows.Web.Hosting;

/// <summary>Reads the city's settings; README lists them.</summary>
public static class CityConfiguration
{
    /// <exception cref="SettingsException">A setting that the site cannot do without is missing or makes no sense.</exception>
    public static CitySettings ReadCity(this IConfiguration configuration, string contentRoot)
    {
        string Folder(string key, string usual) => Path.GetFullPath(configuration[key] is { Length: > 0 } set ? set : usual, contentRoot);

        var isDemo = configuration.GetValue("Demo:Enabled", false);
        var data = Folder("Data:Folder", "data");
        var url = configuration["Site:PublicUrl"] ?? configuration["ASPNETCORE_URLS"]?.Split(';')[0] ?? "http://127.0.0.1:5080";
        return new(
            ReadDatabase(configuration, data), data, new KeySettings(Folder("Keys:Folder", "keys"), CreateIfMissing: isDemo || configuration.GetValue("Keys:Create", false)),
            Folder("Workflows:Folder", Nearest("workflows", contentRoot)), new SiteSettings(url.TrimEnd('/')), ReadMail(configuration), isDemo)
        {
            Accounts = ReadAccounts(configuration), Sms = ReadSms(configuration), TaskMarks = ReadTaskMarks(configuration), Outside = ReadOutside(configuration),
            Publishing = new(configuration["Publishing:SecondPerson"] is not { Length: > 0 } set ? false
                : bool.TryParse(set, out var second) ? second : throw new SettingsException($"Publishing:SecondPerson is '{set}'. Choose true or false.")),
        };
    }

    // Beside the program when it is published; above the project when it runs from its sources.
    private static string Nearest(string name, string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, name, "definitions"))) return Path.Combine(folder.FullName, name);
        }

        return name;
    }

    private static DatabaseSettings ReadDatabase(IConfiguration configuration, string dataFolder)
    {
        var name = configuration["Database:Provider"] ?? nameof(DatabaseProvider.Sqlite);
        if (!Enum.TryParse<DatabaseProvider>(name, ignoreCase: true, out var provider))
            throw new SettingsException($"Database:Provider is '{name}'. Choose Sqlite, Postgres or SqlServer.");
        var connection = configuration.GetConnectionString("City");
        if (provider == DatabaseProvider.Sqlite) return connection is null ? DatabaseSettings.InFolder(dataFolder) : new(provider, connection);
        return new(provider, connection ?? throw new SettingsException($"ConnectionStrings:City is missing; {provider} needs one."));
    }

    private static AccountSettings ReadAccounts(IConfiguration configuration)
    {
        const string key = "Accounts:UnconfirmedDays";
        if (configuration[key] is not { Length: > 0 } set) return new();
        return int.TryParse(set, CultureInfo.InvariantCulture, out var days) && days is >= 2 and <= 3650 ? new(days) : throw new SettingsException($"{key} is '{set}'. Choose a number of days from 2 to 3650.");
    }

    private static OutsideSettings ReadOutside(IConfiguration configuration)
    {
        var (http, none) = (configuration.GetSection("Http"), OutsideSettings.None);
        var hosts = (http["Hosts"] ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        if (Array.Find(hosts, host => !Uri.TryCreate($"https://{host}/", UriKind.Absolute, out var address) || address.AbsolutePath != "/" || address.UserInfo.Length > 0) is { } wrong)
            throw new SettingsException($"Http:Hosts has '{wrong}'. Write servers such as 'api.city.ge' or '10.0.0.5:8443', with commas between them.");
        var seconds = http.GetValue("TimeoutSeconds", (int)none.Patience.TotalSeconds);
        return seconds is < 1 or > 60 ? throw new SettingsException($"Http:TimeoutSeconds is {seconds}. Choose 1 to 60.") : none with { Hosts = hosts, Patience = TimeSpan.FromSeconds(seconds) };
    }

    private static TaskMarkSettings ReadTaskMarks(IConfiguration configuration)
    {
        var (tasks, usual) = (configuration.GetSection("Tasks"), TaskMarkSettings.Usual);
        DueRule Rule(string key, DueRule otherwise) => tasks[key] is not { Length: > 0 } set ? otherwise
            : DueRule.Read(set) ?? throw new SettingsException($"Tasks:{key} is '{set}'. Write a term such as '1 working-days' or '4 office-hours'.");
        var days = tasks.GetValue("RemindDays", usual.RemindDays);
        if (days is < 1 or > 30) throw new SettingsException($"Tasks:RemindDays is {days}. Choose 1 to 30.");
        return new(Rule("HeadAfter", usual.HeadAfter), Rule("AssignAfter", usual.AssignAfter), days);
    }

    private static SmsSettings ReadSms(IConfiguration configuration)
    {
        var (sms, none) = (configuration.GetSection("Sms"), SmsSettings.None);
        if (sms["Url"] is not { Length: > 0 } url) return none;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http")) throw new SettingsException("Sms:Url is no web address.");
        var body = sms["Body"] is { Length: > 0 } set ? set : none.Body;
        if (!IsJson(body) || !body.Contains(SmsSettings.To, StringComparison.Ordinal) || !body.Contains(SmsSettings.Text, StringComparison.Ordinal))
            throw new SettingsException($"Sms:Body must be JSON with {SmsSettings.To} and {SmsSettings.Text} inside strings.");
        var seconds = sms.GetValue("TimeoutSeconds", (int)none.Patience.TotalSeconds);
        if (seconds is < 1 or > 60) throw new SettingsException($"Sms:TimeoutSeconds is {seconds}. Choose 1 to 60.");
        return new(url, sms["KeyHeader"] is { Length: > 0 } header ? header : none.KeyHeader, sms["Key"], body, TimeSpan.FromSeconds(seconds));
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var read = JsonDocument.Parse(text);
            return read.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static MailSettings ReadMail(IConfiguration configuration)
    {
        var mail = configuration.GetSection("Mail");
        return new(mail["Host"] ?? "", mail.GetValue("Port", 587), mail["Security"] ?? "StartTls", mail["User"], mail["Password"],
            mail["FromAddress"] ?? "no-reply@city.invalid", mail["FromName"] ?? "City Hall", mail["CertificateSha256"]);
    }
}

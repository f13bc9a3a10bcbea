using Batumi.Workflows.Application;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Keys;
using Batumi.Workflows.Application.Notifications;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Running;

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
            Folder("Workflows:Folder", Nearest("workflows", contentRoot)), new SiteSettings(url.TrimEnd('/')), ReadMail(configuration), isDemo);
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

    private static MailSettings ReadMail(IConfiguration configuration)
    {
        var mail = configuration.GetSection("Mail");
        return new(mail["Host"] ?? "", mail.GetValue("Port", 587), mail["Security"] ?? "StartTls", mail["User"], mail["Password"],
            mail["FromAddress"] ?? "no-reply@city.invalid", mail["FromName"] ?? "City Hall", mail["CertificateSha256"]);
    }
}

using System.Globalization;
using System.Text;
using Batumi.Workflows.Application.Notifications;
using Batumi.Workflows.Application.Primitives;

namespace Batumi.Workflows.Web.Api;

/// <summary>Whom a finder of a weakness may write to, in the form of RFC 9116. Without a contact, or after its last day, there is no such file.</summary>
public sealed record SecuritySettings(string Contact, DateTimeOffset Expires)
{
    /// <returns>Null when no contact is set.</returns>
    /// <exception cref="SettingsException">The contact is no address, or it has no last day.</exception>
    public static SecuritySettings? Read(IConfiguration configuration)
    {
        if (configuration["Security:Contact"] is not { Length: > 0 } contact) return null;
        if (!Uri.TryCreate(contact, UriKind.Absolute, out var address) || address.Scheme is not ("mailto" or "https" or "tel"))
            throw new SettingsException($"Security:Contact is '{contact}'. Write mailto:, https: or tel: before it.");
        if (!DateTimeOffset.TryParse(configuration["Security:Expires"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var expires))
            throw new SettingsException("Security:Expires is missing or no date. Write the day until which Security:Contact is looked after, such as 2027-12-31; RFC 9116 advises less than a year ahead.");
        return new(address.AbsoluteUri, expires);
    }

    internal string Write(string site) => new StringBuilder()
        .Append(CultureInfo.InvariantCulture, $"Contact: {Contact}\n")
        .Append(CultureInfo.InvariantCulture, $"Expires: {Expires.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}\n")
        .Append(CultureInfo.InvariantCulture, $"Preferred-Languages: {string.Join(", ", Languages.All)}\n")
        .Append(CultureInfo.InvariantCulture, $"Canonical: {site}{SecurityTxt.Address}\n")
        .Append(CultureInfo.InvariantCulture, $"Policy: {site}/about/security\n").ToString();
}

/// <summary>The file at its well-known address.</summary>
public static class SecurityTxt
{
    public const string Address = "/.well-known/security.txt";

    public static void MapSecurityTxt(this WebApplication app, SiteSettings site)
    {
        if (SecuritySettings.Read(app.Configuration) is not { } settings) return;
        app.MapGet(Address, (TimeProvider time) => time.GetUtcNow() < settings.Expires ? Results.Text(settings.Write(site.PublicUrl), "text/plain", Encoding.UTF8) : Results.NotFound()).AllowAnonymous();
    }
}

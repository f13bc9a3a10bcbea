using System.Globalization;
using Batumi.Workflows.Application.Primitives;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using SameSiteMode = Microsoft.AspNetCore.Http.SameSiteMode;

namespace Batumi.Workflows.Web.Localization;

/// <summary>
/// Finds out in which language the reader reads: <c>?lang=</c> in the address (remembered in a cookie), then the cookie, then what the browser
/// prefers, then Georgian. Only the language of texts changes: numbers in forms and drawings are read and written the same for everybody.
/// </summary>
internal sealed class ReaderLanguage(RequestDelegate next)
{
    public const string Parameter = "lang";
    public const string Cookie = "workflows.language";

    private static readonly Dictionary<string, CultureInfo> cultures = new()
    {
        [Languages.Georgian] = CultureInfo.GetCultureInfo("ka"),
        [Languages.English] = CultureInfo.GetCultureInfo("en"),
    };

    public Task InvokeAsync(HttpContext context)
    {
        var asked = Known(context.Request.Query[Parameter]);
        if (asked is not null)
        {
            context.Response.Cookies.Append(Cookie, asked, new() { MaxAge = TimeSpan.FromDays(365), HttpOnly = true, SameSite = SameSiteMode.Lax, IsEssential = true, Secure = context.Request.IsHttps });
        }

        var language = asked ?? Known(context.Request.Cookies[Cookie]) ?? Preferred(context.Request.Headers.AcceptLanguage) ?? Languages.Georgian;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentUICulture = cultures[language];
        context.Response.Headers.ContentLanguage = language;
        context.Response.Headers.Append(HeaderNames.Vary, $"{HeaderNames.AcceptLanguage}, {HeaderNames.Cookie}");
        return next(context);
    }

    private static string? Known(string? language) => Languages.All.FirstOrDefault(known => known == language);

    private static string? Preferred(StringValues header) =>
        StringWithQualityHeaderValue.TryParseList(header, out var wishes)
            ? wishes.Where(w => w.Quality is not 0).OrderByDescending(w => w.Quality ?? 1).Select(w => Known(w.Value.Value?.Split('-')[0].ToLowerInvariant())).FirstOrDefault(l => l is not null)
            : null;
}

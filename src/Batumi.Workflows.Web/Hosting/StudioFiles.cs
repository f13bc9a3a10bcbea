using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace Batumi.Workflows.Web.Hosting;

/// <summary>
/// The files of Elsa Studio (npm @elsa-workflows/elsa-studio-wasm, MIT), as they are: its boot manifest knows their hashes. They lie beside the program where it is published
/// and in node_modules where it runs from its sources. The ready-made brotli and gzip siblings are sent to browsers that read them.
/// </summary>
internal static class StudioFiles
{
    public const string Base = "/studio/";

    private const string Package = "@elsa-workflows/elsa-studio-wasm", Styles = "Elsa.Studio.Host.CustomElements.styles.css";
    private static readonly FileExtensionContentTypeProvider types = Types();

    // Names with a fingerprint never mean another content.
    private static readonly System.Text.RegularExpressions.Regex fingerprinted = new(@"^_framework/.*\.[a-z0-9]{10}\.(wasm|js|dat)$", System.Text.RegularExpressions.RegexOptions.CultureInvariant);

    /// <summary>Null where the files are not there: the studio's pages say so.</summary>
    public static string? Folder(string contentRoot) =>
        new[] { Path.Combine(contentRoot, "studio"), Path.Combine(contentRoot, "node_modules", Package.Replace('/', Path.DirectorySeparatorChar)) }.FirstOrDefault(f => File.Exists(Path.Combine(f, Styles)));

    public static WebApplication MapStudioFiles(this WebApplication app)
    {
        if (Folder(app.Environment.ContentRootPath) is not { } folder) return app;
        var files = new PhysicalFileProvider(folder);
        app.MapMethods(Base + "{part:regex(^(_framework|_content)$)}/{**path}", [HttpMethods.Get, HttpMethods.Head], (string part, string? path, HttpContext http) => Send(files, $"{part}/{path}", http)).AllowAnonymous();
        app.MapMethods(Base + Styles, [HttpMethods.Get, HttpMethods.Head], (HttpContext http) => Send(files, Styles, http)).AllowAnonymous();
        app.MapMethods(Base + "appsettings.json", [HttpMethods.Get, HttpMethods.Head], () => Results.Text("{}", "application/json")).AllowAnonymous();        // asked for and not used: the element says where the API is
        return app;
    }

    private static IResult Send(PhysicalFileProvider files, string path, HttpContext http)
    {
        var file = files.GetFileInfo(path);
        if (!file.Exists || file.PhysicalPath is null || !types.TryGetContentType(path, out var type)) return Results.NotFound();

        var (encoding, sent) = Encoded(files, path, http.Request) is { } ready ? ready : (null, file);
        var headers = http.Response.Headers;
        headers.Vary = HeaderNames.AcceptEncoding;
        headers.CacheControl = fingerprinted.IsMatch(path) ? "public, max-age=31536000, immutable" : "public, no-cache";
        if (encoding is not null) headers.ContentEncoding = encoding;
        return Results.File(sent.PhysicalPath!, type, entityTag: new($"\"{sent.Length:x}-{sent.LastModified.ToUnixTimeSeconds():x}{encoding}\""));
    }

    private static (string Encoding, IFileInfo File)? Encoded(PhysicalFileProvider files, string path, HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().AcceptEncoding;
        foreach (var (encoding, ending) in new[] { ("br", ".br"), ("gzip", ".gz") })
        {
            if (accepted.Any(a => a.Value == encoding && a.Quality is not 0) && files.GetFileInfo(path + ending) is { Exists: true } ready) return (encoding, ready);
        }

        return null;
    }

    private static FileExtensionContentTypeProvider Types()
    {
        var types = new FileExtensionContentTypeProvider();
        types.Mappings[".dat"] = "application/octet-stream";
        types.Mappings.Remove(".map");
        return types;
    }
}

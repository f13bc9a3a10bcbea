using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Batumi.Workflows.Web.Forms;

/// <summary>
/// A posted form that may carry large files. Fields are read first-come, files are handed over as they arrive and are never buffered here, so that a file
/// that is too large gets a sentence instead of a broken connection, and what was typed beside it is kept.
/// </summary>
/// <param name="Values">What was typed, by input name.</param>
/// <param name="IsCutOff">More was sent than even this reads; what came before is here.</param>
public sealed record PostedForm(IReadOnlyDictionary<string, string[]> Values, bool IsCutOff)
{
    /// <summary>Read to its end and answered; what is larger breaks off.</summary>
    public const long MostBytes = 210L * 1024 * 1024;

    private const string TokenField = "__RequestVerificationToken", TokenHeader = "RequestVerificationToken";
    private const int LongestBoundary = 100, LongestValue = 100_000, MostFields = 200;

    public string? Value(string name) => Values.TryGetValue(name, out var values) ? values.FirstOrDefault() : null;

    /// <summary>Reads the form. The form's antiforgery token must come before its files: it is checked before the first of them.</summary>
    /// <exception cref="AntiforgeryValidationException">The form is not one that we rendered for this person.</exception>
    public static async Task<PostedForm> ReadAsync(HttpContext http, Func<PostedFile, Task> onFile, CancellationToken ct)
    {
        var antiforgery = http.RequestServices.GetRequiredService<IAntiforgery>();
        if (Boundary(http.Request.ContentType) is not { } boundary)
        {
            await antiforgery.ValidateRequestAsync(http);
            var form = await http.Request.ReadFormAsync(ct);
            return new(form.ToDictionary(f => f.Key, f => f.Value.OfType<string>().ToArray()), IsCutOff: false);
        }

        var values = new Dictionary<string, List<string>>();
        var isCutOff = false;
        var isOurs = false;
        try
        {
            var reader = new MultipartReader(boundary, http.Request.Body);
            while (await reader.ReadNextSectionAsync(ct) is { } section)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var header)) continue;
                var name = HeaderUtilities.RemoveQuotes(header.Name).ToString();
                if (!header.IsFileDisposition())
                {
                    await KeepAsync(section, name, values, ct);
                    continue;
                }

                if (!isOurs) isOurs = await CheckAsync(antiforgery, http, values);
                var fileName = HeaderUtilities.RemoveQuotes(header.FileNameStar.HasValue ? header.FileNameStar : header.FileName).ToString();
                if (fileName.Length > 0) await onFile(new(name, fileName, section.Body));
            }
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            isCutOff = true;
        }
        catch (Exception broken) when (broken is InvalidDataException or (IOException and not BadHttpRequestException))
        {
            throw new BadHttpRequestException("The form could not be read.", broken);
        }

        if (!isOurs && !isCutOff) await CheckAsync(antiforgery, http, values);
        return new(isOurs || !isCutOff ? values.ToDictionary(v => v.Key, v => v.Value.ToArray()) : new Dictionary<string, string[]>(), isCutOff);
    }

    private static async Task KeepAsync(MultipartSection section, string name, Dictionary<string, List<string>> values, CancellationToken ct)
    {
        if (values.Count >= MostFields) throw new InvalidDataException("Too many fields.");
        using var reader = new StreamReader(section.Body, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        var buffer = new char[LongestValue + 1];
        var length = await reader.ReadBlockAsync(buffer, ct);
        if (length > LongestValue) throw new InvalidDataException("A field is too long.");
        if (!values.TryGetValue(name, out var list)) values[name] = list = [];
        list.Add(new string(buffer, 0, length));
    }

    // The framework looks for the token in a header or in a form of its own reading; ours was read here.
    private static async Task<bool> CheckAsync(IAntiforgery antiforgery, HttpContext http, Dictionary<string, List<string>> values)
    {
        http.Request.Headers[TokenHeader] = values.TryGetValue(TokenField, out var token) ? token[0] : "none";
        await antiforgery.ValidateRequestAsync(http);
        return true;
    }

    private static string? Boundary(string? contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)) return null;
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        return boundary.Length is > 0 and <= LongestBoundary ? boundary : null;
    }
}

/// <summary>A file as it arrives: its stream can be read once, now.</summary>
public sealed record PostedFile(string Field, string Name, Stream Content);

/// <summary>On pages that read their form themselves: keeps the framework from reading it first. <see cref="PostedForm.ReadAsync"/> checks the token.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReadsItsFormAttribute : Attribute, IResourceFilter
{
    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        context.ValueProviderFactories.RemoveType<FormValueProviderFactory>();
        context.ValueProviderFactories.RemoveType<FormFileValueProviderFactory>();
        context.ValueProviderFactories.RemoveType<JQueryFormValueProviderFactory>();
    }

    public void OnResourceExecuted(ResourceExecutedContext context)
    {
    }
}

using System.Net;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace Batumi.Workflows.Tests.Support;

/// <summary>Opens pages and sends their forms as a browser without scripts does: hidden fields, antiforgery and all.</summary>
public sealed class Visitor(HttpClient client, string language)
{
    public HttpClient Client => client;

    /// <summary>The page that is open.</summary>
    public IHtmlDocument Page { get; private set; } = null!;

    public HttpStatusCode Status { get; private set; }

    /// <summary>Address of the open page, without the host.</summary>
    public string Address { get; private set; } = "";

    public string Text => string.Join(' ', Page.Body!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public async Task<Visitor> OpenAsync(string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        return await SendAsync(request);
    }

    /// <summary>Follows a link of the page by (part of) its text.</summary>
    public Task<Visitor> FollowAsync(string text)
    {
        var link = Page.QuerySelectorAll<IHtmlAnchorElement>("a").FirstOrDefault(a => a.TextContent.Contains(text, StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"No link '{text}' on {Address}: {Text}");
        return OpenAsync(link.GetAttribute("href")!);
    }

    /// <summary>
    /// Fills in and sends a form of the page: the only one that posts, or the one that <paramref name="form"/> selects. Values by field name; a null takes the
    /// field away. The button pressed is the first, or the one whose text or value is <paramref name="button"/>.
    /// </summary>
    public async Task<Visitor> SubmitAsync(object? values = null, string? form = null, string? button = null, params (string Field, string Name, byte[] Bytes)[] files)
    {
        var element = Form(form, button);
        var fields = Fields(element);
        foreach (var (name, value) in Values(values))
        {
            fields.RemoveAll(f => f.Name == name);
            if (value is not null) fields.Add((name, value));
        }

        if (Button(element, button) is { } pressed && pressed.GetAttribute("name") is { Length: > 0 } key) fields.Add((key, pressed.GetAttribute("value") ?? ""));
        var target = Button(element, button)?.GetAttribute("formaction") ?? element.GetAttribute("action") ?? Address;
        if (string.IsNullOrEmpty(target)) target = Address;
        using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = Content(element, fields, files) };
        return await SendAsync(request);
    }

    /// <summary>Sends something else than the page's own forms, such as a stale or forged one.</summary>
    public async Task<Visitor> SendAsync(HttpRequestMessage request)
    {
        request.Headers.TryAddWithoutValidation("Accept-Language", language);
        request.Headers.TryAddWithoutValidation("Accept", "text/html");
        using var answer = await client.SendAsync(request);
        Status = answer.StatusCode;
        Address = answer.RequestMessage!.RequestUri!.PathAndQuery;
        var context = BrowsingContext.New(Configuration.Default);
        Page = (IHtmlDocument)await context.OpenAsync(r => r.Content(answer.Content.Headers.ContentType?.MediaType is "text/html" ? answer.Content.ReadAsStringAsync().Result : "").Address("https://city.test" + Address));
        return this;
    }

    private IHtmlFormElement Form(string? selector, string? button)
    {
        var forms = Page.QuerySelectorAll<IHtmlFormElement>(selector ?? "form").Where(f => f.Method == "post").ToList();
        if (button is not null) forms = [.. forms.Where(f => Button(f, button) is not null)];
        if (selector is null && button is null && forms.Count > 1) forms = [.. forms.Where(f => f.Closest("main") is not null)];
        return forms.Count == 1 ? forms[0] : throw new InvalidOperationException($"{forms.Count} forms {selector} {button} on {Address} ({Status}): {Text}");
    }

    private static IElement? Button(IElement form, string? text)
    {
        var buttons = form.QuerySelectorAll("button, input[type=submit], input[type=image]").Where(b => b.GetAttribute("type") != "button");
        return text is null ? null : buttons.FirstOrDefault(b => b.GetAttribute("value") == text || b.TextContent.Trim() == text);
    }

    private static List<(string Name, string Value)> Fields(IHtmlFormElement form)
    {
        var fields = new List<(string, string)>();
        foreach (var input in form.QuerySelectorAll<IHtmlInputElement>("input").Where(i => !string.IsNullOrEmpty(i.Name) && i.Type is not ("submit" or "image" or "file" or "button")))
        {
            if (input.Type is "radio" or "checkbox" && !input.HasAttribute("checked")) continue;
            fields.Add((input.Name!, input.Value));
        }

        foreach (var area in form.QuerySelectorAll<IHtmlTextAreaElement>("textarea").Where(a => !string.IsNullOrEmpty(a.Name))) fields.Add((area.Name!, area.Value));
        foreach (var select in form.QuerySelectorAll<IHtmlSelectElement>("select").Where(s => !string.IsNullOrEmpty(s.Name))) fields.Add((select.Name!, select.Value ?? ""));
        return fields;
    }

    private static IEnumerable<(string Name, string? Value)> Values(object? values) => values switch
    {
        null => [],
        IReadOnlyDictionary<string, string?> map => map.Select(p => (p.Key, p.Value)),
        _ => values.GetType().GetProperties().Select(p => (p.Name, p.GetValue(values)?.ToString())),
    };

    private static HttpContent Content(IHtmlFormElement form, List<(string Name, string Value)> fields, (string Field, string Name, byte[] Bytes)[] files)
    {
        if (files.Length == 0 && form.Enctype != "multipart/form-data") return new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        var content = new MultipartFormDataContent();
        foreach (var (name, value) in fields) content.Add(new StringContent(value), name);
        foreach (var (field, name, bytes) in files) content.Add(new ByteArrayContent(bytes), field, name);
        return content;
    }
}

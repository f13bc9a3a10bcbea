using System.Net;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Tests.Architecture;
using Batumi.Workflows.Tests.Support;

namespace Batumi.Workflows.Tests.Pages;

/// <summary>What is asked of every page, whoever writes it: not signed in, not allowed, not there, and whatever strangers may send.</summary>
public sealed class EveryPageTests(SharedSite shared) : IClassFixture<SharedSite>
{
    private static readonly string[] staffFolders = ["Officer", "Admin"];
    private static readonly Post[] everyPost = [.. Roles.All.Select(role => new Post(role, role == Roles.Administrator ? "ADM" : "MSA"))];

    private readonly Site site = shared.Site;

    [Fact]
    public async Task A_page_says_who_may_open_it() =>
        Broken.None((await EveryPage.OfAsync(site)).Where(page => !page.SaysWhoMayOpenIt).Select(page => page.ToString()));

    [Fact]
    public async Task Whoever_is_not_signed_in_is_asked_to_sign_in_before_a_page_of_staff_opens()
    {
        var broken = new List<string>();
        foreach (var page in await StaffPagesAsync())
        {
            var visitor = await site.Visitor().OpenAsync(page.Address);
            if (visitor.Address != $"/account/sign-in?returnUrl={Uri.EscapeDataString(page.Address)}") broken.Add($"{page}: {visitor.Status} {visitor.Address}");

            await PostAsync(visitor, page.Address, new());
            if (page.PostHandlers.Count > 0 && !visitor.Address.StartsWith("/account/sign-in", StringComparison.Ordinal)) broken.Add($"POST {page}: {visitor.Status} {visitor.Address}");
        }

        Broken.None(broken);
    }

    [Theory]
    [InlineData("ka", "ამ გვერდის გახსნის უფლება არ გაქვთ")]
    [InlineData("en", "You may not open this page")]
    public async Task A_citizen_is_told_that_pages_of_staff_are_not_for_them(string language, string sentence)
    {
        var citizen = await site.SignedInAsync(language);
        Broken.None(await RefusedAsync(await StaffPagesAsync(), citizen, sentence));
    }

    [Theory]
    [InlineData(Roles.Dispatcher, "MSA")]
    [InlineData(Roles.ProviderCrew, "INF")]
    [InlineData(Roles.UnitHead, "ADM")]
    [InlineData(Roles.Finance, "MSA")]
    public async Task Administration_is_closed_to_everybody_but_administrators(string role, string unit)
    {
        var officer = await site.SignedInAsync(posts: new Post(role, unit));
        Broken.None(await RefusedAsync((await EveryPage.OfAsync(site)).Where(page => page.IsFor("Admin")), officer, "ამ გვერდის გახსნის უფლება არ გაქვთ"));
    }

    [Theory]
    [InlineData("ka", "გვერდი ვერ მოიძებნა")]
    [InlineData("en", "Page not found")]
    public async Task What_is_not_there_is_said_on_a_page_of_ours(string language, string sentence)
    {
        var broken = new List<string>();
        var pages = (await EveryPage.OfAsync(site)).Where(page => page.HasId).ToList();
        var visitor = await site.SignedInAsync(language, posts: everyPost);
        foreach (var page in pages)
        {
            await visitor.OpenAsync(page.Address);
            if (visitor.Status != HttpStatusCode.NotFound || !visitor.Text.Contains(sentence, StringComparison.Ordinal)) broken.Add($"{page}: {visitor.Status}");
        }

        Assert.NotEmpty(pages);
        Broken.None(broken);
    }

    [Theory]
    [InlineData("'; drop table cases --")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("=1+1")]
    [InlineData("\u0007")]
    [InlineData("../../etc/passwd")]
    [InlineData("\U0001F600%F0%9F")]
    public async Task Whatever_stands_in_the_address_no_page_breaks(string text)
    {
        var broken = new List<string>();
        var visitor = await site.SignedInAsync(posts: everyPost);
        var query = "?Q=%00&" + string.Join('&', new[] { "q", "p", "list", "service", "stage", "overdue", "status", "v", "number", "task", "outcome", "from", "to", "lat", "lon", "near", "change", "returnUrl", "back", "all", "id", "lang", "width" }
            .Select(key => $"{key}={Uri.EscapeDataString(text)}"));
        foreach (var page in await EveryPage.OfAsync(site))
        {
            await visitor.OpenAsync(page.Filled(text) + query);
            if ((int)visitor.Status >= 500) broken.Add($"{page}: {visitor.Status}");
            if (visitor.Page.Scripts.Any(script => script.Source is null)) broken.Add($"{page}: shows the text as a script");
        }

        Broken.None(broken);
    }

    [Theory]
    [InlineData("PUT", "application/x-www-form-urlencoded")]
    [InlineData("DELETE", "application/x-www-form-urlencoded")]
    [InlineData("TRACE", null)]
    [InlineData("FOO", null)]
    [InlineData("POST", "application/x-www-form-urlencoded; charset=utf-7")]
    [InlineData("POST", "application/json")]
    [InlineData("POST", "multipart/form-data")]
    [InlineData("POST", "multipart/form-data; boundary=x")]
    [InlineData("GET", null)]
    public async Task However_a_page_is_asked_it_does_not_break(string method, string? contentType)
    {
        var broken = new List<string>();
        var visitor = await site.SignedInAsync(posts: everyPost);
        foreach (var page in await EveryPage.OfAsync(site))
        {
            using var request = new HttpRequestMessage(new(method), page.Address + "?handler=nothing");
            if (contentType is not null)
            {
                request.Content = new ByteArrayContent("a=b"u8.ToArray());
                request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
            }

            using var answer = await visitor.Client.SendAsync(request);
            if ((int)answer.StatusCode >= 500) broken.Add($"{method} {page}: {answer.StatusCode}");
        }

        Broken.None(broken);
    }

    [Theory]
    [InlineData("ka")]
    [InlineData("en")]
    public async Task Every_page_opens_for_whoever_may_open_it(string language)
    {
        var visitor = await site.SignedInAsync(language, posts: everyPost);
        var broken = new List<string>();
        foreach (var page in (await EveryPage.OfAsync(site)).Where(page => !page.HasId && !page.IsFor("Public/Error")))
        {
            await visitor.OpenAsync(page.Address);
            if (visitor.Status != HttpStatusCode.OK || visitor.Page.QuerySelector("main h1") is null) broken.Add($"{page}: {visitor.Status}");
        }

        Broken.None(broken);
    }

    [Fact]
    public async Task An_empty_form_breaks_no_page()
    {
        var broken = new List<string>();
        var visitor = await site.SignedInAsync(posts: everyPost);
        foreach (var page in (await EveryPage.OfAsync(site)).OrderBy(page => page.File == "/Account/SignOut"))
        {
            foreach (var handler in page.PostHandlers)
            {
                await PostAsync(visitor, page.Address + (handler.Length > 0 ? $"?handler={handler}" : ""), new() { ["__RequestVerificationToken"] = Token(visitor) });
                if ((int)visitor.Status >= 500) broken.Add($"{page} {handler}: {visitor.Status}");
                if (page.HasId && visitor.Status != HttpStatusCode.NotFound) broken.Add($"{page} {handler}: {visitor.Status} for what is not there");
            }
        }

        Broken.None(broken);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("forged")]
    public async Task A_post_that_no_page_of_ours_made_is_refused_on_a_page_of_ours(string? token)
    {
        var broken = new List<string>();
        var visitor = await site.SignedInAsync(posts: everyPost);
        var pages = (await EveryPage.OfAsync(site)).Where(page => page.PostHandlers.Count > 0 && !page.IsFor("Public")).ToList();
        foreach (var page in pages)
        {
            await PostAsync(visitor, page.Filled("street-fault"), token is null ? [] : new() { ["__RequestVerificationToken"] = token });
            if (visitor.Status != HttpStatusCode.BadRequest || !visitor.Text.Contains("მოთხოვნა ვერ გავიგეთ", StringComparison.Ordinal)) broken.Add($"{page}: {visitor.Status} {visitor.Address}");
        }

        Assert.NotEmpty(pages);
        Broken.None(broken);
    }

    private async Task<IEnumerable<EveryPage>> StaffPagesAsync()
    {
        var pages = (await EveryPage.OfAsync(site)).Where(page => staffFolders.Any(page.IsFor)).ToList();
        Assert.NotEmpty(pages);
        return pages;
    }

    private static async Task<List<string>> RefusedAsync(IEnumerable<EveryPage> pages, Visitor visitor, string sentence)
    {
        var broken = new List<string>();
        foreach (var page in pages)
        {
            await visitor.OpenAsync(page.Address);
            if (visitor.Status != HttpStatusCode.Forbidden || !visitor.Text.Contains(sentence, StringComparison.Ordinal)) broken.Add($"{page}: {visitor.Status}");
            if (page.PostHandlers.Count == 0) continue;
            await PostAsync(visitor, page.Address, new() { ["__RequestVerificationToken"] = Token(visitor) });
            if (visitor.Status != HttpStatusCode.Forbidden) broken.Add($"POST {page}: {visitor.Status}");
        }

        return broken;
    }

    private static string Token(Visitor visitor) => visitor.Page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;

    private static async Task PostAsync(Visitor visitor, string address, Dictionary<string, string> fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(fields) };
        await visitor.SendAsync(request);
    }
}

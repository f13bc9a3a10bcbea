using System.Net;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Tests.Support;
using Batumi.Workflows.Web.Api;
using Microsoft.Extensions.Configuration;

namespace Batumi.Workflows.Tests.Hosting;

/// <summary>Whoever finds a weakness finds whom to tell.</summary>
public sealed class SecurityTxtTests
{
    [Fact]
    public async Task The_file_says_what_RFC_9116_asks_for_until_its_last_day()
    {
        await using var site = new Site(settings: Settings("mailto:security@city.test", "2027-06-30"));
        var client = site.Visitor().Client;

        using var answer = await client.GetAsync("/.well-known/security.txt");
        Assert.Equal("text/plain; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal(
            ["Contact: mailto:security@city.test", "Expires: 2027-06-30T00:00:00Z", "Preferred-Languages: ka, en", "Canonical: https://city.test/.well-known/security.txt", "Policy: https://city.test/about/security"],
            (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries));

        site.Time.Advance(TimeSpan.FromDays(300));
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/.well-known/security.txt")).StatusCode);
    }

    [Fact]
    public async Task Without_a_contact_there_is_no_file()
    {
        await using var site = new Site();
        Assert.Equal(HttpStatusCode.NotFound, (await site.Visitor().Client.GetAsync("/.well-known/security.txt")).StatusCode);
    }

    [Theory]
    [InlineData("security@city.test", "2027-06-30", "Write mailto:")]
    [InlineData("http://city.test/tell", "2027-06-30", "Write mailto:")]
    [InlineData("mailto:security@city.test", null, "Security:Expires is missing")]
    [InlineData("mailto:security@city.test", "soon", "Security:Expires is missing")]
    public void A_contact_that_nobody_could_use_is_said_at_start(string contact, string? expires, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<SettingsException>(() => SecuritySettings.Read(new ConfigurationBuilder().AddInMemoryCollection(Settings(contact, expires)!).Build())).Message, StringComparison.Ordinal);

    private static Dictionary<string, string> Settings(string contact, string? expires) => new() { ["Security:Contact"] = contact, ["Security:Expires"] = expires ?? "" };
}

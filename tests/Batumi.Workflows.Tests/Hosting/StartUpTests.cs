namespace Batumi.Workflows.Tests.Hosting;

public sealed class StartUpTests
{
    [Theory]
    [InlineData("data", "data/keys")]
    [InlineData("data", "data")]
    [InlineData("/srv/city", "/srv/city/deep/keys")]
    public async Task A_site_whose_keys_lie_in_the_data_folder_does_not_start_and_says_what_to_change(string data, string keys)
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => SmallSite.StartAsync(null, ("Data:Folder", data), ("Keys:Folder", keys)));

        Assert.Contains("Set Keys:Folder to a folder outside", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data", "keys")]
    [InlineData("data", "data-keys")]
    [InlineData("/srv/city/data", "/srv/city")]
    public async Task Keys_beside_the_data_folder_are_well(string data, string keys)
    {
        await using var site = await SmallSite.StartAsync(null, ("Data:Folder", data), ("Keys:Folder", keys));
    }

    [Fact]
    public async Task Every_answer_keeps_the_browser_to_the_sites_own_files()
    {
        await using var site = await SmallSite.StartAsync();

        foreach (var path in new[] { "/follow/1/2", "/fails", "/nothing-here", "/health/live" })
        {
            var headers = (await site.Client.GetAsync(path)).Headers;
            Assert.Contains("default-src 'self'", Assert.Single(headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.Equal("same-origin", Assert.Single(headers.GetValues("Referrer-Policy")));
            Assert.Equal("nosniff", Assert.Single(headers.GetValues("X-Content-Type-Options")));
        }
    }
}

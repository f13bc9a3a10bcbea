using System.Net;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Web.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Batumi.Workflows.Tests.Hosting;

/// <summary>Whom a limit counts, and which limits make sense.</summary>
public sealed class AskingTests
{
    [Theory]
    [InlineData("10.1.2.3", "10.1.2.3")]
    [InlineData("::ffff:10.1.2.3", "10.1.2.3")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    [InlineData("2001:db8:1:2:ffff::1", "2001:db8:1:2::")]
    public void A_household_is_one_network(string address, string network)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse(address);
        Assert.Equal(network, http.Network());
        Assert.Equal(network, http.Asker());
    }

    [Fact]
    public void A_limit_that_nobody_could_keep_is_refused()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("Limits:DraftsPerHour", "0")]).Build();
        Assert.Contains("Limits:DraftsPerHour", Assert.Throws<SettingsException>(() => LimitSettings.Read(settings)).Message, StringComparison.Ordinal);
    }
}

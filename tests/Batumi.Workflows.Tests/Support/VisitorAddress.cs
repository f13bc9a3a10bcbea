using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Batumi.Workflows.Tests.Support;

/// <summary>Gives each visitor a network address of their own, as on a real network: what is limited for one address does not stop the others.</summary>
internal sealed class VisitorAddress : IStartupFilter
{
    private const string Header = "X-Visitor-Address";

    public static void Give(HttpClient client, int number) =>
        client.DefaultRequestHeaders.Add(Header, new IPAddress([10, (byte)(number >> 16), (byte)(number >> 8), (byte)number]).ToString());

    public static void Share(HttpClient client, HttpClient other) => client.DefaultRequestHeaders.Add(Header, other.DefaultRequestHeaders.GetValues(Header));

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((http, rest) =>
        {
            if (IPAddress.TryParse(http.Request.Headers[Header], out var address)) http.Connection.RemoteIpAddress = address;
            http.Request.Headers.Remove(Header);
            return rest(http);
        });
        next(app);
    };
}

using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Web.Identity;

namespace Batumi.Workflows.Web.Hosting;

/// <summary>How much is taken in a given time from one account, or from one network of people without one. People of a whole office or of a mobile network share an address.</summary>
public sealed record LimitSettings(int DraftsPerHour, int UploadsPerHour, int SignInsPerMinute)
{
    /// <exception cref="SettingsException">A limit that nobody could keep.</exception>
    public static LimitSettings Read(IConfiguration configuration)
    {
        int Limit(string name, int usual) => configuration.GetValue($"Limits:{name}", usual) is > 0 and var most ? most : throw new SettingsException($"Limits:{name} must be 1 or more.");
        return new(Limit(nameof(DraftsPerHour), 100), Limit(nameof(UploadsPerHour), 300), Limit(nameof(SignInsPerMinute), 60));
    }
}

/// <summary>Whom a limit counts.</summary>
public static class Asking
{
    /// <summary>The account; without one, the network.</summary>
    public static string Asker(this HttpContext http) => http.Actor().AccountId?.ToString() ?? http.Network();

    /// <summary>The address; of IPv6 the first half, because a household has the whole second half to itself.</summary>
    public static string Network(this HttpContext http) => http.Connection.RemoteIpAddress switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } six => new IPAddress([.. six.GetAddressBytes()[..8], .. new byte[8]]).ToString(),
        var four => four.ToString(),
    };

    internal static SlidingWindowRateLimiterOptions PerHour(int most) => new() { PermitLimit = most, Window = TimeSpan.FromHours(1), SegmentsPerWindow = 6, QueueLimit = 0 };
}

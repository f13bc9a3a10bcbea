using System.Threading.RateLimiting;
using Batumi.Workflows.Application.Catalog;
using Batumi.Workflows.Web.Hosting;

namespace Batumi.Workflows.Web.Pages.Citizen.Request;

/// <summary>How many requests of a service one network address may send in an hour; people with an account are not limited.</summary>
public sealed class FilingRate : IDisposable
{
    private readonly PartitionedRateLimiter<(string Address, string Service, int PerHour)> limiter = PartitionedRateLimiter.Create<(string Address, string Service, int PerHour), (string, string)>(
        asked => RateLimitPartition.GetSlidingWindowLimiter((asked.Address, asked.Service), _ => Asking.PerHour(asked.PerHour)));

    public bool Allows(HttpContext http, ServiceEntry service)
    {
        if (http.User.Identity is { IsAuthenticated: true }) return true;
        using var lease = limiter.AttemptAcquire((http.Network(), service.Key, service.RatePerHour));
        return lease.IsAcquired;
    }

    public void Dispose() => limiter.Dispose();
}

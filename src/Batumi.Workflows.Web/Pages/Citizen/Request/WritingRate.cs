using System.Threading.RateLimiting;
using Batumi.Workflows.Web.Hosting;

namespace Batumi.Workflows.Web.Pages.Citizen.Request;

/// <summary>How many requests somebody may begin to write in an hour, and how many pictures they may upload: each takes room until it is sent or dropped.</summary>
public sealed class WritingRate(LimitSettings limits) : IDisposable
{
    private readonly PartitionedRateLimiter<HttpContext> drafts = Limiter(limits.DraftsPerHour), uploads = Limiter(limits.UploadsPerHour);

    public bool AllowsDraft(HttpContext http) => Take(drafts, http);

    public bool AllowsUpload(HttpContext http) => Take(uploads, http);

    public void Dispose()
    {
        drafts.Dispose();
        uploads.Dispose();
    }

    private static PartitionedRateLimiter<HttpContext> Limiter(int most) =>
        PartitionedRateLimiter.Create<HttpContext, string>(http => RateLimitPartition.GetSlidingWindowLimiter(http.Asker(), _ => Asking.PerHour(most)));

    private static bool Take(PartitionedRateLimiter<HttpContext> limiter, HttpContext http)
    {
        using var lease = limiter.AttemptAcquire(http);
        return lease.IsAcquired;
    }
}

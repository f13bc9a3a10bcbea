using Batumi.Workflows.Application.Data;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Batumi.Workflows.Web.Hosting;

/// <summary>A site that cannot reach its database is not ready.</summary>
internal sealed class DatabaseCheck(CityDb db) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await db.Database.CanConnectAsync(cancellationToken) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy();
}

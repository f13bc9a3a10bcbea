using Batumi.Workflows.Application.Data;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Batumi.Workflows.Web.Hosting;

/// <summary>Well when the city's database can be reached.</summary>
internal sealed class DatabaseHealth(CityDb db) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await db.Database.CanConnectAsync(cancellationToken) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The database cannot be reached.");
}

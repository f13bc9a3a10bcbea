using Batumi.Workflows.Application.Data;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace Batumi.Workflows.Application.Workers;

/// <summary>
/// Quartz only wakes the workers: one trigger a kind of work, never one a timer. In memory on SQLite; on servers clustered through the database, so that
/// one node at a time is woken. What is due stands in our own rows either way.
/// </summary>
public static class WorkerServices
{
    public static IServiceCollection AddWorkers(this IServiceCollection services, DatabaseSettings database)
    {
        services.AddQuartz(quartz =>
        {
            if (database.Provider != DatabaseProvider.Sqlite) Cluster(quartz, database);
            Every<TimerJob>(quartz, TimeSpan.FromSeconds(1));
            Every<ScheduleJob>(quartz, TimeSpan.FromSeconds(1));
            Every<MessageJob>(quartz, TimeSpan.FromSeconds(1));
            Every<TermJob>(quartz, TimeSpan.FromSeconds(15));
            Every<OutboxJob>(quartz, TimeSpan.FromSeconds(5));
            Every<RetentionJob>(quartz, TimeSpan.FromHours(1));
        });
        return services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
    }

    private static void Cluster(IQuartzBuilder quartz, DatabaseSettings database)
    {
        quartz.ConfigureScheduler(scheduler => scheduler.GenerateInstanceId = true);
        quartz.UsePersistentStore(store =>
        {
            store.ProvisionSchema();
            store.UseClustering();
            if (database.Provider == DatabaseProvider.Postgres) store.UsePostgres(database.ConnectionString);
            else store.UseSqlServer(database.ConnectionString);
        });
    }

    private static void Every<TJob>(IQuartzBuilder quartz, TimeSpan interval) where TJob : class, IJob => quartz.ScheduleJob<TJob>(
        trigger => trigger.WithIdentity(typeof(TJob).Name).StartNow().WithSimpleSchedule(schedule => schedule.WithInterval(interval).RepeatForever()),
        job => job.WithIdentity(typeof(TJob).Name));
}

using Batumi.Workflows.Application.Notifications;
using Batumi.Workflows.Application.Requests;
using Batumi.Workflows.Application.Running;
using Microsoft.Extensions.DependencyInjection;

namespace Batumi.Workflows.Application.Demo;

/// <summary>The machine's clock plus what a visitor of the demo has moved it by.</summary>
public sealed class DemoTime : TimeProvider
{
    private long offsetTicks;

    public TimeSpan Offset => TimeSpan.FromTicks(Interlocked.Read(ref offsetTicks));

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Offset;

    internal void Move(TimeSpan by) => Interlocked.Add(ref offsetTicks, by.Ticks);
}

/// <summary>Moves the demo's clock forward and then runs what has come due: timers and marks of terms first, the letters they cause after.</summary>
public sealed class DemoClock(DemoTime time, IServiceScopeFactory scopes, Timers timers, TermMarks marks, TaskMarks tasks)
{
    public static readonly TimeSpan MostAtOnce = TimeSpan.FromDays(31);

    public DateTime NowUtc => time.GetUtcNow().UtcDateTime;

    public TimeSpan Offset => time.Offset;

    /// <param name="by">More than nothing, at most <see cref="MostAtOnce"/>: time never goes back.</param>
    public async Task<bool> MoveAsync(TimeSpan by, CancellationToken ct)
    {
        if (by <= TimeSpan.Zero || by > MostAtOnce) return false;
        time.Move(by);
        await timers.RunDueAsync(ct);
        await marks.TellDueAsync(ct);
        await tasks.TellDueAsync(ct);
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<Outbox>().SendDueAsync(ct);
        return true;
    }
}

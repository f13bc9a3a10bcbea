namespace Batumi.Workflows.Application.Primitives;

/// <summary>Times as every database keeps them alike: UTC, whole milliseconds.</summary>
public static class Clock
{
    public static DateTime NowUtc(this TimeProvider time)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return new DateTime(now.Ticks - (now.Ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc);
    }

    public static DateTimeOffset AsOffset(this DateTime utc) => new(DateTime.SpecifyKind(utc, DateTimeKind.Utc), TimeSpan.Zero);

    /// <summary>The moment as a column keeps it.</summary>
    public static DateTime AsColumn(this DateTimeOffset moment)
    {
        var utc = moment.UtcDateTime;
        return new DateTime(utc.Ticks - (utc.Ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc);
    }
}

/// <summary>The time of the world outside, which a demo does not move: what a phone shows.</summary>
public sealed record WallClock(TimeProvider Time);

using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Register;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Statistics;

/// <summary>The public figures of one service in one period (privacy class A: exact counts, no personal data).</summary>
/// <param name="Pending">Registered and not decided at the end of the period.</param>
/// <param name="MedianHours">Median net time of the decisions in the period; null when there are fewer than <see cref="ServiceStatistics.FewestForShares"/>.</param>
/// <param name="OnTime">Of <paramref name="OnTimeBase"/> decisions in the period, those within the term.</param>
public sealed record ServiceFigures(
    string ServiceKey, DateOnly From, DateOnly To, int Received, int Positive, int Negative, int Other, int PendingAtStart, int Pending, int OverduePending,
    double? MedianHours, double? P90Hours, int OnTime, int OnTimeBase, int Reopened, IReadOnlyList<MonthFigures> Months,
    IReadOnlyList<GroupFigures> ByCategory, IReadOnlyList<GroupFigures> ByPriority, DateTime AsOfUtc)
{
    public int Resolved => Positive + Negative + Other;
}

public sealed record MonthFigures(DateOnly Month, int Received, int Positive, int Negative, int Other, int Pending);

public sealed record GroupFigures(string Key, int Received, int Positive, int Negative, int Other);

/// <summary>
/// Public statistics, counted from the facts that every step commits: received, resolved positively, negatively and otherwise, pending, times and
/// punctuality. Definitions follow the statistics model: flow identity pending(end) = pending(start) + received - resolved.
/// </summary>
public sealed class ServiceStatistics(CityDb db, TimeProvider time)
{
    /// <summary>Shares, medians and percentiles of fewer cases than this say nothing and are not shown.</summary>
    public const int FewestForShares = 10;

    public async Task<ServiceFigures> ForAsync(string serviceKey, DateOnly from, DateOnly to, CancellationToken ct)
    {
        var now = time.NowUtc();
        var facts = await db.Set<StatFact>().AsNoTracking().Where(f => f.ServiceKey == serviceKey && f.Day <= to)
            .GroupBy(f => new { f.Day, f.Kind, f.Outcome, f.Category, f.Priority })
            .Select(g => new Sum(g.Key.Day, g.Key.Kind, g.Key.Outcome, g.Key.Category, g.Key.Priority, g.Sum(f => f.Sign), g.Count())).ToListAsync(ct);
        var times = await TimesAsync(serviceKey, from, to, ct);
        var overdue = await db.Set<Case>().CountAsync(c => c.ServiceKey == serviceKey && c.DecidedAtUtc == null && c.ClockStoppedAtUtc == null && c.DueAtUtc < now, ct);

        var inPeriod = facts.Where(f => f.Day >= from).ToList();
        var before = facts.Where(f => f.Day < from).ToList();
        var pendingAtStart = Received(before) - Resolved(before);
        return new(serviceKey, from, to, Received(inPeriod), Group(inPeriod, "positive"), Group(inPeriod, "negative"), Group(inPeriod, "other"),
            pendingAtStart, pendingAtStart + Received(inPeriod) - Resolved(inPeriod), overdue, Percentile(times, 0.5), Percentile(times, 0.9),
            times.Count(t => t.OnTime == true), times.Count(t => t.OnTime is not null), inPeriod.Where(f => f.Kind == StatKind.Reopened).Sum(f => f.Rows),
            Months(facts, from, to), Groups(inPeriod, f => f.Category), Groups(inPeriod, f => f.Priority), now);
    }

    // Net times of decisions that stand: a decision taken back by a reopening does not count.
    private async Task<List<Decided>> TimesAsync(string serviceKey, DateOnly from, DateOnly to, CancellationToken ct)
    {
        var rows = await db.Set<StatFact>().AsNoTracking()
            .Where(f => f.ServiceKey == serviceKey && f.Day >= from && f.Day <= to && f.Kind != StatKind.Received)
            .Select(f => new { f.CaseId, f.AtUtc, f.Sign, f.NetMilliseconds, f.OnTime }).ToListAsync(ct);
        return [.. rows.GroupBy(r => (r.CaseId, r.AtUtc)).Where(g => g.Sum(r => r.Sign) > 0).Select(g => g.First(r => r.Sign > 0))
            .Select(r => new Decided((r.NetMilliseconds ?? 0) / 3_600_000d, r.OnTime)).OrderBy(d => d.Hours)];
    }

    private static List<MonthFigures> Months(List<Sum> facts, DateOnly from, DateOnly to)
    {
        var months = new List<MonthFigures>();
        for (var month = new DateOnly(from.Year, from.Month, 1); month <= to; month = month.AddMonths(1))
        {
            var next = month.AddMonths(1);
            var upTo = facts.Where(f => f.Day < next).ToList();
            var within = upTo.Where(f => f.Day >= month && f.Day >= from).ToList();
            months.Add(new(month, Received(within), Group(within, "positive"), Group(within, "negative"), Group(within, "other"), Received(upTo) - Resolved(upTo)));
        }

        return months;
    }

    private static List<GroupFigures> Groups(List<Sum> facts, Func<Sum, string?> by) =>
        [.. facts.Where(f => by(f) is not null).GroupBy(by).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g =>
        {
            var list = g.ToList();
            return new GroupFigures(g.Key!, Received(list), Group(list, "positive"), Group(list, "negative"), Group(list, "other"));
        })];

    private static int Received(IEnumerable<Sum> facts) => facts.Where(f => f.Kind == StatKind.Received).Sum(f => f.Signed);

    private static int Resolved(IEnumerable<Sum> facts) => facts.Where(f => f.Kind != StatKind.Received).Sum(f => f.Signed);

    private static int Group(IEnumerable<Sum> facts, string group) =>
        facts.Where(f => f.Kind != StatKind.Received && f.Outcome is not null && Outcomes.Group(f.Outcome) == group).Sum(f => f.Signed);

    // Nearest rank (ceiling of p times n), as statistical offices define percentiles of small counts.
    private static double? Percentile(List<Decided> sorted, double p) =>
        sorted.Count < FewestForShares ? null : sorted[(int)Math.Ceiling(p * sorted.Count) - 1].Hours;

    private sealed record Sum(DateOnly Day, StatKind Kind, string? Outcome, string? Category, string? Priority, int Signed, int Rows);

    private sealed record Decided(double Hours, bool? OnTime);
}

using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Primitives;
using Batumi.Workflows.Application.Register;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.Statistics;

/// <summary>Counts the register itself, row by row, and compares with the sums of the facts: proves that the public figures equal the register.</summary>
public sealed class Recount(CityDb db)
{
    /// <returns>What differs, a line each; empty when nothing does.</returns>
    public async Task<IReadOnlyList<string>> DifferencesAsync(CancellationToken ct)
    {
        var cases = await db.Set<Case>().AsNoTracking().Select(c => new { c.ServiceKey, c.RegisteredAtUtc, c.DecidedAtUtc, c.Outcome }).ToListAsync(ct);
        var facts = await db.Set<StatFact>().AsNoTracking().GroupBy(f => new { f.ServiceKey, f.Day, IsReceived = f.Kind == StatKind.Received, f.Outcome })
            .Select(g => new { g.Key.ServiceKey, g.Key.Day, g.Key.IsReceived, g.Key.Outcome, Sum = g.Sum(f => f.Sign) }).ToListAsync(ct);

        var fromFacts = facts.Where(f => f.Sum != 0).ToDictionary(f => Line(f.ServiceKey, f.Day, f.IsReceived ? "received" : f.Outcome ?? ""), f => f.Sum);
        var fromRegister = cases.Select(c => Line(c.ServiceKey, Day(c.RegisteredAtUtc), "received"))
            .Concat(cases.Where(c => c.DecidedAtUtc is not null).Select(c => Line(c.ServiceKey, Day(c.DecidedAtUtc!.Value), c.Outcome ?? "")))
            .CountBy(line => line).ToDictionary();
        return [.. fromFacts.Keys.Union(fromRegister.Keys).Where(k => fromFacts.GetValueOrDefault(k) != fromRegister.GetValueOrDefault(k)).Order(StringComparer.Ordinal)
            .Select(k => $"{k}: facts {fromFacts.GetValueOrDefault(k)}, register {fromRegister.GetValueOrDefault(k)}")];
    }

    private static DateOnly Day(DateTime utc) => DateOnly.FromDateTime(TbilisiTime.ToLocal(utc));

    private static string Line(string service, DateOnly day, string what) => $"{service} {day:yyyy-MM-dd} {what}";
}

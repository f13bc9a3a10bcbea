using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Identity;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Application.People;

/// <summary>Keeps the units of the database in step with the published list of units.</summary>
public sealed class UnitRegister(CityDb db)
{
    /// <param name="listed">Units in force; units that are no longer listed stay, closed, because cases name them.</param>
    public async Task TakeAsync(IReadOnlyList<Unit> listed, CancellationToken ct)
    {
        var known = await db.Set<Unit>().ToDictionaryAsync(u => u.Code, ct);
        foreach (var unit in listed)
        {
            if (!known.TryGetValue(unit.Code, out var row))
            {
                db.Add(unit);
                continue;
            }

            (row.NameKa, row.NameEn, row.Kind, row.IsActive) = (unit.NameKa, unit.NameEn, unit.Kind, true);
            row.Email = unit.Email ?? row.Email;
        }

        foreach (var gone in known.Values.Where(u => listed.All(l => l.Code != u.Code))) gone.IsActive = false;
        await db.SaveChangesAsync(ct);
        db.ChangeTracker.Clear();
    }
}

using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Publishing;
using Batumi.Workflows.Application.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Batumi.Workflows.Benchmarks;

/// <summary>What a step costs while the register grows: with a thousand to a million stored runs, and with one to a thousand versions of the definition. What counts is the ratio to the smallest.</summary>
internal static class Growth
{
    private static readonly int[] stored = [1_000, 10_000, 100_000, 1_000_000];
    private static readonly int[] versions = [1, 10, 100, 1_000];

    public static async Task RunAsync()
    {
        await using var bench = await StepBench.OpenAsync(null, clients: 1);
        await ReportAsync("stored runs", stored, bench, FillAsync);
        await using var other = await StepBench.OpenAsync(null, clients: 1);
        await ReportAsync("versions of the definition", versions, other, PublishAsync);
    }

    private static async Task ReportAsync(string what, IReadOnlyList<int> sizes, StepBench bench, Func<CityDb, int, Task> grow)
    {
        Console.WriteLine($"SQLite, one client, human steps through the host while the register grows: {what}");
        for (var i = 0; i < 2; i++) await Measure.InTurnsAsync([("host", bench.HostAsync)], 1);      // warm
        var first = 0.0;
        foreach (var size in sizes)
        {
            await bench.WithDbAsync(async db =>
            {
                await grow(db, size);
                await db.Database.ExecuteSqlRawAsync("pragma wal_checkpoint(truncate)");
            });
            var measures = (await Measure.InTurnsAsync([("host", bench.HostAsync)], 1))["host"];
            var middle = Measure.Median(measures.Select(m => m.P50));
            if (first == 0) first = middle;
            Console.WriteLine($"  {size,9:N0}   p50 {middle,6:0.00} ms   p95 {Measure.Median(measures.Select(m => m.P95)),6:0.00} ms   {middle / first,5:0.00} of the smallest");
        }
    }

    // Finished and waiting runs as they lie there after years: each with its state, a task, a journal entry and an intent.
    private static async Task FillAsync(CityDb db, int size)
    {
        var there = await db.Set<Run>().CountAsync();
        var sample = await db.Set<Run>().AsNoTracking().OrderByDescending(r => r.Turn).Select(r => new { r.Id, r.State, r.Turn }).FirstAsync();
        const string numbers = "with recursive n(i) as (select {1} union all select i + 1 from n where i + 1 < {2})";
        const string id = "upper(printf('%08X-0000-7000-8000-%012X', i / 97, i))";
        object[] values = [sample.Id, there, size, sample.State, sample.Turn];
#pragma warning disable CA2100, EF1002, EF1003 // every text is a constant of this file
        await db.Database.ExecuteSqlRawAsync($"""
            insert into runs ("Id", "DefinitionId", "DefinitionVersion", "State", "Status", "SubStatus", "Turn", "LastHash", "Revision", "CalendarVersion", "StartedAtUtc", "EndedAtUtc", "IncidentCount", "WaitsForEvents", "IsErased")
            {numbers} select {id}, r."DefinitionId", 1, r."State", iif(i % 4 = 0, 'Running', 'Finished'), iif(i % 4 = 0, 'Suspended', 'Finished'), 1, r."LastHash", 1, 1, r."StartedAtUtc", iif(i % 4 = 0, null, r."StartedAtUtc"), 0, 0, 0
            from n, runs r where r."Id" = {"{0}"}
            """, values);
        await db.Database.ExecuteSqlRawAsync($"""
            insert into tasks ("Id", "RunId", "ActivityId", "Kind", "Name", "Role", "Unit", "Outcomes", "OpenedAtUtc", "DueAtUtc", "Status", "FileChanges")
            {numbers} select lower(hex(randomblob(16))), {id}, 'ping', 'Staff', 'ping', 'dispatcher', 'MSA', 'Done', r."StartedAtUtc", r."StartedAtUtc", iif(i % 4 = 0, 'Open', 'Done'), 0 from n, runs r where r."Id" = {"{0}"}
            """, values);
        await db.Database.ExecuteSqlRawAsync($"""
            insert into journal ("RunId", "Sequence", "AtUtc", "ActorKind", "Kind", "Subject", "Outcome", "ActivityId", "DefinitionId", "DefinitionVersion", "SemanticsVersion", "CalendarVersion", "Seed", "Events", "PayloadCipher", "StructureHash", "PreviousHash", "Hash")
            {numbers} select {id}, 1, j."AtUtc", j."ActorKind", j."Kind", j."Subject", j."Outcome", j."ActivityId", j."DefinitionId", 1, 1, 1, 1, j."Events", j."PayloadCipher", j."StructureHash", j."PreviousHash", j."Hash"
            from n, journal j where j."RunId" = {"{0}"} and j."Sequence" = {"{4}"}
            """, values);
        await db.Database.ExecuteSqlRawAsync($"""
            insert into intents ("Intent", "Purpose", "RunId", "Turn", "AtUtc") {numbers} select lower(hex(randomblob(16))), 'start', {id}, 1, r."StartedAtUtc" from n, runs r where r."Id" = {"{0}"}
            """, values);
#pragma warning restore CA2100, EF1002, EF1003
    }

    private static async Task PublishAsync(CityDb db, int size)
    {
        var rows = await db.Set<Publication>().AsNoTracking().Where(p => p.Kind == ContentKind.Definition).OrderBy(p => p.Version).ToListAsync();
        db.AddRange(Enumerable.Range(rows[^1].Version + 1, Math.Max(0, size - rows[^1].Version)).Select(version => new Publication
        {
            Id = Guid.CreateVersion7(), Kind = ContentKind.Definition, Key = rows[0].Key, Version = version, Content = rows[0].Content, ContentHash = rows[0].ContentHash, Origin = PublicationOrigin.Admin,
            Status = PublicationStatus.Published, FileName = rows[0].FileName, AtUtc = rows[0].AtUtc, PublishedAtUtc = rows[0].PublishedAtUtc,
        }));
        await db.SaveChangesAsync();
    }
}

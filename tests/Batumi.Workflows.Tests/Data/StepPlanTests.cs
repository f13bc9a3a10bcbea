using System.Data.Common;
using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Tests.Architecture;
using Batumi.Workflows.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Batumi.Workflows.Tests.Data;

/// <summary>A step reads the rows of its own case and nothing that grows with the register: SQLite is asked how it would read each of its queries.</summary>
public sealed class StepPlanTests : DbCommandInterceptor
{
    private static readonly string[] growing = ["runs", "tasks", "timers", "journal", "cases", "letters", "incidents", "case_files", "case_keys", "run_messages", "event_waits", "intents", "facts"];

    private readonly List<(string Sql, List<(string Name, object? Value)> Values)> asked = [];
    private bool isListening;

    [Fact]
    public async Task Every_query_of_a_step_finds_its_rows_by_the_run()
    {
        await using var city = await TestCity.OpenAsync(with: services => services.ConfigureDbContext<SqliteCityDb>(options => options.AddInterceptors(this)));
        var fault = new StreetFault(city);
        var id = (await fault.FileAsync()).CaseId;
        isListening = true;
        await fault.RepairAsync(id);
        isListening = false;
        Assert.True(asked.Count > 5);

        await city.QueryAsync(async db =>
        {
            await db.Database.OpenConnectionAsync();
            var broken = new List<string>();
            foreach (var (sql, values) in asked.DistinctBy(a => a.Sql))
            {
                foreach (var line in await PlanAsync(db.Database.GetDbConnection(), sql, values))
                {
                    // 'SEARCH t USING INDEX IX_tasks_RunId_Status (RunId=? AND Status=?)': by a status alone it would read every open task of the city.
                    if (line.StartsWith("SCAN", StringComparison.Ordinal) && growing.Any(table => sql.Contains($"\"{table}\"", StringComparison.Ordinal)) || line.Contains("(Status=?", StringComparison.Ordinal)) broken.Add($"{line}: {sql.ReplaceLineEndings(" ")}");
                }
            }

            Broken.None(broken);
            return 0;
        });
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        if (isListening) asked.Add((command.CommandText, [.. command.Parameters.Cast<DbParameter>().Select(p => (p.ParameterName, p.Value))]));
        return new(result);
    }

    private static async Task<IReadOnlyList<string>> PlanAsync(DbConnection connection, string sql, List<(string Name, object? Value)> values)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // a query of our own, asked again
        command.CommandText = "explain query plan " + sql;
#pragma warning restore CA2100
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        var lines = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) lines.Add(reader.GetString(3));
        return lines;
    }
}

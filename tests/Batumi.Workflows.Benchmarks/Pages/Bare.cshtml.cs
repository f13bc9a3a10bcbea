using System.Data.Common;
using System.Globalization;
using Batumi.Workflows.Application.Data;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Batumi.Workflows.Benchmarks.Pages;

/// <summary>The queries of one of the site's pages, sent again by EF Core as they were recorded, and their rows in tables: the least that a page with these data costs.</summary>
public sealed class BareModel(CityDb db, RecordedPages recorded) : PageModel
{
    [FromRoute] public string Name { get; init; } = "";

    public IReadOnlyList<IReadOnlyList<object?[]>> Tables { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        var (builder, connection) = (db.GetService<IRawSqlCommandBuilder>(), db.GetService<IRelationalConnection>());
        var tables = new List<IReadOnlyList<object?[]>>();
        foreach (var query in recorded.Of(Name))
        {
            var command = builder.Build(query.Sql, query.Values.Select(v => Parameter(connection.DbConnection, v.Name, v.Value)), db.Model);
            await using var reader = await command.RelationalCommand.ExecuteReaderAsync(new(connection, command.ParameterValues, null, db, null), ct);
            tables.Add(await RowsAsync(reader.DbDataReader, ct));
        }

        Tables = tables;
    }

    private static DbParameter Parameter(DbConnection connection, string name, object? value)
    {
        using var command = connection.CreateCommand();
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        return parameter;
    }

    private static async Task<IReadOnlyList<object?[]>> RowsAsync(DbDataReader reader, CancellationToken ct)
    {
        var rows = new List<object?[]>();
        while (await reader.ReadAsync(ct))
        {
            var row = new object?[reader.FieldCount];
            for (var i = 0; i < row.Length; i++) row[i] = await reader.IsDBNullAsync(i, ct) ? null : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture);
            rows.Add(row);
        }

        return rows;
    }
}

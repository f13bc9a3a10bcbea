using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Batumi.Workflows.Tests.Data.SqlServer;

/// <summary>Microsoft's own parser of SQL Server 2022's language: what it does not understand, no server will.</summary>
internal static class TSql
{
    /// <returns>Empty when the text is well formed.</returns>
    public static IReadOnlyList<string> Complaints(string sql)
    {
        new TSql160Parser(initialQuotedIdentifiers: true).Parse(new StringReader(sql), out var errors);
        return [.. errors.Select(error => $"{error.Message} (line {error.Line}) in: {sql}")];
    }

    public static int Statements(string sql)
    {
        var script = (TSqlScript)new TSql160Parser(initialQuotedIdentifiers: true).Parse(new StringReader(sql), out _);
        return script.Batches.Sum(batch => batch.Statements.Count);
    }
}

using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Application.Running;
using Batumi.Workflows.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Batumi.Workflows.Tests.Data.SqlServer;

/// <summary>Every city in these tests is followed by its shadow on SQL Server; here is what the shadow itself must see.</summary>
public sealed class ShadowTests
{
    [Fact]
    public async Task What_a_case_asks_and_saves_on_its_way_SQL_Server_would_understand()
    {
        await using var city = await TestCity.OpenAsync();
        var fault = new StreetFault(city);
        var receipt = await fault.FileAsync();
        await fault.RepairAsync(receipt.CaseId);
        await fault.VerifyAsync(receipt.CaseId, "Ok");
        await city.PassAsync(TimeSpan.FromDays(15));

        var heard = Shadow.Instance.Statements.Keys.ToList();
        Assert.Contains(heard, sql => sql.Contains("INSERT INTO [journal]", StringComparison.Ordinal));
        Assert.Contains(heard, sql => sql.Contains("UPDATE [runs] SET", StringComparison.Ordinal) && sql.Contains("OUTPUT 1", StringComparison.Ordinal));
        Assert.Contains(heard, sql => sql.Contains("FROM [tasks]", StringComparison.Ordinal) && sql.Contains('@', StringComparison.Ordinal));
        Assert.Contains(heard, sql => sql.StartsWith("UPDATE [t]", StringComparison.Ordinal) || sql.StartsWith("UPDATE [l]", StringComparison.Ordinal));    // a claim
    }

    [Fact]
    public async Task A_query_that_SQL_Server_would_not_understand_fails_where_it_is_asked()
    {
        await using var city = await TestCity.OpenAsync();

        // SQLite compares text by bytes when told to; the name of that order says nothing to SQL Server's parser.
        var failed = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            city.QueryAsync(db => db.Set<WorkTask>().Where(t => EF.Functions.Collate(t.Name, "no such order") == "x").ToListAsync()));

        Assert.Contains("SQL Server would not understand", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_query_that_cannot_even_be_put_to_SQL_Server_fails_where_it_is_asked()
    {
        await using var city = await TestCity.OpenAsync();

        var failed = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            city.QueryAsync(db => db.Set<WorkTask>().Where(t => EF.Functions.Glob(t.Name, "tri*")).ToListAsync()));

        Assert.Contains("SQL Server cannot be asked", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_parser_knows_good_from_bad()
    {
        Assert.Empty(TSql.Complaints("SELECT TOP(1) [t].[Id] FROM [tasks] AS [t] WHERE [t].[Name] = @name"));
        Assert.NotEmpty(TSql.Complaints("SELECT FROM WHERE"));
        Assert.NotEmpty(TSql.Complaints("SELECT * FROM tasks LIMIT 1"));
    }
}

using Npgsql;

namespace Batumi.Workflows.Tests.Support;

public sealed class PostgresServerTests
{
    [PostgresFact]
    public async Task Each_database_is_fresh_and_its_own()
    {
        var first = await PostgresServer.NewDatabaseAsync();
        var second = await PostgresServer.NewDatabaseAsync();

        await RunAsync(first, "CREATE TABLE streets (name text); INSERT INTO streets VALUES ('გორგილაძის ქუჩა')");

        Assert.Equal("გორგილაძის ქუჩა", await RunAsync(first, "SELECT name FROM streets"));
        Assert.Equal(0L, await RunAsync(second, "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'"));
    }

    [PostgresFact]
    public async Task It_keeps_what_it_was_told_through_a_power_cut() =>
        Assert.Equal("on", await RunAsync(await PostgresServer.NewDatabaseAsync(), "SHOW fsync"));

    private static async Task<object?> RunAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}

using Batumi.Workflows.Application.Data;
using Batumi.Workflows.Tests.Data.SqlServer;
using Batumi.Workflows.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Batumi.Workflows.Tests.Data;

/// <summary>The three databases get the same tables, and the migrations are what the model is.</summary>
public sealed class MigrationTests
{
    private static readonly string[] providers = ["Sqlite", "Postgres", "SqlServer"];

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("Postgres")]
    [InlineData("SqlServer")]
    public void The_model_holds_nothing_that_no_migration_brings(string provider)
    {
        using var db = Open(provider);

        Assert.False(db.Database.HasPendingModelChanges(), "./dev migrate <Name> adds what is missing to all three");
    }

    [Fact]
    public void Every_database_gets_the_same_steps()
    {
        var steps = providers.Select(provider =>
        {
            using var db = Open(provider);
            return db.Database.GetMigrations().Select(id => id[(id.IndexOf('_') + 1)..]).ToList();
        }).ToList();

        Assert.NotEmpty(steps[0]);
        Assert.All(steps, names => Assert.Equal(steps[0], names));
    }

    [Theory]
    [InlineData(MigrationsSqlGenerationOptions.Default)]
    [InlineData(MigrationsSqlGenerationOptions.Idempotent)]
    public void SQL_Server_understands_the_script_that_makes_its_tables(MigrationsSqlGenerationOptions options)
    {
        using var db = Open("SqlServer");

        var script = db.GetService<IMigrator>().GenerateScript(options: options);

        Assert.Empty(TSql.Complaints(script));
        Assert.True(TSql.Statements(script) > 30, "the script is nearly empty");
        Assert.NotEmpty(TSql.Complaints(script.Replace("CREATE TABLE", "CREATE TABEL", StringComparison.Ordinal)));      // the parser has read it
    }

    [PostgresFact]
    public async Task PostgreSQL_takes_the_migrations_and_takes_them_twice()
    {
        var options = new DbContextOptionsBuilder<PostgresCityDb>();
        DatabaseServices.UsePostgres(options, await PostgresServer.NewDatabaseAsync());
        await using var db = new PostgresCityDb(options.Options, new WriterGate(false));

        await db.Database.MigrateAsync();
        await db.Database.MigrateAsync();

        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
    }

    internal static CityDb Open(string provider)
    {
        var factory = typeof(CityDb).Assembly.GetTypes().Single(type => type.Name == $"{provider}Design");
        return (CityDb)((dynamic)Activator.CreateInstance(factory)!).CreateDbContext(Array.Empty<string>());
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Batumi.Workflows.Application.Data;

/// <summary>Lets the migrations tool make a context without a site or a server.</summary>
internal sealed class SqliteDesign : IDesignTimeDbContextFactory<SqliteCityDb>
{
    public SqliteCityDb CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<SqliteCityDb>();
        DatabaseServices.UseSqlite(options, "Data Source=:memory:");
        return new(options.Options, new WriterGate(false));
    }
}

internal sealed class PostgresDesign : IDesignTimeDbContextFactory<PostgresCityDb>
{
    public PostgresCityDb CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<PostgresCityDb>();
        DatabaseServices.UsePostgres(options, "Host=localhost;Database=design");
        return new(options.Options, new WriterGate(false));
    }
}

internal sealed class SqlServerDesign : IDesignTimeDbContextFactory<SqlServerCityDb>
{
    public SqlServerCityDb CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<SqlServerCityDb>();
        DatabaseServices.UseSqlServer(options, "Server=localhost;Database=design");
        return new(options.Options, new WriterGate(false));
    }
}

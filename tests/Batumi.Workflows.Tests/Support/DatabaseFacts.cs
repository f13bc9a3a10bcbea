namespace Batumi.Workflows.Tests.Support;

/// <summary>A test on PostgreSQL: skipped by name where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresServer.WhyNot;
}

/// <inheritdoc cref="PostgresFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute() => Skip = PostgresServer.WhyNot;
}

/// <summary>A test on SQL Server: skipped by name unless BATUMI_TEST_SQLSERVER holds a connection string whose user may create databases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SqlServerFactAttribute : FactAttribute
{
    public const string Setting = "BATUMI_TEST_SQLSERVER";

    public SqlServerFactAttribute() => Skip = Connection is null ? $"no SQL Server: {Setting} is not set" : null;

    public static string? Connection => Environment.GetEnvironmentVariable(Setting) is { Length: > 0 } connection ? connection : null;
}

using System.Collections;
using System.Data.Common;
using Batumi.Workflows.Application.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Batumi.Workflows.Tests.Data.SqlServer;

/// <summary>
/// Stands where SQL Server would: nothing is opened, nothing is sent. What EF would have sent is kept; queries find no row, saves are told that
/// every row was written.
/// </summary>
internal sealed class SilentServer : DbCommandInterceptor
{
    private readonly List<string> statements = [];

    public IReadOnlyList<string> Statements => statements;

    /// <summary>A context of the real model, as the site would have it on SQL Server.</summary>
    public SqlServerCityDb Open()
    {
        var options = new DbContextOptionsBuilder<SqlServerCityDb>();
        DatabaseServices.UseSqlServer(options, "Server=nowhere;Database=city");
        options.AddInterceptors(this, new ClosedDoor()).EnableSensitiveDataLogging();
        var db = new SqlServerCityDb(options.Options, new WriterGate(false));
        db.Database.AutoTransactionBehavior = AutoTransactionBehavior.Never;
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        return db;
    }

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        statements.Add(command.CommandText);
        return InterceptionResult<DbDataReader>.SuppressWithResult(new Reader(rowsEach: eventData.CommandSource == CommandSource.SaveChanges ? 1 : 0));
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) =>
        new(ReaderExecuting(command, eventData, result));

    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
    {
        statements.Add(command.CommandText);
        return InterceptionResult<int>.SuppressWithResult(1);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
        new(NonQueryExecuting(command, eventData, result));

    private sealed class ClosedDoor : DbConnectionInterceptor
    {
        public override InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) => InterceptionResult.Suppress();

        public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
            DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) => new(InterceptionResult.Suppress());
    }

    /// <summary>Any number of results of as many rows each; every number in them is new.</summary>
    private sealed class Reader(int rowsEach) : DbDataReader
    {
        private int read;
        private int number;

        public override int FieldCount => 200;
        public override int Depth => 0;
        public override bool HasRows => rowsEach > 0;
        public override bool IsClosed => false;
        public override int RecordsAffected => 1;
        public override object this[int ordinal] => GetInt32(ordinal);
        public override object this[string name] => GetInt32(0);

        public override bool Read() => read++ < rowsEach;

        public override bool NextResult()
        {
            read = 0;
            return true;
        }

        public override int GetInt32(int ordinal) => ++number;
        public override long GetInt64(int ordinal) => ++number;
        public override short GetInt16(int ordinal) => (short)++number;
        public override byte GetByte(int ordinal) => (byte)++number;
        public override bool GetBoolean(int ordinal) => true;
        public override bool IsDBNull(int ordinal) => false;
        public override string GetName(int ordinal) => $"c{ordinal}";
        public override string GetDataTypeName(int ordinal) => "int";
        public override Type GetFieldType(int ordinal) => typeof(int);
        public override object GetValue(int ordinal) => GetInt32(ordinal);
        public override int GetOrdinal(string name) => 0;
        public override int GetValues(object[] values) => 0;
        public override IEnumerator GetEnumerator() => new DbEnumerator(this);

        public override char GetChar(int ordinal) => throw new NotSupportedException();
        public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) => throw new NotSupportedException();
        public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) => throw new NotSupportedException();
        public override DateTime GetDateTime(int ordinal) => throw new NotSupportedException();
        public override decimal GetDecimal(int ordinal) => throw new NotSupportedException();
        public override double GetDouble(int ordinal) => throw new NotSupportedException();
        public override float GetFloat(int ordinal) => throw new NotSupportedException();
        public override Guid GetGuid(int ordinal) => throw new NotSupportedException();
        public override string GetString(int ordinal) => throw new NotSupportedException();
    }
}

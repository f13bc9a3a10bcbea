using System.Collections;
using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using Batumi.Workflows.Application.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.Extensions.DependencyInjection;

namespace Batumi.Workflows.Tests.Data.SqlServer;

/// <summary>
/// Puts every query and every save that the application makes on SQLite also to SQL Server's side of EF, where its SQL is made, parsed and thrown
/// away. A query that SQL Server could not answer fails at the line that asks it, on a machine without SQL Server.
/// </summary>
internal sealed class Shadow : IQueryExpressionInterceptor, ISaveChangesInterceptor
{
    private Shadow() { }

    /// <summary>One for the process: EF keeps compiled queries by it.</summary>
    public static Shadow Instance { get; } = new();

    /// <summary>Everything that was parsed, by what it does.</summary>
    public ConcurrentDictionary<string, byte> Statements { get; } = new();

    /// <summary>Called once for each query that EF has not met yet.</summary>
    public Expression QueryCompilationStarting(Expression queryExpression, QueryExpressionEventData eventData)
    {
        if (eventData.Context is not SqliteCityDb) return queryExpression;

        var server = new SilentServer();
        using var db = server.Open();
        var provider = (IQueryProvider)db.GetService<IAsyncQueryProvider>();
        var query = new Translation(db.Model, (IAsyncQueryProvider)provider).Visit(queryExpression);
        Exception? why = null;
        try
        {
            if (typeof(IQueryable).IsAssignableFrom(query.Type)) foreach (var _ in provider.CreateQuery(query)) { }
            else provider.Execute(query);
        }
        catch (Exception e)
        {
            why = e;                                                        // First and Max of nothing: the question was asked all the same
        }

        Check(server, why, queryExpression.ToString());
        return queryExpression;
    }

    public InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        if (eventData.Context is not SqliteCityDb source || !source.ChangeTracker.HasChanges()) return result;

        var server = new SilentServer();
        using var db = server.Open();
        foreach (var entry in source.ChangeTracker.Entries().Where(entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted))
        {
            var copy = db.Entry(entry.CurrentValues.ToObject());
            copy.State = entry.State;
            foreach (var property in entry.Properties)
            {
                var twin = copy.Property(property.Metadata.Name);
                if (property.IsTemporary) twin.IsTemporary = true;
                if (entry.State == EntityState.Added || property.Metadata.IsPrimaryKey()) continue;
                twin.CurrentValue = property.CurrentValue;
                twin.OriginalValue = property.OriginalValue;
                if (entry.State == EntityState.Modified) twin.IsModified = property.IsModified;
            }
        }

        Exception? why = null;
        try { db.SaveChanges(); }
        catch (Exception e) { why = e; }                                     // several rows in one result: the silent server cannot count them

        Check(server, why, "a save");
        return result;
    }

    public ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
        new(SavingChanges(eventData, result));

    private void Check(SilentServer server, Exception? why, string what)
    {
        if (server.Statements.Count == 0) throw new InvalidOperationException($"SQL Server cannot be asked {what}: {(why?.InnerException ?? why)?.Message}", why);
        foreach (var statement in server.Statements)
        {
            if (Statements.ContainsKey(statement)) continue;
            if (TSql.Complaints(statement) is [_, ..] complaints) throw new InvalidOperationException("SQL Server would not understand: " + string.Join("; ", complaints));
            Statements[statement] = 0;
        }
    }

    /// <summary>The same query over the other model, with sample values for what the application passes in.</summary>
    private sealed class Translation(Microsoft.EntityFrameworkCore.Metadata.IModel model, IAsyncQueryProvider provider) : ExpressionVisitor
    {
        protected override Expression VisitExtension(Expression node) => node switch
        {
            EntityQueryRootExpression root => new EntityQueryRootExpression(provider, model.FindEntityType(root.EntityType.Name)!),
            QueryParameterExpression parameter => Variable(parameter.Type),
            _ => base.VisitExtension(node),
        };

        // A field of an object is what EF makes a parameter of, as it does of a captured variable.
        private static MemberExpression Variable(Type type) =>
            Expression.Field(Expression.Constant(Activator.CreateInstance(typeof(Captured<>).MakeGenericType(type), Sample(type))), nameof(Captured<>.Value));

        private static object? Sample(Type type)
        {
            var plain = Nullable.GetUnderlyingType(type) ?? type;
            if (plain == typeof(string)) return "ნიმუში";
            if (plain == typeof(DateTime)) return new DateTime(2027, 3, 1, 0, 0, 0, DateTimeKind.Utc);
            if (plain == typeof(byte[])) return new byte[] { 1, 2 };
            if (plain.IsEnum) return Enum.GetValues(plain).GetValue(0);
            if (plain.IsValueType) return Activator.CreateInstance(plain);
            if (Element(plain) is not { } element) return null;

            var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(element))!;
            list.Add(Sample(element));
            list.Add(Sample(element));
            if (plain.IsInstanceOfType(list)) return list;
            var array = Array.CreateInstance(element, list.Count);
            list.CopyTo(array, 0);
            return plain.IsInstanceOfType(array) ? array : Activator.CreateInstance(plain, list);
        }

        private static Type? Element(Type type) => type.GetInterfaces().Append(type)
            .FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];
    }

    private sealed class Captured<T>(T value)
    {
        public readonly T Value = value;
    }
}

internal static class ShadowServices
{
    /// <summary>Lets the city's database on SQLite be followed by its <see cref="Shadow"/> on SQL Server; on other databases nothing changes.</summary>
    public static IServiceCollection FollowedBySqlServer(this IServiceCollection services) =>
        services.ConfigureDbContext<SqliteCityDb>(options => options.AddInterceptors(Shadow.Instance));
}

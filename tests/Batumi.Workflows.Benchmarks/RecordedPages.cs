using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Batumi.Workflows.Benchmarks;

/// <summary>A query as a page of the site sent it.</summary>
public sealed record RecordedQuery(string Sql, IReadOnlyList<(string Name, object? Value)> Values);

/// <summary>The queries that the site's pages send, by the page's name: recorded once, sent again by the bare page.</summary>
public sealed class RecordedPages : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private readonly Dictionary<string, List<RecordedQuery>> pages = [];
    private List<RecordedQuery>? current;

    public IReadOnlyList<RecordedQuery> Of(string name) => pages[name];

    /// <summary>Records what one request sends; nothing else may run meanwhile.</summary>
    public async Task RecordAsync(string name, Func<Task> request)
    {
        current = pages[name] = [];
        await request();
        current = null;
    }

    void IObserver<DiagnosticListener>.OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory.Name) value.Subscribe(this);
    }

    void IObserver<KeyValuePair<string, object?>>.OnNext(KeyValuePair<string, object?> value)
    {
        if (current is not null && value.Key == RelationalEventId.CommandExecuting.Name && value.Value is CommandEventData { Command: var command })
            current.Add(new(command.CommandText, [.. command.Parameters.Cast<System.Data.Common.DbParameter>().Select(p => (p.ParameterName, p.Value))]));
    }

    void IObserver<DiagnosticListener>.OnCompleted()
    {
    }

    void IObserver<DiagnosticListener>.OnError(Exception error)
    {
    }

    void IObserver<KeyValuePair<string, object?>>.OnCompleted()
    {
    }

    void IObserver<KeyValuePair<string, object?>>.OnError(Exception error)
    {
    }
}

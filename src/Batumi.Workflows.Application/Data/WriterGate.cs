namespace Batumi.Workflows.Application.Data;

/// <summary>
/// A fair queue before SQLite's single writer: the same rate as its busy handler and a fraction of the waiting time at the 99th percentile.
/// Servers have their own queues; for them the gate is open.
/// </summary>
public sealed class WriterGate(bool isNarrow) : IDisposable
{
    private readonly SemaphoreSlim? door = isNarrow ? new SemaphoreSlim(1, 1) : null;

    public async Task<IDisposable?> EnterAsync(CancellationToken cancellationToken)
    {
        if (door is null) return null;
        await door.WaitAsync(cancellationToken);
        return new Exit(door);
    }

    public void Dispose() => door?.Dispose();

    private sealed class Exit(SemaphoreSlim door) : IDisposable
    {
        private SemaphoreSlim? open = door;

        public void Dispose() => Interlocked.Exchange(ref open, null)?.Release();
    }
}

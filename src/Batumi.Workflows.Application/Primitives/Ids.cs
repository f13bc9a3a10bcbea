namespace Batumi.Workflows.Application.Primitives;

/// <summary>Ids of rows: time-ordered UUIDs (version 7, RFC 9562), so that indexes grow at their end.</summary>
public static class Ids
{
    public static Guid New(DateTime nowUtc) => Guid.CreateVersion7(nowUtc.AsOffset());
}

using Xunit.Abstractions;

namespace Batumi.Workflows.Tests.Support;

/// <summary>
/// How much of something a test does. The usual run does less so that it stays short, and says so: <c>./dev test</c> collects these lines.
/// <c>./dev test --full</c> (BATUMI_FULL=1) does it whole.
/// </summary>
public static class Full
{
    public const string Switch = "BATUMI_FULL";
    public const string Log = "BATUMI_REDUCED_LOG";

    private static readonly Lock writing = new();

    public static bool IsOn => Environment.GetEnvironmentVariable(Switch) is "1" or "true";

    /// <param name="reduced">How many in the usual run.</param>
    /// <param name="full">How many in the full run.</param>
    /// <param name="what">What is counted, such as "random walks through every definition".</param>
    public static int Count(int reduced, int full, string what, ITestOutputHelper? output = null)
    {
        if (IsOn || reduced >= full) return full;

        var line = Line(reduced, full, what);
        Console.WriteLine(line);
        output?.WriteLine(line);
        if (Environment.GetEnvironmentVariable(Log) is { Length: > 0 } file)
            lock (writing) File.AppendAllText(file, line + Environment.NewLine);
        return reduced;
    }

    internal static string Line(int reduced, int full, string what) => $"REDUCED: {what}: {reduced} of {full}";
}

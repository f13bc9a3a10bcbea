namespace Batumi.Workflows.Tests.Architecture;

internal static class Broken
{
    /// <summary>Red with every line that breaks the rule, where <c>Assert.Empty</c> would show the first five.</summary>
    public static void None(IEnumerable<string> lines)
    {
        var broken = lines.Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(broken.Count == 0, $"{broken.Count} times:\n" + string.Join('\n', broken));
    }
}

namespace Batumi.Workflows.Application.Publishing;

/// <param name="Kind"><c>' '</c> kept, <c>'-'</c> removed, <c>'+'</c> added.</param>
public sealed record DiffLine(char Kind, string Text);

/// <summary>What changed between two texts, line by line (longest common subsequence), with three lines of surroundings.</summary>
public static class LineDiff
{
    private const int Context = 3, MostLines = 4_000;

    public static IReadOnlyList<DiffLine> Between(string before, string after)
    {
        var a = before.Split('\n');
        var b = after.Split('\n');
        if (a.Length > MostLines || b.Length > MostLines)
            return [new('-', $"({a.Length})"), new('+', $"({b.Length})")];

        var common = new int[a.Length + 1, b.Length + 1];
        for (var i = a.Length - 1; i >= 0; i--)
        {
            for (var j = b.Length - 1; j >= 0; j--)
                common[i, j] = a[i] == b[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }

        var lines = new List<DiffLine>();
        int x = 0, y = 0;
        while (x < a.Length || y < b.Length)
        {
            if (x < a.Length && y < b.Length && a[x] == b[y]) { lines.Add(new(' ', a[x])); x++; y++; }
            else if (x < a.Length && (y == b.Length || common[x + 1, y] >= common[x, y + 1])) lines.Add(new('-', a[x++]));
            else lines.Add(new('+', b[y++]));
        }

        return [.. lines.Where((_, i) => Enumerable.Range(Math.Max(0, i - Context), Math.Min(lines.Count, i + Context + 1) - Math.Max(0, i - Context)).Any(k => lines[k].Kind != ' '))];
    }
}

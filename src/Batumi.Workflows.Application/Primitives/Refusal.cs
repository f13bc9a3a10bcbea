namespace Batumi.Workflows.Application.Primitives;

/// <summary>
/// Why something was not done: expected, shown to people beside what they typed, never thrown. The code is stable and names the sentence in
/// the readers' languages (resource key <c>Refusal.CODE</c>); <paramref name="Details"/> fill its placeholders {0}, {1}...
/// </summary>
public sealed record Refusal(string Code, params IReadOnlyList<string> Details)
{
    public override string ToString() => Details.Count == 0 ? Code : $"{Code} ({string.Join("; ", Details)})";
}

/// <summary>Either what was asked for, or why not.</summary>
public readonly record struct Answer<T>(T? Value, Refusal? Refused)
{
    public bool IsRefused => Refused is not null;

    public static implicit operator Answer<T>(T value) => new(value, null);
    public static implicit operator Answer<T>(Refusal refused) => new(default, refused);
}

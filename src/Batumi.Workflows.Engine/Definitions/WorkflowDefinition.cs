namespace Batumi.Workflows.Engine.Definitions;

/// <summary>An Elsa 3 workflow definition, read and checked. Immutable.</summary>
public sealed record WorkflowDefinition
{
    public required string DefinitionId { get; init; }
    public required int Version { get; init; }
    public string? Name { get; init; }

    /// <summary>Reads a definition in Elsa 3's JSON format. Never throws on bad input: the errors name file, place, found, expected.</summary>
    public static DefinitionReading Read(string json, string file) => throw new NotSupportedException();
}

/// <summary>What came of reading a definition: the definition, or why there is none; warnings either way.</summary>
public sealed record DefinitionReading(WorkflowDefinition? Definition, IReadOnlyList<DefinitionError> Errors, IReadOnlyList<DefinitionError> Warnings);

/// <param name="Code">Stable code, BW2001 and up.</param>
/// <param name="File">The file, as the municipality knows it.</param>
/// <param name="Place">JSON path of the place, such as <c>root.activities[3].due</c>, with line and column where JSON itself is broken.</param>
public sealed record DefinitionError(string Code, string File, string Place, string Found, string Expected)
{
    public string Message => $"{File}, {Place}: found {Found}, expected {Expected}.";
}

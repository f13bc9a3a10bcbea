namespace Batumi.Workflows.Engine.Definitions;

/// <summary>How large a definition may be.</summary>
public static class Limits
{
    /// <summary>Length of the JSON text, in characters.</summary>
    public const int Characters = 10 * 1024 * 1024;

    public const int Activities = 10_000;
    public const int Connections = 20_000;

    /// <summary>Activities inside activities.</summary>
    public const int Nesting = 64;

    /// <summary>Arrays and objects inside each other in the JSON text.</summary>
    public const int JsonDepth = 512;

    /// <summary>Length of one script or template, in characters.</summary>
    public const int ScriptCharacters = 100_000;

    /// <summary>Blocks inside blocks of one template.</summary>
    public const int TemplateNesting = 50;
}

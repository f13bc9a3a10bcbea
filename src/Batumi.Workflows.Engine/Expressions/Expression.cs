using System.Text.Json.Nodes;

namespace Batumi.Workflows.Engine.Expressions;

/// <summary>How an input gets its value: a syntax and its text, as written in the definition. Scripts and templates are parsed once, when read.</summary>
public sealed class Expression
{
    /// <summary>Literal, Object, Json, Variable, Input, JavaScript or Liquid.</summary>
    public required string Syntax { get; init; }

    /// <summary>Type the value is converted to, such as String or Boolean.</summary>
    public required string TypeName { get; init; }

    /// <summary>The value as written.</summary>
    public JsonNode? Value { get; init; }

    /// <summary>The value as text; null when it is not a text.</summary>
    public string? Text => Value is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>Whether the value is fixed in the definition, so that it can be checked before anything runs.</summary>
    public bool IsFixed => Syntax is "Literal" or "Object" or "Json";

    internal Script? Script { get; init; }
    internal Template? Template { get; init; }

    /// <summary>What is wrong with the script or template; null when it parses.</summary>
    internal string? Flaw { get; init; }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Batumi.Workflows.Engine.Errors;
using Batumi.Workflows.Engine.Running;

namespace Batumi.Workflows.Engine.Expressions;

/// <summary>Gives an expression its value, in the type the input asks for.</summary>
internal static class Evaluation
{
    public static JsonNode? Value(Walk walk, Frame frame, Expression expression)
    {
        if (expression.Flaw is { } flaw) throw new ActivityFault(IncidentCodes.BadExpression, flaw);
        var value = expression.Syntax switch
        {
            "Literal" or "Object" or "Json" => expression.Value,
            "Variable" => Variable(walk, frame, expression),
            "Input" => walk.InputOf(frame, NameIn(expression, "name", needs: "type") ?? ""),
            "JavaScript" => expression.Script!.Run(walk, frame),
            "Liquid" => expression.Template!.Render(walk, frame),
            _ => throw new ActivityFault(IncidentCodes.BadExpression, $"Expressions in {expression.Syntax} are not run here. Use JavaScript, Liquid or Literal."),
        };
        return Conversion.To(value, expression.TypeName);
    }

    private static JsonNode? Variable(Walk walk, Frame frame, Expression expression)
    {
        if (NameIn(expression, "id") is { } id && walk.FindById(frame, id) is { } byId) return byId.Value;
        var name = NameIn(expression, "name") ?? expression.Text;
        if (name is not null && walk.FindByName(frame, name) is { } byName) return byName.Value;
        throw new ActivityFault(IncidentCodes.VariableNotFound, $"Variable '{name ?? NameIn(expression, "id")}' not found.");
    }

    /// <summary>A name inside the value object; an Input expression without type is null in Elsa (case 131).</summary>
    private static string? NameIn(Expression expression, string property, string? needs = null)
    {
        var node = expression.Value;
        if (expression.Text is { } text && text.TrimStart().StartsWith('{')) node = Values.Parse(text);
        if (node is not JsonObject found || (needs is not null && found[needs] is null)) return null;
        return found[property] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
    }
}

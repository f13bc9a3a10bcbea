using System.Text.Json.Nodes;
using Batumi.Workflows.Engine.Expressions;

namespace Batumi.Workflows.Engine.Definitions;

/// <summary>Reads expressions and parses scripts and templates.</summary>
internal static class ExpressionReader
{
    public static Expression Read(JsonObject json, string typeName, string place, DefinitionChecks checks, string? activityType = null, string? input = null)
    {
        var syntax = Json.Text(json, "type") ?? "Literal";
        var expression = new Expression { Syntax = syntax, TypeName = typeName, Value = Values.Own(json["value"]) };
        if (syntax is "CSharp" or "Python" or "C#")
        {
            checks.Error(DefinitionCodes.RefusedLanguage, place, $"an expression in {syntax}",
                "JavaScript, Liquid or Literal, for this server runs no code that could reach its files or network");
            return expression;
        }
        var isScript = syntax == "JavaScript" || activityType == "Elsa.RunJavaScript" && input == "script" && syntax == "Literal";
        if (!isScript && syntax != "Liquid") return expression;

        var text = expression.Text ?? "";
        if (text.Length > Limits.ScriptCharacters)
        {
            checks.Error(DefinitionCodes.TooLarge, place, $"{text.Length} characters", $"a script or template of at most {Limits.ScriptCharacters}");
            return expression;
        }
        string? flaw;
        Script? script = null;
        Template? template = null;
        if (isScript) script = Script.Parse(text, out flaw);
        else template = Template.Parse(text, out flaw);
        if (flaw is not null)
            checks.Warn(isScript ? DefinitionCodes.BadScript : DefinitionCodes.BadTemplate, place, $"'{Short(text)}' ({flaw.TrimEnd('.')})",
                isScript ? "JavaScript that can be read; the activity faults when it is run" : "a Liquid template that can be read; the activity faults when it is run");
        return new Expression { Syntax = syntax, TypeName = typeName, Value = expression.Value, Script = script, Template = template, Flaw = flaw };
    }

    private static string Short(string text) => text.Length <= 60 ? text : text[..60] + "…";
}

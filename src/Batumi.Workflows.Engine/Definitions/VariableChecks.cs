using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Batumi.Workflows.Engine.Activities;
using Batumi.Workflows.Engine.Errors;
using Batumi.Workflows.Engine.Expressions;

namespace Batumi.Workflows.Engine.Definitions;

/// <summary>Variables that steps name and nobody declares around them, and fixed values that their type cannot take.</summary>
internal sealed partial class VariableChecks(DefinitionChecks checks)
{
    private static readonly Variable[] ofLoops = [new("CurrentValue", "CurrentValue", "Object", false, null), new("CurrentIndex", "CurrentIndex", "Int32", false, null)];

    public void Run(Activity whole, IReadOnlyList<Argument> inputs, IReadOnlyList<Argument> outputs) => Visit(whole, Scope.Of(inputs, outputs));

    private void Visit(Activity activity, Scope scope)
    {
        scope = scope.With(activity.Variables);
        if (checks.PlaceOf(activity) is { } place) Check(activity, scope, place);
        var inner = activity.Composite is { } composite ? Scope.Of(composite.Inputs, composite.Outputs) : activity.Kind is For or ForEach or ParallelForEach ? scope.With(ofLoops) : scope;
        foreach (var child in activity.Inside()) Visit(child, inner);
    }

    private void Check(Activity activity, Scope scope, string place)
    {
        foreach (var (name, given) in activity.Inputs)
        {
            Names(given, scope, $"{place}.{name}");
            if (given.IsFixed) Type(given.Value, given.TypeName, $"{place}.{name}");
        }

        for (var i = 0; i < activity.Cases.Count; i++)
            if (activity.Cases[i].Condition is { } condition) Names(condition, scope, $"{place}.cases[{i}].condition");
        foreach (var (output, target) in activity.Outputs)
            if (!scope.Has(target) && !target.Contains(':', StringComparison.Ordinal)) Unknown($"{place}.{output}", target, "a variable or an output of the workflow to keep it in");

        if (activity.Kind is not SetVariable) return;
        var variable = activity.VariableId is { } id ? scope.Find(id) : null;
        if (variable is null) Unknown($"{place}.variable", activity.VariableId, "a variable that is declared around the step");
        else if (!variable.IsArray && activity.Inputs.TryGetValue("value", out var value) && value.IsFixed) Type(value.Value, variable.TypeName, $"{place}.value");
    }

    private void Names(Expression expression, Scope scope, string place)
    {
        if (expression is { Syntax: "Variable", Value: JsonObject named } && !scope.Has(Json.Text(named, "id")) && !scope.Has(Json.Text(named, "name")))
            Unknown(place, Json.Text(named, "name") ?? Json.Text(named, "id"), "a variable that is declared around the step");
        if (expression.Script is { } script)
            foreach (var name in script.Asked.Where(n => !scope.Has(n) && !scope.Has(char.ToLowerInvariant(n[0]) + n[1..]))) Unknown(place, name, "variables and inputs that the workflow declares; the script faults when it is run");
        if (expression.Template is not null)
            foreach (var name in InTemplate().Matches(expression.Text ?? "").Select(m => m.Groups["name"].Value).Distinct().Where(n => !scope.Has(n))) Unknown(place, name, "variables that the workflow declares; the place stays empty");
    }

    private void Unknown(string place, string? name, string expected) => checks.Warn(DefinitionCodes.UnknownVariable, place, name is null ? "no variable" : $"'{name}'", expected);

    private void Type(JsonNode? value, string typeName, string place)
    {
        if (value is null || Values.Text(value) is not { Length: > 0 } text) return;
        if (typeName is "TimeSpan" && !TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out _)) Unfit("a span such as 00:30:00");
        if (typeName is "DateTime" or "DateTimeOffset" && !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)) Unfit("a moment such as 2027-03-01T09:00:00+04:00");
        if (typeName is "Boolean" && value.GetValueKind() == System.Text.Json.JsonValueKind.String && !bool.TryParse(text, out _)) Unfit("true or false");
        try
        {
            Conversion.To(value, typeName);
        }
        catch (ActivityFault)
        {
            Unfit($"a value of type {typeName}");
        }

        void Unfit(string expected) => checks.Warn(DefinitionCodes.WrongType, place, Json.Show(value), expected);
    }

    [GeneratedRegex(@"\bVariables\.(?<name>\w+)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InTemplate();

    /// <summary>What can be named at a step: by name without capitals' difference, or by id.</summary>
    private sealed class Scope(Dictionary<string, Variable?> names)
    {
        public static Scope Of(IEnumerable<Argument> inputs, IEnumerable<Argument> outputs)
        {
            var names = new Dictionary<string, Variable?>(StringComparer.OrdinalIgnoreCase);
            foreach (var argument in inputs.Concat(outputs)) names[argument.Name] = null;
            return new(names);
        }

        public Scope With(IReadOnlyList<Variable> variables)
        {
            if (variables.Count == 0) return this;
            var more = new Dictionary<string, Variable?>(names, StringComparer.OrdinalIgnoreCase);
            foreach (var variable in variables) more[variable.Name] = more[variable.Id] = more[Values.Pascal(variable.Name)] = variable;
            return new(more);
        }

        public bool Has(string? name) => name is not null && names.ContainsKey(name);

        public Variable? Find(string id) => names.GetValueOrDefault(id);
    }
}

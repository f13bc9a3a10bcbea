using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Batumi.Workflows.Engine.Definitions;
using Batumi.Workflows.Engine.Errors;
using Batumi.Workflows.Engine.Running;
using DotLiquid;
using DotLiquid.Exceptions;

namespace Batumi.Workflows.Engine.Expressions;

/// <summary>A Liquid template, parsed once. Sees Variables, Input, CorrelationId and the ids of run and definition; never the clock or a file.</summary>
internal sealed partial class Template
{
    private const int Iterations = 10_000;
    private readonly DotLiquid.Template _template;

    private Template(DotLiquid.Template template) => _template = template;

    [GeneratedRegex(@"\{%-?\s*(?<end>end)?(?<tag>\w+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tag();

    public static Template? Parse(string text, out string? flaw)
    {
        flaw = null;
        try
        {
            if (IsTooDeep(text)) { flaw = $"blocks nested more than {Limits.TemplateNesting} deep"; return null; }
            var template = DotLiquid.Template.Parse(text, SyntaxCompatibility.DotLiquid22a);
            template.MakeThreadSafe();
            return new Template(template);
        }
        catch (Exception e) when (e is LiquidException or System.ArgumentException or InvalidOperationException or TimeoutException or FormatException
            or IndexOutOfRangeException or NullReferenceException or KeyNotFoundException or InvalidCastException or OverflowException)
        {
            flaw = e.Message;
            return null;
        }
    }

    private static bool IsTooDeep(string text)
    {
        var depth = 0;
        foreach (Match match in Tag().Matches(text))
        {
            if (match.Groups["end"].Success) depth--;
            else if (match.Groups["tag"].Value is not ("else" or "elsif" or "when" or "assign" or "cycle" or "break" or "continue" or "increment" or "decrement")
                && ++depth > Limits.TemplateNesting) return true;
        }
        return false;
    }

    /// <exception cref="ActivityFault">The template failed or met a bound.</exception>
    public JsonNode? Render(Walk walk, Frame frame)
    {
        var timedOut = new ActivityFault(IncidentCodes.ScriptTime, $"The template ran longer than {walk.Bounds.ScriptTime.TotalSeconds:0.###} seconds.", timedOut: true);
        if (walk.Context.TimedOut?.Contains(frame.Activity.Id) == true) throw timedOut;
        using var text = new Bounded(walk.Bounds.TextLength);
        try
        {
            _template.Render(text, new RenderParameters(CultureInfo.InvariantCulture)
            {
                LocalVariables = Sees(walk, frame),
                Filters = [typeof(TemplateFilters)],
                ErrorsOutputMode = ErrorsOutputMode.Rethrow,
                MaxIterations = Iterations,
                Timeout = (int)walk.Bounds.ScriptTime.TotalMilliseconds,
                SyntaxCompatibilityLevel = SyntaxCompatibility.DotLiquid22a,
            });
            return JsonValue.Create(text.ToString());
        }
        catch (ActivityFault) { throw; }
        catch (TimeoutException) { throw timedOut; }
        catch (MaximumIterationsExceededException) { throw new ActivityFault(IncidentCodes.ScriptStatements, $"The template went round more than {Iterations} times."); }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            for (var inner = e; inner is not null; inner = inner.InnerException)
                if (inner is ActivityFault fault) throw new ActivityFault(fault.Code, fault.Message);
            throw new ActivityFault(IncidentCodes.ScriptError, e is LiquidException ? e.Message : "The template failed: " + e.GetType().Name);
        }
    }

    private static Hash Sees(Walk walk, Frame frame)
    {
        var variables = new Hash();
        foreach (var slot in walk.Scopes(frame).SelectMany(s => s))
            if (!variables.ContainsKey(slot.Name)) variables[slot.Name] = Plain(slot.Value);
        var input = new Hash();
        foreach (var (key, value) in walk.InputsOf(frame)) input[key] = Plain(value);
        return new Hash
        {
            ["Variables"] = variables,
            ["Input"] = input,
            ["CorrelationId"] = walk.CorrelationId,
            ["WorkflowInstanceId"] = walk.InstanceId,
            ["WorkflowDefinitionId"] = walk.Definition.DefinitionId,
            ["WorkflowDefinitionVersionId"] = $"{walk.Definition.DefinitionId}:{walk.Definition.Version}",
            ["WorkflowDefinitionVersion"] = walk.Definition.Version,
        };
    }

    private static object? Plain(JsonNode? node)
    {
        switch (node)
        {
            case null: return null;
            case JsonObject found:
                var hash = new Hash();
                foreach (var (key, value) in found) hash[key] = Plain(value);
                return hash;
            case JsonArray list: return list.Select(Plain).ToList();
            default:
                return node.GetValueKind() switch
                {
                    JsonValueKind.String => node.GetValue<string>(),
                    JsonValueKind.True => true,
                    JsonValueKind.False => false,
                    _ => Values.AsNumber(node) is { } number ? number == Math.Truncate(number) && Math.Abs(number) < int.MaxValue ? (int)number : number : null,
                };
        }
    }

    /// <summary>A writer that refuses to grow past the bound.</summary>
    private sealed class Bounded(int limit) : StringWriter(CultureInfo.InvariantCulture)
    {
        public override void Write(char value) { Grow(1); base.Write(value); }
        public override void Write(string? value) { Grow(value?.Length ?? 0); base.Write(value); }
        public override void Write(char[] buffer, int index, int count) { Grow(count); base.Write(buffer, index, count); }

        private void Grow(int by)
        {
            if (GetStringBuilder().Length + by > limit)
                throw new ActivityFault(IncidentCodes.TooLong, $"The text is longer than {limit} characters.");
        }
    }
}

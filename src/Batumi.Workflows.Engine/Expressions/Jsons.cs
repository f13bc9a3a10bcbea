using System.Text.Json;
using System.Text.Json.Nodes;
using Batumi.Workflows.Engine.Errors;
using Jint;
using Jint.Native;
using Jint.Native.Function;
using Jint.Native.Object;
using Jint.Runtime;

namespace Batumi.Workflows.Engine.Expressions;

/// <summary>Values on their way into and out of a script. What leaves a script is copied and measured, so nothing of the script engine stays.</summary>
internal static class Jsons
{
    private const int Depth = 64;

    public static JsValue ToJs(Jint.Engine engine, JsonNode? node)
    {
        switch (node)
        {
            case null: return JsValue.Null;
            case JsonObject found:
                var js = new JsObject(engine);
                foreach (var (key, value) in found) js.Set(key, ToJs(engine, value));
                if (Activities.ExecuteWorkflow.NamesIn(found) is var (status, subStatus))
                {
                    js.Set("Status", new JsString(status));
                    js.Set("SubStatus", new JsString(subStatus));
                }
                return js;
            case JsonArray list:
                return new JsArray(engine, [.. list.Select(item => ToJs(engine, item))]);
            default:
                return node.GetValueKind() switch
                {
                    JsonValueKind.String => new JsString(node.GetValue<string>()),
                    JsonValueKind.True => JsBoolean.True,
                    JsonValueKind.False => JsBoolean.False,
                    JsonValueKind.Number => new JsNumber(Values.AsNumber(node) ?? double.NaN),
                    _ => JsValue.Null,
                };
        }
    }

    /// <exception cref="ActivityFault">The value is too long, too deep or refers to itself.</exception>
    public static JsonNode? FromJs(JsValue value, int textLength)
    {
        var left = textLength;
        return FromJs(value, ref left, 0);
    }

    private static JsonNode? FromJs(JsValue value, ref int left, int depth)
    {
        if (depth > Depth) throw new ActivityFault(IncidentCodes.TooLong, "The script's result is nested too deep or contains itself.");
        Spend(ref left, 1);
        if (value.IsNull() || value.IsUndefined() || value.IsSymbol()) return null;
        if (value.IsBoolean()) return JsonValue.Create(value.AsBoolean());
        if (value.IsNumber()) return Values.Number(value.AsNumber());
        if (value.IsString())
        {
            var text = value.AsString();
            Spend(ref left, text.Length);
            return JsonValue.Create(text);
        }
        if (value.IsBigInt()) return JsonValue.Create(value.ToString());
        if (value is JsDate date) return double.IsNaN(date.DateValue) ? null : JsonValue.Create(Iso(date.DateValue));
        if (value is JsArray array)
        {
            var list = new JsonArray();
            for (uint i = 0; i < array.Length; i++) list.Add(FromJs(array[i], ref left, depth + 1));
            return list;
        }
        if (value is Function || value is not ObjectInstance instance) return null;
        var found = new JsonObject();
        foreach (var (key, property) in instance.GetOwnProperties())
        {
            if (!key.IsString() || !property.Enumerable) continue;
            var name = key.AsString();
            Spend(ref left, name.Length);
            var inner = instance.Get(key);
            if (inner.IsUndefined() || inner is Function) continue;   // as JSON.stringify leaves them out
            found[name] = FromJs(inner, ref left, depth + 1);
        }
        return found;
    }

    private static void Spend(ref int left, int length)
    {
        left -= length;
        if (left < 0) throw new ActivityFault(IncidentCodes.TooLong, "The text or structure is too long to keep.");
    }

    private static string Iso(double milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Clamp(milliseconds, -62135596800000, 253402300799999))
            .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}

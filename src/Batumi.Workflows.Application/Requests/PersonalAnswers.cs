using System.Text.Json.Nodes;
using Batumi.Workflows.Application.Forms;
using Batumi.Workflows.Application.Keys;

namespace Batumi.Workflows.Application.Requests;

/// <summary>Personal numbers among answers are never stored plainly: they lie sealed under the case's key, in the place of the answer.</summary>
internal static class PersonalAnswers
{
    private const string Mark = "sealed";

    public static JsonObject Seal(Form form, JsonObject answers, OpenKey key, Guid caseId)
    {
        var kept = answers.DeepClone().AsObject();
        foreach (var field in form.Fields.Where(f => f.Kind == FieldKind.PersonalNumber && kept[f.Key] is JsonValue))
            kept[field.Key] = new JsonObject { [Mark] = Convert.ToBase64String(key.Seal(kept[field.Key]!.ToString(), Label(caseId, field.Key))) };
        return kept;
    }

    /// <param name="key">Null: destroyed; what it sealed stays closed.</param>
    public static JsonObject Open(JsonObject answers, OpenKey? key, Guid caseId)
    {
        if (key is null) return answers;
        foreach (var (name, box) in answers.Where(a => IsSealed(a.Value)).Select(a => (a.Key, (string)a.Value![Mark]!)).ToList())
            answers[name] = key.Open(Convert.FromBase64String(box), Label(caseId, name));
        return answers;
    }

    public static bool IsSealed(JsonNode? answer) => answer is JsonObject { Count: 1 } o && o.ContainsKey(Mark);

    private static string Label(Guid caseId, string field) => $"answer/{caseId:N}/{field}";
}
